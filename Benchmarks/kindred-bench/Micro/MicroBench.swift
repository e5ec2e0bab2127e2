// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredLibrary

/// Single operations through the typed interface: how many rows a second each works through.
struct MicroBench {
  private let rows: LibraryRows
  private let size: LibrarySize
  private let database: Database
  private let session: Session

  private enum Operation: String, CaseIterable {
    case filterInteger = "filter by an integer, count"
    case filterText = "filter by a text prefix, count"
    case semiJoin = "books with a review, count"
    case antiJoin = "books without a five-star review, count"
    case join = "join reviews to books, ids of some"
    case groupInteger = "group reviews by stars"
    case groupText = "group authors by country"
    case groupParent = "group reviews by book"
    case distinct = "distinct pages of books"
    case sort = "sort books by price, ids"
    case topTen = "ten dearest books"
    case rows = "read books as values"
    case objects = "read books as objects of a new session"
    case loadParents = "read books as objects, with their authors"
    case loadChildren = "read authors as objects, with their books"
    case lookup = "look up a book by key"
    case insert = "insert reviews, all at once"
    case update = "update all prices of books in a fork"
    case delete = "delete all reviews in a fork"
  }

  init(_ size: LibrarySize) throws {
    self.size = size
    rows = LibraryRows(LibraryTables(size))
    database = try LibraryRows.emptyDatabase()
    try rows.insert(into: database)
    session = database.session()
  }

  /// Runs all, and prints a table.
  func run() throws {
    print("| \(size.rawValue) | rows | ns per row | million rows per second |")
    print("|---|--:|--:|--:|")
    for operation in Operation.allCases {
      progress(operation.rawValue)
      let count = rowCount(operation)
      let seconds = try least { try perform(operation) }
      let perRow = seconds / Double(count)
      print(
        "| \(operation.rawValue) | \(count) | \(decimal(perRow * 1e9)) | \(decimal(1e-6 / perRow)) |"
      )
    }
    print("")
    print("| start | µs |")
    print("|---|--:|")
    print("| a database of one table, two rows, one query | \(decimal(try startUp() * 1e6)) |")
    print("")
    for line in try RelationReads(database).table() { print(line) }
    print("")
    for line in try ParallelReaders(database).table() { print(line) }
  }

  /// How many rows the operation goes through.
  private func rowCount(_ operation: Operation) -> Int {
    switch operation {
    case .filterInteger, .filterText, .semiJoin, .antiJoin, .distinct, .sort, .topTen, .rows,
      .objects, .loadParents, .update:
      size.bookCount
    case .join, .groupInteger, .groupParent, .insert, .delete: size.reviewCount
    case .groupText: size.authorCount
    case .loadChildren: size.authorCount + size.bookCount
    case .lookup: 1000
    }
  }

  /// - Returns: The CPU seconds of the operation itself, without what prepares it.
  private func perform(_ operation: Operation) throws -> Double {
    switch operation {
    case .filterInteger: return try timed { try Book.where { $0.pages < 200 }.count(session) }
    case .filterText:
      return try timed { try Book.where { $0.title.hasPrefix("Book1") }.count(session) }
    case .semiJoin: return try timed { try Book.where { !$0.reviews.isEmpty }.count(session) }
    case .antiJoin:
      return try timed { try Book.where { $0.reviews.none { $0.stars == 5 } }.count(session) }
    case .join:
      return try timed {
        try Review.all.join(Book.self) { $0.bookID == $1.id }.where { $1.pages < 200 }
          .select { review, _ in review.id }.fetch(session)
      }
    case .groupInteger:
      return try timed {
        try Review.all.group { $0.stars }.select { group, stars in (stars, group.count) }
          .fetch(session)
      }
    case .groupText:
      return try timed {
        try Author.all.group { $0.country }.select { group, country in (country, group.count) }
          .fetch(session)
      }
    case .groupParent:
      return try timed {
        try Review.all.group { $0.bookID }.select { group, book in (book, group.count) }
          .fetch(session)
      }
    case .distinct: return try timed { try Book.all.select { $0.pages }.distinct().fetch(session) }
    case .sort:
      return try timed {
        try Book.all.order { $0.price.ascending }.select { $0.id }.fetch(session)
      }
    case .topTen:
      return try timed { try Book.all.order { $0.price.descending }.limit(10).rows(session) }
    case .rows: return try timed { try Book.all.rows(session) }
    case .objects:
      let fresh = database.session()
      return try timed { try Book.all.fetch(fresh) }
    case .loadParents:
      let fresh = database.session()
      return try timed { try Book.all.with(\.author).fetch(fresh) }
    case .loadChildren:
      let fresh = database.session()
      return try timed { try Author.all.with(\.books).fetch(fresh) }
    case .lookup:
      return try timed { try size.bookLookups(1000).map { try Book.row(session, ID($0)) } }
    case .insert:
      let empty = database.fork()
      try empty.write { s in try Review.all.delete(s) }
      return try timed { try empty.write { s in try s.insert(rows.reviews) } }
    case .update:
      let fork = database.fork()
      return try timed {
        try fork.write { s in try Book.all.update(s) { $0.price = $0.price * 1.01 } }
      }
    case .delete:
      let fork = database.fork()
      return try timed { try fork.write { s in try Review.all.delete(s) } }
    }
  }

  private func timed<Result>(_ body: () throws -> Result) rethrows -> Double {
    let stopwatch = Stopwatch()
    let result = try body()
    let seconds = stopwatch.seconds
    // Released after the time is taken.
    return withExtendedLifetime(result) { seconds }
  }

  /// The least of at least five runs, and of as many as half a second allows.
  private func least(_ body: () throws -> Double) rethrows -> Double {
    let all = Stopwatch()
    var (least, count) = (Double.infinity, 0)
    while count < 5 || (all.seconds < 0.5 && count < 200) {
      least = min(least, try body())
      count += 1
    }
    return least
  }

  /// From nothing to the answer of a first query.
  private func startUp() throws -> Double {
    try least {
      try timed {
        let database = try Database(Tag.self)
        let session = database.session()
        try database.write { s in try s.insert([Tag(name: "a"), Tag(name: "b")]) }
        return try Tag.where { $0.name == "b" }.rows(session)
      }
    }
  }
}
