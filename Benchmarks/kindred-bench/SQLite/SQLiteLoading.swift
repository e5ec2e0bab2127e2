// SPDX-License-Identifier: Apache-2.0

import KindredLibrary
import KindredSQLite

extension SQLiteConnection {
  /// Opens a database with the library's tables, empty.
  static func emptyLibrary(_ library: SQLiteLibrary) throws -> SQLiteConnection {
    let connection = try SQLiteConnection(library)
    try connection.execute(SQLiteSchema.sql)
    return connection
  }

  /// W1: inserts every row, parents first, in one transaction.
  func insert(_ tables: LibraryTables) throws {
    try execute("BEGIN")
    try insert(tables.authors)
    try insertTags(tables.tagNames)
    try insert(tables.books)
    try insert(tables.bookTags)
    try insert(tables.reviews, firstID: 1)
    try execute("COMMIT")
  }

  private func insert(_ authors: AuthorColumns) throws {
    let statement = try prepare("INSERT INTO author VALUES(?,?,?,?)")
    for row in authors.name.indices {
      try statement.bind(1, row + 1)
      try statement.bind(2, authors.name[row])
      try statement.bind(3, authors.country[row])
      try statement.bind(4, authors.born[row])
      try statement.run()
    }
  }

  private func insertTags(_ names: [String]) throws {
    let statement = try prepare("INSERT INTO tag VALUES(?,?)")
    for row in names.indices {
      try statement.bind(1, row + 1)
      try statement.bind(2, names[row])
      try statement.run()
    }
  }

  private func insert(_ books: BookColumns) throws {
    let statement = try prepare("INSERT INTO book VALUES(?,?,?,?,?,?)")
    for row in books.title.indices {
      try statement.bind(1, row + 1)
      if books.authorID[row] == 0 {
        try statement.bindNull(2)
      } else {
        try statement.bind(2, books.authorID[row])
      }
      try statement.bind(3, books.title[row])
      try statement.bind(4, books.year[row])
      try statement.bind(5, books.price[row])
      try statement.bind(6, books.pages[row])
      try statement.run()
    }
  }

  private func insert(_ links: BookTagColumns) throws {
    let statement = try prepare("INSERT INTO book_tag VALUES(?,?,?)")
    for row in links.bookID.indices {
      try statement.bind(1, row + 1)
      try statement.bind(2, links.bookID[row])
      try statement.bind(3, links.tagID[row])
      try statement.run()
    }
  }

  /// Inserts reviews one statement each: one transaction each, unless the caller began one.
  func insert(_ reviews: ReviewColumns, firstID: Int) throws {
    let statement = try prepare("INSERT INTO review VALUES(?,?,?,?,?)")
    for row in reviews.stars.indices {
      try statement.bind(1, firstID + row)
      try statement.bind(2, reviews.bookID[row])
      try statement.bind(3, reviews.stars[row])
      try statement.bind(4, reviews.body[row])
      try statement.bind(5, reviews.created[row])
      try statement.run()
    }
  }
}

extension SQLiteStatement {
  /// Binds a Swift integer.
  @inline(__always)
  func bind(_ index: Int, _ value: Int) throws {
    try bind(index, Int64(value))
  }

  /// Reads a Swift integer.
  @inline(__always)
  func int(at index: Int) -> Int {
    Int(int64(at: index))
  }
}
