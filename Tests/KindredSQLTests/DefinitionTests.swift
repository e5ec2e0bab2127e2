// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSQL
import KindredSQLite
import KindredSchema
import Testing

@Suite struct `A printed table` {
  @Test func `has its keys, references and indexes`() throws {
    let printer = try SQLPrinter(schema: Shelf.schema())
    #expect(
      printer.createTables() == [
        "CREATE TABLE authors (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, born INTEGER)"
          + " STRICT",
        "CREATE TABLE books (id INTEGER NOT NULL, title TEXT NOT NULL, author_id INTEGER,"
          + " price REAL NOT NULL, \"order\" INTEGER NOT NULL, PRIMARY KEY (id),"
          + " UNIQUE (title, author_id), FOREIGN KEY (author_id) REFERENCES authors (id)"
          + " ON DELETE CASCADE) STRICT",
        "CREATE INDEX books_reference_0 ON books (author_id)",
      ]
    )
  }

  @Test func `V02 K02 has its checks, defaults and blobs, and SQLite keeps them`() throws {
    let schema = try Schema(validating: [
      TableSchema(
        name: "goods",
        columns: [
          ColumnSchema("id", .integer), ColumnSchema("order", .integer, defaultValue: .integer(-5)),
          ColumnSchema("name", .text, defaultValue: .text("O'Neill")),
          ColumnSchema("data", .bytes, isNullable: true, defaultValue: .bytes([0, 255])),
        ],
        uniqueKeys: [[0]]
      )
    ])
    let column = { (index: Int, type: ColumnType) in
      Expression.column(ColumnReference(CheckConstraint.row, index, type))
    }
    let checks = [
      CheckConstraint(
        "order below 9",
        .or([
          .comparison(.less, column(1, .integer), .literal(.integer(9), .integer)),
          .inList(column(3, .bytes), [.bytes([7])]),
        ])
      )
    ]
    let printer = SQLPrinter(schema: schema, checks: [checks])
    #expect(
      printer.createTables() == [
        "CREATE TABLE goods (id INTEGER NOT NULL, \"order\" INTEGER NOT NULL DEFAULT (-5),"
          + " name TEXT NOT NULL DEFAULT ('O''Neill'), data BLOB DEFAULT (x'00FF'),"
          + " PRIMARY KEY (id), CONSTRAINT \"order below 9\""
          + " CHECK (\"order\" < 9 OR data IN (x'07'))) STRICT"
      ]
    )
    let connection = try SQLiteConnection(SQLiteLibrary.load())
    for statement in printer.createTables() { try connection.execute(statement) }
    try connection.execute("INSERT INTO goods (id) VALUES (1)")
    let statement = try connection.prepare("SELECT * FROM goods")
    #expect(try statement.step())
    #expect(statement.row == [.integer(1), .integer(-5), .text("O'Neill"), .bytes([0, 255])])
    let refused = [[Value.integer(2), .integer(9), .text(""), .null]]
    try connection.execute(printer.insert(refused, into: TableID(0)).text)
    let failing = [[Value.integer(3), .integer(9), .text(""), .bytes([8])]]
    #expect(throws: SQLiteError.self) {
      try connection.execute(printer.insert(failing, into: TableID(0)).text)
    }
  }

  @Test func `has writes`() throws {
    let printer = try SQLPrinter(schema: Shelf.schema())
    let insert = printer.insert(
      [[.integer(1), .text("Ann"), .null], [.integer(2), .text("Bo"), .integer(7)]],
      into: Shelf.authors
    )
    #expect(
      insert.text == "INSERT INTO authors (id, name, born) VALUES (1, 'Ann', NULL), (2, 'Bo', 7)"
    )
    #expect(
      printer.update([(column: 1, value: .text("Cy"))], .key([.integer(1)]), in: Shelf.authors).text
        == "UPDATE authors SET name = 'Cy' WHERE id = 1"
    )
    #expect(
      printer.delete(.key([.integer(1)]), from: Shelf.authors).text
        == "DELETE FROM authors WHERE id = 1"
    )
  }

  @Test func `runs on SQLite`() throws {
    let connection = try SQLiteConnection(SQLiteLibrary.load())
    let printer = try SQLPrinter(schema: Shelf.schema())
    for statement in printer.createTables() { try connection.execute(statement) }
    try connection.execute(
      printer.insert([[.integer(1), .text("A\0nn"), .null]], into: Shelf.authors).text
    )
    let statement = try connection.prepare(printer.select(Shelf.scanAuthors).text)
    #expect(try statement.step())
    #expect(statement.row == [.integer(1), .text("A\0nn"), .null])
  }
}
