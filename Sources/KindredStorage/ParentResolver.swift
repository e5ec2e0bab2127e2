// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Finds the row that a child's foreign key refers to.
struct ParentResolver {
  /// Stands for a key that no parent has.
  static let dangling: RowID = -2

  private let key: ForeignKey
  private let child: Table
  private let parent: Table
  private let index: UniqueIndex
  /// The child's columns in the order of the parent's unique key.
  private let columns: [Int]
  private let integers: IntegerCells?

  init(_ key: ForeignKey, child: Table, parent: Table) {
    self.key = key
    self.child = child
    self.parent = parent
    let wanted = Set(key.parentColumns)
    // The schema was validated: one of the unique keys has exactly these columns.
    let position = parent.schema.uniqueKeys.firstIndex { Set($0) == wanted } ?? 0
    index = parent.uniqueIndexes[position]
    columns = parent.schema.uniqueKeys[position].map { column in
      key.columns[key.parentColumns.firstIndex(of: column) ?? 0]
    }
    if columns.count == 1, case .integers(let cells) = child.columns[columns[0]].cells {
      integers = cells
    } else {
      integers = nil
    }
  }

  /// The parent's row id, -1 if a column of the key is NULL, ``dangling`` if there is no such row.
  func parent(of row: RowID) -> RowID {
    for column in columns where child.columns[column].isNull(Int(row)) { return -1 }
    let found =
      if let integers {
        index.row(ofInteger: integers[Int(row)], in: parent)
      } else {
        index.row(of: columns.map { child.columns[$0].value(Int(row)) }, in: parent)
      }
    return found < 0 ? Self.dangling : found
  }

  func danglingKey(_ row: RowID, position: Int?) -> KindredError {
    let names = key.parentColumns.map { parent.schema.columns[$0].name }.joined(separator: ", ")
    return KindredError(
      .foreignKey,
      "no \(parent.schema.name) row has \(names) \(child.describe(key.columns, of: row))",
      table: child.schema.name, columns: key.columns.map { child.schema.columns[$0].name },
      row: position)
  }
}
