// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Authors and their books: the schema the printed statements are read over.
enum Shelf {
  static let authors = TableID(0)
  static let books = TableID(1)

  static let tables = [
    TableSchema(
      name: "authors",
      columns: [
        ColumnSchema("id", .integer), ColumnSchema("name", .text),
        ColumnSchema("born", .integer, isNullable: true),
      ],
      uniqueKeys: [[0]],
      autoIncrementColumn: 0
    ),
    TableSchema(
      name: "books",
      columns: [
        ColumnSchema("id", .integer), ColumnSchema("title", .text),
        ColumnSchema("author_id", .integer, isNullable: true), ColumnSchema("price", .real),
        ColumnSchema("order", .boolean),
      ],
      uniqueKeys: [[0], [1, 2]],
      foreignKeys: [
        ForeignKey(columns: [2], parent: authors, parentColumns: [0], onDelete: .cascade)
      ]
    ),
  ]

  static func schema() throws -> Schema { try Schema(validating: tables) }

  static let a = SourceID(1)
  static let b = SourceID(2)
  static let scanAuthors = LogicalPlan.scan(a, authors)
  static let scanBooks = LogicalPlan.scan(b, books)

  static let authorID = Expression.column(ColumnReference(a, 0, .integer))
  static let authorName = Expression.column(ColumnReference(a, 1, .text))
  static let authorBorn = Expression.column(ColumnReference(a, 2, .integer))
  static let bookID = Expression.column(ColumnReference(b, 0, .integer))
  static let bookTitle = Expression.column(ColumnReference(b, 1, .text))
  static let bookAuthor = Expression.column(ColumnReference(b, 2, .integer))
  static let bookPrice = Expression.column(ColumnReference(b, 3, .real))
  static let bookOrder = Expression.column(ColumnReference(b, 4, .boolean))

  static let writtenBy = Expression.comparison(.equal, bookAuthor, authorID)

  /// Column `index` of what node `source` computes.
  static func computed(_ source: Int, _ index: Int, _ type: ColumnType = .integer) -> Expression {
    .column(ColumnReference(SourceID(source), index, type))
  }

  static func integer(_ value: Int64) -> Expression { .literal(.integer(value), .integer) }
  static func real(_ value: Double) -> Expression { .literal(.real(value), .real) }
  static func text(_ value: String) -> Expression { .literal(.text(value), .text) }
}
