// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
package import KindredStorage

/// One state of a table, held so that finding a row by its primary key and reading it copy nothing.
package final class TableReader {
  private let table: KindredStorage.Table
  private let index: UniqueIndex
  private let isSingle: Bool
  /// Good for as long as the reader is kept.
  let columns: [ColumnView]

  package init(_ table: KindredStorage.Table) {
    self.table = table
    columns = table.columns.map(ColumnView.init)
    index = table.uniqueIndexes[0]
    isSingle = index.columns.count == 1
  }

  func row(ofInteger key: Int64) -> RowID { index.row(ofInteger: key, in: table) }

  /// - Throws: `query` when the primary key of the table is not the model's id.
  func row<T: Entity>(of id: ID<T>) throws(KindredError) -> RowID {
    guard isSingle else {
      throw KindredError(
        .query,
        "rows of \(T.self) have no id to find them by: use where { … }.one(s)",
        table: table.schema.name
      )
    }
    let cell = id.columnCell.value
    switch cell {
    case .integer(let key): return row(ofInteger: key)
    case .null: return -1
    case .real, .text: return index.row(of: [cell], in: table)
    }
  }

  /// - Throws: `query` when the values are not those of the primary key's columns.
  func row(of key: [Value], _ types: [ColumnType]) throws(KindredError) -> RowID {
    let expected = index.columns.map { table.schema.columns[$0].type }
    guard types == expected else {
      throw KindredError(
        .query,
        "the primary key is \(table.schema.label(of: index.columns)) of the types "
          + "\(Self.list(expected)), but a key of the types \(Self.list(types)) is looked for",
        table: table.schema.name
      )
    }
    return index.row(of: key, in: table)
  }

  private static func list(_ types: [ColumnType]) -> String {
    types.map(\.rawValue).joined(separator: ", ")
  }
}
