// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

/// A foreign key as row ids: each child's parent, and each parent's children as a doubly linked chain
/// in the order in which they came.
///
/// - Complexity: Everything O(1) per child.
package struct ForeignKeyIndex: Sendable {
  /// Per child row: the row id of its parent, -1 for NULL.
  package internal(set) var parentRows: ChunkedColumn<Int32>
  /// Per child row: the next child of the same parent, -1 at the end.
  package internal(set) var nextRows: ChunkedColumn<Int32>
  var previousRows: ChunkedColumn<Int32>
  /// Per parent row: its first child, -1 for none; parents past the end have none.
  package internal(set) var firstRows: ChunkedColumn<Int32>
  var lastRows: ChunkedColumn<Int32>
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
