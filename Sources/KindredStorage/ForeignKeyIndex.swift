// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

/// A foreign key as row ids: each child's parent, and each parent's children as a doubly linked chain
/// in the order in which they came.
///
/// - Complexity: Everything O(1) per child.
package struct ForeignKeyIndex: Sendable {
  /// Per child row: the row id of its parent, -1 for NULL.
  package let parentRows: ChunkedColumn<Int32>
  /// Per child row: the next child of the same parent, -1 at the end.
  package let nextRows: ChunkedColumn<Int32>
  let previousRows: ChunkedColumn<Int32>
  /// Per parent row: its first child, -1 for none; parents past the end have none.
  package let firstRows: ChunkedColumn<Int32>
  let lastRows: ChunkedColumn<Int32>
  /// How many parents have a child.
  package private(set) var distinctParents = 0

  init() {
    parentRows = ChunkedColumn()
    nextRows = ChunkedColumn()
    previousRows = ChunkedColumn()
    firstRows = ChunkedColumn()
    lastRows = ChunkedColumn()
  }

  private init(sharing other: ForeignKeyIndex) {
    parentRows = other.parentRows.shared()
    nextRows = other.nextRows.shared()
    previousRows = other.previousRows.shared()
    firstRows = other.firstRows.shared()
    lastRows = other.lastRows.shared()
    distinctParents = other.distinctParents
  }

  func shared() -> ForeignKeyIndex { ForeignKeyIndex(sharing: self) }

  /// The first child of the parent, -1 for none.
  package func firstChild(of parent: RowID) -> RowID {
    Int(parent) < firstRows.count ? firstRows[Int(parent)] : -1
  }

  /// The child after this one, -1 at the end.
  package func nextChild(after child: RowID) -> RowID { nextRows[Int(child)] }

  /// The children of the parent, in the order in which they came.
  package func children(of parent: RowID) -> [RowID] {
    var children: [RowID] = []
    var child = firstChild(of: parent)
    while child >= 0 {
      children.append(child)
      child = nextChild(after: child)
    }
    return children
  }
}

// MARK: - Maintenance

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
    guard parent >= 0 else { return -1 }
    let last = lastRows[Int(parent)]
    lastRows.set(Int(parent), child, epoch: epoch)
    if last < 0 {
      firstRows.set(Int(parent), child, epoch: epoch)
      distinctParents += 1
    } else {
      nextRows.set(Int(last), child, epoch: epoch)
    }
    return last
  }

  /// Takes the child out of its parent's chain.
  ///
  /// Its own cells keep the place it had.
  mutating func unlink(_ child: RowID, epoch: Epoch) {
    let parent = Int(parentRows[Int(child)])
    guard parent >= 0 else { return }
    let previous = previousRows[Int(child)]
    let next = nextRows[Int(child)]
    if previous < 0 {
      firstRows.set(parent, next, epoch: epoch)
    } else {
      nextRows.set(Int(previous), next, epoch: epoch)
    }
    if next < 0 {
      lastRows.set(parent, previous, epoch: epoch)
    } else {
      previousRows.set(Int(next), previous, epoch: epoch)
    }
    if firstRows[parent] < 0 { distinctParents -= 1 }
  }

  /// Puts the child back where its cells say it was.
  ///
  /// Undoes ``unlink(_:epoch:)``, last first.
  mutating func relink(_ child: RowID, epoch: Epoch) {
    let parent = Int(parentRows[Int(child)])
    guard parent >= 0 else { return }
    let previous = previousRows[Int(child)]
    let next = nextRows[Int(child)]
    if firstRows[parent] < 0 { distinctParents += 1 }
    if previous < 0 {
      firstRows.set(parent, child, epoch: epoch)
    } else {
      nextRows.set(Int(previous), child, epoch: epoch)
    }
    if next < 0 {
      lastRows.set(parent, child, epoch: epoch)
    } else {
      previousRows.set(Int(next), child, epoch: epoch)
    }
  }

  /// Moves the child to the end of another parent's chain.
  ///
  /// - Returns: The place it had, for ``restore(_:to:epoch:)``.
  mutating func move(_ child: RowID, to parent: RowID, epoch: Epoch) -> ChainPlace {
    let place = ChainPlace(
      parent: parentRows[Int(child)],
      previous: previousRows[Int(child)],
      next: nextRows[Int(child)]
    )
    unlink(child, epoch: epoch)
    var last: RowID = -1
    if parent >= 0 {
      reserve(parent: parent, epoch: epoch)
      last = lastRows[Int(parent)]
    }
    setPlace(of: child, ChainPlace(parent: parent, previous: last, next: -1), epoch: epoch)
    relink(child, epoch: epoch)
    return place
  }

  /// Undoes ``move(_:to:epoch:)``.
  mutating func restore(_ child: RowID, to place: ChainPlace, epoch: Epoch) {
    unlink(child, epoch: epoch)
    setPlace(of: child, place, epoch: epoch)
    relink(child, epoch: epoch)
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

/// Where a child stands in a chain.
struct ChainPlace: Sendable {
  var parent: RowID
  var previous: RowID
  var next: RowID
}
