// SPDX-License-Identifier: Apache-2.0

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
      printer.update([(column: 1, value: .text("Cy"))], key: [.integer(1)], in: Shelf.authors).text
        == "UPDATE authors SET name = 'Cy' WHERE id = 1"
    )
    #expect(
      printer.delete(key: [.integer(1)], from: Shelf.authors).text
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
