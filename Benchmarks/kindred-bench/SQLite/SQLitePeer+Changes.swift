// SPDX-License-Identifier: Apache-2.0

import KindredLibrary
import KindredSQLite

/// W1 to W5: changes. All but W1 and W5 start from a copy of the loaded database.
extension SQLitePeer {
  /// W1.
  var load: Trial {
    Trial(
      prepare: { try SQLiteConnection.emptyLibrary(library) },
      run: { connection in
        try connection.insert(tables)
        return connection
      },
      answer: { connection in
        let stars = try connection.integer("SELECT SUM(id * stars) FROM review")
        let tags = try connection.integer("SELECT SUM(book_id * tag_id) FROM book_tag")
        let rows = try ["author", "tag", "book", "book_tag", "review"].map(connection.count)
        return Answer(rows: rows.reduce(0, +), checksum: stars + tags)
      }
    )
  }

  /// W2: without BEGIN, every statement is a transaction.
  var addReviews: Trial {
    let added = tables.size.newReviews
    let firstID = tables.size.newReviewIDs.lowerBound
    return Trial(
      prepare: { try writableCopy() },
      run: { connection in
        try connection.insert(added, firstID: firstID)
        return connection
      },
      answer: { connection in
        Answer(
          rows: try connection.count("review"),
          checksum: try connection.integer("SELECT SUM(id * stars) FROM review")
        )
      }
    )
  }

  /// W3.
  var changePrices: Trial {
    let updates = tables.size.priceUpdates(100_000)
    return Trial(
      prepare: { try writableCopy() },
      run: { connection in
        try connection.update(updates)
        return connection
      },
      answer: { connection in
        let total = try connection.integer(
          "SELECT SUM(id * CAST(price * 100 + 0.5 AS INTEGER)) FROM book"
        )
        return Answer(rows: updates.count, checksum: total)
      }
    )
  }

  /// W4.
  var deleteOldAuthors: Trial {
    Trial(
      prepare: { try writableCopy() },
      run: { connection in
        try connection.execute("DELETE FROM author WHERE born < 1910")
        return connection
      },
      answer: { connection in
        let counts = RemainingCounts(
          authors: try connection.count("author"),
          books: try connection.count("book"),
          bookTags: try connection.count("book_tag"),
          reviews: try connection.count("review")
        )
        return counts.answer
      }
    )
  }

  /// W5: SQLite's nearest to a fork is its backup interface, which copies every page.
  var fork: Trial {
    Trial(
      prepare: {},
      run: {
        let fork = try writableCopy()
        try fork.execute("INSERT INTO author(name, country, born) VALUES('New Author', 'C1', 2000)")
        return fork
      },
      answer: { fork in
        let forked = try fork.count("author")
        return Answer(rows: forked, checksum: try forked * 1000 + connection.count("author"))
      }
    )
  }

  private func writableCopy() throws -> SQLiteConnection {
    let copy = try connection.copy(library)
    try copy.execute("PRAGMA foreign_keys = ON")
    return copy
  }
}

extension SQLiteConnection {
  fileprivate func update(_ updates: [PriceUpdate]) throws {
    let statement = try prepare("UPDATE book SET price = ? WHERE id = ?")
    try execute("BEGIN")
    for update in updates {
      try statement.bind(1, update.price)
      try statement.bind(2, update.bookID)
      try statement.run()
    }
    try execute("COMMIT")
  }

  /// The one integer `sql` answers with.
  fileprivate func integer(_ sql: String) throws -> Int {
    let statement = try prepare(sql)
    return try statement.step() ? statement.int(at: 0) : 0
  }

  /// The number of rows in `table`.
  fileprivate func count(_ table: String) throws -> Int {
    try integer("SELECT COUNT(*) FROM \(table)")
  }
}
