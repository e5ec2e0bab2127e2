// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Finds the row that a child's foreign key refers to.
struct ParentResolver {
  /// Stands for a key that no parent has.
  static let dangling: RowID = -2

  private let parentKey: ParentKey
  private let child: Table
  private let parent: Table

  /// - Parameters:
  ///   - position: Which foreign key of the child.
  ///   - child: The table whose rows refer.
  ///   - parent: The table that they refer to.
  init(_ position: Int, child: Table, parent: Table) {
    parentKey = child.keys.parents[position]
    self.child = child
    self.parent = parent
  }

  private var index: UniqueIndex { parent.uniqueIndexes[parentKey.index] }

  /// The parent's row id, -1 if a column of the key is NULL, ``dangling`` if there is no such row.
  func parent(of row: RowID) -> RowID {
    for column in parentKey.columns where child.columns[column].isNull(Int(row)) { return -1 }
    let key = parentKey.columns.map { child.columns[$0].value(Int(row)) }
    let found = index.row(of: key, in: parent)
    return found < 0 ? Self.dangling : found
  }

  /// The parents of new rows, whose values are also at hand as vectors.
  func parents(of rows: Range<Int>, _ vectors: [Vector]) -> [RowID] {
    guard parentKey.columns.count == 1,
      case .integers(let keys) = vectors[parentKey.columns[0]].cells
    else { return rows.map { parent(of: RowID($0)) } }
    var parents = index.rows(ofIntegers: keys, missing: Self.dangling, in: parent)
    if let nulls = vectors[parentKey.columns[0]].nulls {
      for position in parents.indices where nulls[position] != 0 { parents[position] = -1 }
    }
    return parents
  }

  func danglingKey(_ row: RowID, position: Int?) -> KindredError {
    let key = parentKey.key
    let names = key.parentColumns.map { parent.schema.columns[$0].name }.joined(separator: ", ")
    return KindredError(
      .foreignKey,
      "no \(parent.schema.name) row has \(names) \(child.describe(key.columns, of: row))",
      table: child.schema.name,
      columns: key.columns.map { child.schema.columns[$0].name },
      row: position
    )
  }
}
