// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

/// A foreign key as row ids: each child's parent, and each parent's children as a doubly linked chain
/// in the order in which they came.
///
/// - Complexity: Everything O(1) per child.
package struct ForeignKeyIndex: Sendable {
  /// Stands for the parent of the children that refer to no row: there are some of a deferred key, and of
  /// any key in the middle of a statement.
  static let noParent: RowID = -2

  /// Per child row: the row id of its parent, -1 for NULL, ``noParent``.
  package internal(set) var parentRows: ChunkedColumn<Int32>
  /// Per child row: the next child of the same parent, -1 at the end.
  package internal(set) var nextRows: ChunkedColumn<Int32>
  var previousRows: ChunkedColumn<Int32>
  /// Per parent row: its first child, -1 for none; parents past the end have none.
  package internal(set) var firstRows: ChunkedColumn<Int32>
  var lastRows: ChunkedColumn<Int32>
  /// The chain of the children that refer to no row.
  var firstOrphan: RowID = -1
  var lastOrphan: RowID = -1
  /// How many there are.
  package internal(set) var orphanCount = 0
  /// How many parents have a child.
  package internal(set) var distinctParents = 0

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
    firstOrphan = other.firstOrphan
    lastOrphan = other.lastOrphan
    orphanCount = other.orphanCount
    distinctParents = other.distinctParents
  }

  func shared() -> ForeignKeyIndex { ForeignKeyIndex(sharing: self) }

  /// The first child of the parent, -1 for none.
  package func firstChild(of parent: RowID) -> RowID {
    if parent == Self.noParent { return firstOrphan }
    return Int(parent) < firstRows.count ? firstRows[Int(parent)] : -1
  }

  /// The children that refer to no row, in the order in which they became so.
  package var orphans: [RowID] { children(of: Self.noParent) }

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

extension Table {
  /// The rows that refer to no row, through the foreign key of this table, by the key.
  ///
  /// - Complexity: O(rows that refer to no row).
  package func orphans(of id: ForeignKeyID, having key: [Value]) -> [RowID] {
    let columns = schema.foreignKeys[id.index].columns
    return foreignKeyIndexes[id.index].orphans.filter { row in
      zip(columns, key).allSatisfy { self.columns[$0].equals(Int(row), $1) }
    }
  }
}
