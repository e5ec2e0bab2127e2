// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema

/// The live rows of a table, or those that pass some tests, in the order of some of its columns.
///
/// NULLs first ascending and last descending, text by its bytes, ties by row id. Keys are not stored: they
/// are read from the table's columns, so a row must leave before its cells change and enter after.
///
/// A B+ tree of three fixed levels: a root of branches of up to 128 leaves of up to 256 row ids. Nodes are
/// runs of cells in chunked columns, so that copies share them until one of them writes. A node that
/// becomes empty is reused; half-empty ones are not merged (Johnson and Shasha, "B-trees with inserts and
/// deletes: why free-at-empty is better than merge-at-half", 1993).
package struct OrderedIndex: Sendable {
  /// A node of the tree, as its parent knows it.
  struct Node: BitwiseCopyable, Sendable {
    /// The run of cells that it has.
    var slot: Int32
    /// How many of them are in use.
    var count: Int32
    /// How many rows are below it.
    var rows: Int32
  }

  static let leafCapacity = 256
  static let branchCapacity = 128

  package let parts: [IndexSchema.Part]
  /// What a row must pass to be entered.
  let tests: [IndexTest]
  /// How many rows are in it.
  package internal(set) var rowCount = 0
  var root: ChunkedColumn<Node>
  var branches: ChunkedColumn<Node>
  var leaves: ChunkedColumn<Int32>
  /// The first of the runs that are free; each holds the next in its first cell, the last -1.
  var freeBranch: Int32 = -1
  var freeLeaf: Int32 = -1

  init(_ schema: IndexSchema) {
    parts = schema.parts
    tests = schema.tests
    root = ChunkedColumn()
    branches = ChunkedColumn()
    leaves = ChunkedColumn()
  }

  /// An index with the same rows that shares all nodes.
  func shared() -> OrderedIndex {
    var copy = self
    copy.root = root.shared()
    copy.branches = branches.shared()
    copy.leaves = leaves.shared()
    return copy
  }
}

// MARK: - Places

extension OrderedIndex {
  /// A place among the rows: that of a row, or the end.
  struct Place: Equatable {
    var branch = 0
    var leaf = 0
    var offset = 0
  }

  func leafNode(_ place: Place) -> Node {
    branches[Int(root[place.branch].slot) * Self.branchCapacity + place.leaf]
  }

  func row(at place: Place) -> RowID {
    leaves[Int(leafNode(place).slot) * Self.leafCapacity + place.offset]
  }

  /// The row of the place, -1 for the end.
  func rowOrNone(at place: Place) -> RowID {
    let place = normalized(place)
    return place.branch < root.count ? row(at: place) : -1
  }

  /// The place itself, or the start of the next leaf if it is the end of one.
  func normalized(_ place: Place) -> Place {
    guard place.branch < root.count else { return place }
    if place.offset < Int(leafNode(place).count) { return place }
    if place.leaf + 1 < Int(root[place.branch].count) {
      return Place(branch: place.branch, leaf: place.leaf + 1)
    }
    return Place(branch: place.branch + 1)
  }

  /// The place of the first row that is not before something, where those that are come first.
  ///
  /// It may be the end of a leaf.
  ///
  /// - Complexity: O(log rows) questions.
  @inline(__always)
  func firstPlace(whereNot isBefore: (RowID) -> Bool) -> Place {
    guard root.count > 0 else { return Place() }
    let branch = Self.last(below: root.count) { branch in
      isBefore(row(at: Place(branch: branch)))
    }
    let leaf = Self.last(below: Int(root[branch].count)) { leaf in
      isBefore(row(at: Place(branch: branch, leaf: leaf)))
    }
    let node = leafNode(Place(branch: branch, leaf: leaf))
    let start = Int(node.slot) * Self.leafCapacity
    var low = 0
    var high = Int(node.count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(leaves[start + middle]) { low = middle + 1 } else { high = middle }
    }
    return Place(branch: branch, leaf: leaf, offset: low)
  }

  /// The last number below `count` but 0 for which it holds, where those for which it does come first.
  @inline(__always)
  private static func last(below count: Int, where holds: (Int) -> Bool) -> Int {
    var low = 1
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  /// How many rows come before the place.
  ///
  /// - Complexity: O(branches + leaves of one branch).
  func rank(of place: Place) -> Int {
    var rank = 0
    for branch in 0..<min(place.branch, root.count) { rank += Int(root[branch].rows) }
    guard place.branch < root.count else { return rank }
    let start = Int(root[place.branch].slot) * Self.branchCapacity
    for leaf in 0..<place.leaf { rank += Int(branches[start + leaf].rows) }
    return rank + place.offset
  }
}
