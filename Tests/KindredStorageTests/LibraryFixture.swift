// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import KindredStorage

/// A small schema with every kind of key: authors, their books (cascade), loans of books (restrict),
/// and categories that refer to each other.
enum Library {
  static let authors = TableID(0)
  static let books = TableID(1)
  static let loans = TableID(2)
  static let categories = TableID(3)

  static func schema() throws -> Schema {
    try Schema(validating: [
      TableSchema(
        name: "authors",
        columns: [
          ColumnSchema("id", .integer), ColumnSchema("name", .text),
          ColumnSchema("score", .real, isNullable: true),
        ],
        uniqueKeys: [[0], [1]],
        indexes: [IndexSchema([.init(2, isDescending: true), .init(1)])],
        autoIncrementColumn: 0
      ),
      TableSchema(
        name: "books",
        columns: [
          ColumnSchema("id", .integer), ColumnSchema("authorID", .integer, isNullable: true),
          ColumnSchema("title", .text, isNullable: true),
        ],
        uniqueKeys: [[0], [1, 2]],
        foreignKeys: [
          ForeignKey(columns: [1], parent: authors, parentColumns: [0], onDelete: .cascade)
        ],
        indexes: [
          IndexSchema(columns: [2]), IndexSchema([.init(1), .init(2, isDescending: true)]),
        ],
        autoIncrementColumn: 0
      ),
      TableSchema(
        name: "loans",
        columns: [ColumnSchema("id", .integer), ColumnSchema("bookID", .integer)],
        uniqueKeys: [[0]],
        foreignKeys: [ForeignKey(columns: [1], parent: books, parentColumns: [0])],
        autoIncrementColumn: 0
      ),
      TableSchema(
        name: "categories",
        columns: [
          ColumnSchema("id", .integer), ColumnSchema("parentID", .integer, isNullable: true),
        ],
        uniqueKeys: [[0]],
        foreignKeys: [
          ForeignKey(columns: [1], parent: categories, parentColumns: [0], onDelete: .cascade)
        ],
        indexes: [IndexSchema([.init(1, isDescending: true)]), IndexSchema(columns: [0, 1])],
        autoIncrementColumn: 0
      ),
    ])
  }

  static func store(slack: Int = 2048) throws -> DatabaseStore {
    DatabaseStore(schema: try schema(), slack: slack)
  }
}

extension Transaction {
  /// Inserts rows of dynamically typed values.
  @discardableResult
  func insert(_ table: TableID, _ rows: [[Value]]) throws -> Range<Int> {
    let columns = view.schema[table].columns
    let vectors = columns.indices.map { column in
      Vector(rows.map { $0[column] }, as: columns[column].type.storageClass)
    }
    return try insert(into: table, vectors, count: rows.count)
  }

  func update(_ table: TableID, _ column: Int, _ changes: [(RowID, Value)]) throws {
    let type = view.schema[table].columns[column].type.storageClass
    try update(
      table,
      column: column,
      rows: changes.map(\.0),
      values: Vector(changes.map(\.1), as: type)
    )
  }
}

extension Snapshot {
  /// All live rows of a table by row id.
  func rows(_ table: TableID) -> [RowID: [Value]] {
    let table = self[table]
    return Dictionary(
      uniqueKeysWithValues: table.liveRows.map { row in
        (row, table.columns.map { $0.value(Int(row)) })
      }
    )
  }

  /// All live rows of all tables, and the order of every chain of children.
  func contents() -> [[RowID: [Value]]] { tables.indices.map { rows(TableID($0)) } }

  func chains() -> [[[RowID]]] {
    tables.flatMap { table in
      zip(table.schema.foreignKeys, table.foreignKeyIndexes).map { key, index in
        (0..<RowID(self[key.parent].slotCount)).map { index.children(of: $0) }
      }
    }
  }
}
