// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredLibrary

/// Reads of loaded relations, by a session that watches its loads and by one that does not: what the
/// detector of repeated loads costs.
struct RelationReads {
  private let books: [[Live<Book>]]
  private let authors: [[Live<Author>]]
  private let sessions: [Session]

  init(_ database: Database) throws {
    sessions = [false, true].map { isWatched in
      let session = database.session()
      session.watchesLoads = isWatched
      return session
    }
    // Few enough for the caches, so that it is the reads that are timed.
    books = try sessions.map { try Book.all.limit(1000).with(\.author).fetch($0) }
    authors = try sessions.map { try Author.all.limit(1000).with(\.books).fetch($0) }
  }

  /// The table's lines: nanoseconds of CPU for each read.
  func table() throws -> [String] {
    [
      "| read of a loaded relation | ns, not watched | ns, watched |", "|---|--:|--:|",
      try line("author of a book") { try owners(books[$0]) },
      try line("books of an author") { try lists(authors[$0]) },
    ]
  }

  private func line(_ name: String, _ read: (Int) throws -> Double) rethrows -> String {
    var least = [Double.infinity, .infinity]
    // Turn and turn about, so that a change of the processor's pace meets both.
    for round in 0..<1000 { least[round % 2] = min(least[round % 2], try read(round % 2)) }
    return "| \(name) | \(decimal(least[0])) | \(decimal(least[1])) |"
  }

  private func owners(_ books: [Live<Book>]) throws -> Double {
    let stopwatch = Stopwatch()
    var found = 0
    for book in books where try book.author != nil { found += 1 }
    let seconds = stopwatch.seconds
    return withExtendedLifetime(found) { seconds * 1e9 / Double(books.count) }
  }

  private func lists(_ authors: [Live<Author>]) throws -> Double {
    let stopwatch = Stopwatch()
    var found = 0
    for author in authors { found += try author.books.count }
    let seconds = stopwatch.seconds
    return withExtendedLifetime(found) { seconds * 1e9 / Double(authors.count) }
  }
}
