// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredLibrary

/// Reads of loaded relations, by a session that watches its loads and by one that does not: what the
/// detector of repeated loads costs.
struct RelationReads {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// The table's lines: nanoseconds of CPU for each read.
  func table() throws -> [String] {
    var lines = ["| read of a loaded relation | ns, not watched | ns, watched |", "|---|--:|--:|"]
    for (name, isToMany) in [("author of a book", false), ("books of an author", true)] {
      var least = [Double.infinity, .infinity]
      // Turn and turn about, so that a change of the processor's pace meets both.
      for round in 0..<20 {
        let place = round % 2
        least[place] = min(least[place], try nanoseconds(isToMany, isWatched: place == 1))
      }
      lines.append("| \(name) | \(decimal(least[0])) | \(decimal(least[1])) |")
    }
    return lines
  }

  private func nanoseconds(_ isToMany: Bool, isWatched: Bool) throws -> Double {
    let session = database.session()
    session.watchesLoads = isWatched
    return try isToMany ? readLists(session) : readOwners(session)
  }

  private func readOwners(_ session: Session) throws -> Double {
    let books = try Book.all.with(\.author).limit(20_000).fetch(session)
    let stopwatch = Stopwatch()
    var found = 0
    for book in books where try book.author != nil { found += 1 }
    let seconds = stopwatch.seconds
    return withExtendedLifetime(found) { seconds * 1e9 / Double(books.count) }
  }

  private func readLists(_ session: Session) throws -> Double {
    let authors = try Author.all.with(\.books).limit(20_000).fetch(session)
    let stopwatch = Stopwatch()
    var found = 0
    for author in authors { found += try author.books.count }
    let seconds = stopwatch.seconds
    return withExtendedLifetime(found) { seconds * 1e9 / Double(authors.count) }
  }
}
