// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// A child that was moved, and the place it had.
struct ChainMove: Sendable {
  var child: RowID
  var place: ChainPlace
}

/// Where a child stands in a chain.
struct ChainPlace: Sendable {
  var parent: RowID
  var previous: RowID
  var next: RowID
}

extension ForeignKeyIndex {
  /// Adds the next child rows, each as the last of its parent.
  mutating func append(parents: [RowID], epoch: Epoch) {
    reserve(parent: parents.max() ?? -1, epoch: epoch)
    var child = RowID(parentRows.count)
    for parent in parents {
      parentRows.append(parent, epoch: epoch)
      nextRows.append(-1, epoch: epoch)
      previousRows.append(link(child, asLastOf: parent, epoch: epoch), epoch: epoch)
      child += 1
    }
  }

  /// Makes the child the last of the parent, and returns the one before it.
  private mutating func link(_ child: RowID, asLastOf parent: RowID, epoch: Epoch) -> RowID {
    guard parent != -1 else { return -1 }
    let last = lastChild(of: parent)
    setLastChild(of: parent, child, epoch: epoch)
    if last < 0 {
      setFirstChild(of: parent, child, epoch: epoch)
    } else {
      nextRows.set(Int(last), child, epoch: epoch)
    }
    count(parent, by: 1, isOnly: last < 0)
    return last
  }

  /// Takes children out of their parents' chains.
  ///
  /// Their own cells keep the places they had.
  mutating func unlink(_ children: [RowID], epoch: Epoch) {
    for child in children { unlink(child, epoch: epoch) }
  }

  /// Puts children back where their cells say they were.
  ///
  /// Undoes ``unlink(_:epoch:)`` of the same rows, last first.
  mutating func relink(_ children: [RowID], epoch: Epoch) {
    for child in children.reversed() { relink(child, epoch: epoch) }
  }

  /// Moves children to the ends of the chains of other parents; those that stay with theirs keep their
  /// places.
  ///
  /// - Returns: What was moved, for ``undo(_:epoch:)``.
  mutating func move(_ children: [RowID], to parents: [RowID], epoch: Epoch) -> [ChainMove] {
    reserve(parent: parents.max() ?? -1, epoch: epoch)
    var moves: [ChainMove] = []
    for (child, parent) in zip(children, parents) where parentRows[Int(child)] != parent {
      moves.append(ChainMove(child: child, place: place(of: child)))
      unlink(child, epoch: epoch)
      let last = lastChild(of: parent)
      setPlace(of: child, ChainPlace(parent: parent, previous: last, next: -1), epoch: epoch)
      relink(child, epoch: epoch)
    }
    return moves
  }

  /// Undoes ``move(_:to:epoch:)``.
  mutating func undo(_ moves: [ChainMove], epoch: Epoch) {
    for move in moves.reversed() {
      unlink(move.child, epoch: epoch)
      setPlace(of: move.child, move.place, epoch: epoch)
      relink(move.child, epoch: epoch)
    }
  }

  /// Takes the rows from a position on out again, last first.
  mutating func truncate(to count: Int, epoch: Epoch) {
    for child in stride(from: parentRows.count - 1, through: count, by: -1) {
      unlink(RowID(child), epoch: epoch)
    }
    parentRows.truncate(to: count)
    nextRows.truncate(to: count)
    previousRows.truncate(to: count)
  }
}

// MARK: - One child

extension ForeignKeyIndex {
  private mutating func unlink(_ child: RowID, epoch: Epoch) {
    let place = place(of: child)
    guard place.parent != -1 else { return }
    if place.previous < 0 {
      setFirstChild(of: place.parent, place.next, epoch: epoch)
    } else {
      nextRows.set(Int(place.previous), place.next, epoch: epoch)
    }
    if place.next < 0 {
      setLastChild(of: place.parent, place.previous, epoch: epoch)
    } else {
      previousRows.set(Int(place.next), place.previous, epoch: epoch)
    }
    count(place.parent, by: -1, isOnly: place.previous < 0 && place.next < 0)
  }

  private mutating func relink(_ child: RowID, epoch: Epoch) {
    let place = place(of: child)
    guard place.parent != -1 else { return }
    if place.previous < 0 {
      setFirstChild(of: place.parent, child, epoch: epoch)
    } else {
      nextRows.set(Int(place.previous), child, epoch: epoch)
    }
    if place.next < 0 {
      setLastChild(of: place.parent, child, epoch: epoch)
    } else {
      previousRows.set(Int(place.next), child, epoch: epoch)
    }
    count(place.parent, by: 1, isOnly: place.previous < 0 && place.next < 0)
  }

  /// Counts a child of the parent, or one less.
  private mutating func count(_ parent: RowID, by change: Int, isOnly: Bool) {
    if parent == Self.noParent {
      orphanCount += change
    } else if isOnly {
      distinctParents += change
    }
  }

  private func lastChild(of parent: RowID) -> RowID {
    switch parent {
    case Self.noParent: lastOrphan
    case -1: -1
    default: lastRows[Int(parent)]
    }
  }

  private mutating func setFirstChild(of parent: RowID, _ child: RowID, epoch: Epoch) {
    if parent == Self.noParent {
      firstOrphan = child
    } else {
      firstRows.set(Int(parent), child, epoch: epoch)
    }
  }

  private mutating func setLastChild(of parent: RowID, _ child: RowID, epoch: Epoch) {
    if parent == Self.noParent {
      lastOrphan = child
    } else {
      lastRows.set(Int(parent), child, epoch: epoch)
    }
  }

  private func place(of child: RowID) -> ChainPlace {
    ChainPlace(
      parent: parentRows[Int(child)],
      previous: previousRows[Int(child)],
      next: nextRows[Int(child)]
    )
  }

  private func setPlace(of child: RowID, _ place: ChainPlace, epoch: Epoch) {
    parentRows.set(Int(child), place.parent, epoch: epoch)
    previousRows.set(Int(child), place.previous, epoch: epoch)
    nextRows.set(Int(child), place.next, epoch: epoch)
  }

  private func reserve(parent: RowID, epoch: Epoch) {
    let missing = Int(parent) + 1 - firstRows.count
    guard missing > 0 else { return }
    firstRows.append(repeating: -1, count: missing, epoch: epoch)
    lastRows.append(repeating: -1, count: missing, epoch: epoch)
  }
}
