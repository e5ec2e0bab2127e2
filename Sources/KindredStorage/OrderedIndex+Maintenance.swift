// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

extension OrderedIndex {
  /// From this fraction of the rows on it is cheaper to make the index anew than to change it row by
  /// row.
  private static let bulkFraction = 8

  private func isBulk(_ count: Int) -> Bool {
    count > 16 && count * Self.bulkFraction > rowCount
  }

  /// Enters rows under the keys that they have in the table; those that are there already stay.
  ///
  /// - Complexity: O(log *n*) per row; many rows are sorted together with those that are there.
  mutating func enter(_ rows: some Collection<RowID>, in table: Table, epoch: Epoch) {
    let keys = IndexKeys(self, table)
    guard isBulk(rows.count) else {
      for row in rows { enter(row, keys, epoch: epoch) }
      return
    }
    if rowCount == 0, let rows = rows as? Range<RowID> {
      let range = RowVector.range(start: rows.lowerBound, count: rows.count)
      return rebuild(keys.sorted(range), epoch: epoch)
    }
    var isMember = [Bool](repeating: false, count: table.slotCount)
    for row in allRows { isMember[Int(row)] = true }
    for row in rows { isMember[Int(row)] = true }
    let members = isMember.indices.filter { isMember[$0] }.map { RowID($0) }
    rebuild(keys.sorted(.ids(members)), epoch: epoch)
  }

  /// Takes rows out, under the keys that they have in the table, as far as they are there.
  ///
  /// - Complexity: O(log *n*) per row; many rows in one pass over all.
  mutating func leave(_ rows: some Collection<RowID>, in table: Table, epoch: Epoch) {
    guard isBulk(rows.count) else {
      let keys = IndexKeys(self, table)
      for row in rows { leave(row, keys, epoch: epoch) }
      return
    }
    var isLeaving = [Bool](repeating: false, count: table.slotCount)
    for row in rows { isLeaving[Int(row)] = true }
    rebuild(allRows.filter { !isLeaving[Int($0)] }, epoch: epoch)
  }

  /// An index of the rows that stay under their new names, which shares nothing with this one.
  ///
  /// The rows keep their order, also where keys tie.
  func renumbered(_ rows: Renumbering, epoch: Epoch) -> OrderedIndex {
    var index = self
    index.rebuild(allRows.map { rows.newRows[Int($0)] }, epoch: epoch)
    return index
  }

  /// Makes all nodes anew, seven eighths full, of rows in order.
  private mutating func rebuild(_ rows: [RowID], epoch: Epoch) {
    root = ChunkedColumn()
    branches = ChunkedColumn()
    leaves = ChunkedColumn()
    (freeBranch, freeLeaf) = (-1, -1)
    rowCount = rows.count
    let leafFill = Self.leafCapacity * 7 / 8
    let branchFill = Self.branchCapacity * 7 / 8
    for branchStart in stride(from: 0, to: rows.count, by: leafFill * branchFill) {
      let inBranch = rows[branchStart..<min(rows.count, branchStart + leafFill * branchFill)]
      var nodes: [Node] = []
      for start in stride(from: inBranch.startIndex, to: inBranch.endIndex, by: leafFill) {
        let inLeaf = rows[start..<min(inBranch.endIndex, start + leafFill)]
        let slot = takeLeaf(epoch: epoch)
        leaves.replace(from: Int(slot) * Self.leafCapacity, with: inLeaf, epoch: epoch)
        nodes.append(Node(slot: slot, count: Int32(inLeaf.count), rows: Int32(inLeaf.count)))
      }
      let slot = takeBranch(epoch: epoch)
      branches.replace(from: Int(slot) * Self.branchCapacity, with: nodes[...], epoch: epoch)
      root.append(
        Node(slot: slot, count: Int32(nodes.count), rows: Int32(inBranch.count)),
        epoch: epoch
      )
    }
  }
}

// MARK: - One row

extension OrderedIndex {
  private mutating func enter(_ row: RowID, _ keys: IndexKeys, epoch: Epoch) {
    var place = firstPlace { keys.isBefore($0, row) }
    if rowOrNone(at: place) == row { return }
    if root.count == 0 { addFirstLeaf(epoch: epoch) }
    if Int(leafNode(place).count) == Self.leafCapacity { place = split(place, epoch: epoch) }
    let node = leafNode(place)
    leaves.insert(
      row,
      at: place.offset,
      ofRun: Int(node.slot) * Self.leafCapacity,
      count: Int(node.count),
      epoch: epoch
    )
    count(1, at: place, epoch: epoch)
  }

  private mutating func leave(_ row: RowID, _ keys: IndexKeys, epoch: Epoch) {
    let place = normalized(firstPlace { keys.isBefore($0, row) })
    guard place.branch < root.count, self.row(at: place) == row else { return }
    let node = leafNode(place)
    leaves.remove(
      at: place.offset,
      ofRun: Int(node.slot) * Self.leafCapacity,
      count: Int(node.count),
      epoch: epoch
    )
    count(-1, at: place, epoch: epoch)
    if node.count == 1 { dropLeaf(at: place, epoch: epoch) }
  }

  /// Counts a row more or less in the leaf of the place and all above.
  private mutating func count(_ change: Int32, at place: Place, epoch: Epoch) {
    rowCount += Int(change)
    var branch = root[place.branch]
    branch.rows += change
    root.set(place.branch, branch, epoch: epoch)
    var leaf = leafNode(place)
    leaf.count += change
    leaf.rows += change
    setLeafNode(leaf, at: place, epoch: epoch)
  }

  private func setLeafNode(_ node: Node, at place: Place, epoch: Epoch) {
    let start = Int(root[place.branch].slot) * Self.branchCapacity
    branches.set(start + place.leaf, node, epoch: epoch)
  }
}

// MARK: - Nodes

extension OrderedIndex {
  private mutating func addFirstLeaf(epoch: Epoch) {
    let leaf = Node(slot: takeLeaf(epoch: epoch), count: 0, rows: 0)
    let branch = Node(slot: takeBranch(epoch: epoch), count: 1, rows: 0)
    branches.set(Int(branch.slot) * Self.branchCapacity, leaf, epoch: epoch)
    root.append(branch, epoch: epoch)
  }

  /// Splits the full leaf of the place: in half, or at its end if that is where the next row goes.
  ///
  /// - Returns: The place in one of the two.
  private mutating func split(_ place: Place, epoch: Epoch) -> Place {
    var place = place
    if Int(root[place.branch].count) == Self.branchCapacity {
      place = splitBranch(place, epoch: epoch)
    }
    let kept = place.offset == Self.leafCapacity ? place.offset : Self.leafCapacity / 2
    var node = leafNode(place)
    let moved = Int32(Self.leafCapacity - kept)
    let slot = takeLeaf(epoch: epoch)
    let cells = leaves.run(Int(node.slot) * Self.leafCapacity + kept, count: Int(moved))
    leaves.replace(from: Int(slot) * Self.leafCapacity, with: cells, epoch: epoch)
    (node.count, node.rows) = (Int32(kept), Int32(kept))
    setLeafNode(node, at: place, epoch: epoch)
    var branch = root[place.branch]
    branches.insert(
      Node(slot: slot, count: moved, rows: moved),
      at: place.leaf + 1,
      ofRun: Int(branch.slot) * Self.branchCapacity,
      count: Int(branch.count),
      epoch: epoch
    )
    branch.count += 1
    root.set(place.branch, branch, epoch: epoch)
    if place.offset > kept || moved == 0 {
      return Place(branch: place.branch, leaf: place.leaf + 1, offset: place.offset - kept)
    }
    return place
  }

  /// Splits the full branch of the place in half, or before its last leaf if the place is in that.
  ///
  /// - Returns: The place in one of the two.
  private mutating func splitBranch(_ place: Place, epoch: Epoch) -> Place {
    let isLast = place.leaf == Self.branchCapacity - 1
    let kept = isLast ? Self.branchCapacity - 1 : Self.branchCapacity / 2
    var branch = root[place.branch]
    let start = Int(branch.slot) * Self.branchCapacity
    let nodes = branches.run(start + kept, count: Self.branchCapacity - kept)
    let movedRows = nodes.reduce(0) { $0 + $1.rows }
    let slot = takeBranch(epoch: epoch)
    branches.replace(from: Int(slot) * Self.branchCapacity, with: nodes, epoch: epoch)
    branch.count = Int32(kept)
    branch.rows -= movedRows
    root.set(place.branch, branch, epoch: epoch)
    insertBranch(
      Node(slot: slot, count: Int32(nodes.count), rows: movedRows),
      at: place.branch + 1,
      epoch: epoch
    )
    guard place.leaf >= kept else { return place }
    return Place(branch: place.branch + 1, leaf: place.leaf - kept, offset: place.offset)
  }

  private func insertBranch(_ branch: Node, at position: Int, epoch: Epoch) {
    root.append(branch, epoch: epoch)
    var index = root.count - 1
    while index > position {
      root.set(index, root[index - 1], epoch: epoch)
      index -= 1
    }
    root.set(position, branch, epoch: epoch)
  }

  private mutating func dropLeaf(at place: Place, epoch: Epoch) {
    let leaf = leafNode(place)
    leaves.set(Int(leaf.slot) * Self.leafCapacity, freeLeaf, epoch: epoch)
    freeLeaf = leaf.slot
    var branch = root[place.branch]
    let start = Int(branch.slot) * Self.branchCapacity
    branches.remove(at: place.leaf, ofRun: start, count: Int(branch.count), epoch: epoch)
    branch.count -= 1
    root.set(place.branch, branch, epoch: epoch)
    guard branch.count == 0 else { return }
    branches.set(start, Node(slot: freeBranch, count: 0, rows: 0), epoch: epoch)
    freeBranch = branch.slot
    for index in place.branch..<root.count - 1 { root.set(index, root[index + 1], epoch: epoch) }
    root.truncate(to: root.count - 1)
  }

  /// A run of cells for a leaf: one that is free, or a new one.
  private mutating func takeLeaf(epoch: Epoch) -> Int32 {
    if freeLeaf >= 0 {
      defer { freeLeaf = leaves[Int(freeLeaf) * Self.leafCapacity] }
      return freeLeaf
    }
    leaves.append(repeating: -1, count: Self.leafCapacity, epoch: epoch)
    return Int32(leaves.count / Self.leafCapacity - 1)
  }

  private mutating func takeBranch(epoch: Epoch) -> Int32 {
    if freeBranch >= 0 {
      defer { freeBranch = branches[Int(freeBranch) * Self.branchCapacity].slot }
      return freeBranch
    }
    let unused = Node(slot: -1, count: 0, rows: 0)
    branches.append(repeating: unused, count: Self.branchCapacity, epoch: epoch)
    return Int32(branches.count / Self.branchCapacity - 1)
  }
}
