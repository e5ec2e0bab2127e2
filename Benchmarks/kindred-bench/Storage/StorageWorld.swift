// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import KindredStorage

/// Books and their authors, ten books each, for the storage benchmark: below the typed queries, so that
/// nothing but storage is measured.
struct StorageWorld {
  static let authors = TableID(0)
  static let books = TableID(1)
  static let booksPerAuthor = 10

  let store: DatabaseStore
  let rowCount: Int
  /// Seconds of CPU per book that was loaded.
  let secondsPerLoadedRow: Double
  private(set) var nextKey: Int64

  init(rows: Int) throws {
    let schema = try Schema(validating: [
      TableSchema(
        name: "authors",
        columns: [ColumnSchema("id", .integer), ColumnSchema("name", .text)],
        uniqueKeys: [[0]],
        autoIncrementColumn: 0
      ),
      TableSchema(
        name: "books",
        columns: [
          ColumnSchema("id", .integer), ColumnSchema("authorID", .integer),
          ColumnSchema("title", .text), ColumnSchema("price", .real),
        ],
        uniqueKeys: [[0]],
        foreignKeys: [
          ForeignKey(columns: [1], parent: Self.authors, parentColumns: [0], onDelete: .cascade)
        ],
        autoIncrementColumn: 0
      ),
    ])
    store = DatabaseStore(schema: schema)
    rowCount = rows
    nextKey = Int64(rows) + 1
    let authorCount = max(1, rows / Self.booksPerAuthor)
    try store.write { tx in
      _ = try tx.insert(
        into: Self.authors,
        [
          Vector(.integers((1...authorCount).map { Int64($0) })),
          Vector(.strings((1...authorCount).map { "author \($0)" })),
        ],
        count: authorCount
      )
    }
    let titles = (0..<1000).map { "A title of a book, number \($0)" }
    let books = [
      Vector(.integers((1...rows).map { Int64($0) })),
      // An author's books are spread over the table.
      Vector(.integers((0..<rows).map { Int64($0 % authorCount + 1) })),
      Vector(.strings((0..<rows).map { titles[$0 % titles.count] })),
      Vector(.reals((0..<rows).map { Double($0 % 50) })),
    ]
    let stopwatch = Stopwatch()
    try store.write { tx in _ = try tx.insert(into: Self.books, books, count: rows) }
    secondsPerLoadedRow = stopwatch.seconds / Double(rows)
  }

  /// A row of the table, somewhere.
  func book(_ turn: Int) -> RowID { RowID((turn &* 7_919 &+ 13) % rowCount) }

  /// An author who was not asked for before.
  func author(_ turn: Int) -> RowID { RowID(turn) }

  mutating func insertBook(_ tx: Transaction) throws {
    try tx.insert(
      into: Self.books,
      [
        Vector(.integers([nextKey])), Vector(.integers([Int64(rowCount / Self.booksPerAuthor)])),
        Vector(.strings(["A title of a book, number 7"])), Vector(.reals([3])),
      ],
      count: 1
    )
    nextKey += 1
  }

  func updatePrice(_ row: RowID, _ tx: Transaction) throws {
    try tx.update(Self.books, column: 3, rows: [row], values: Vector(.reals([4])))
  }
}
