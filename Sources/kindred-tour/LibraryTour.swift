// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredLibrary

/// The tour of a generated library: one question in many spellings, counts, graphs, forks, errors.
struct LibraryTour {
  let size: LibrarySize

  init(_ size: LibrarySize) { self.size = size }

  func run() throws {
    let database = try build()
    try database.read { s in
      try authorsWithBooks(s)
      try authorsWithoutBooks(s)
      try countsOverTwoRelations(s)
      try nestedGraph(s)
      try identity(s)
    }
    try fork(database)
    try constraint(database)
  }

  private func build() throws -> Database {
    Stage.heading("A library of size \(size.rawValue)")
    Stage.progress("generating")
    let rows = LibraryRows(LibraryTables(size))
    let database = try LibraryRows.emptyDatabase()
    Stage.progress("inserting, every key and constraint checked")
    let clock = ContinuousClock()
    let duration = try clock.measure { try rows.insert(into: database) }
    let count =
      rows.authors.count + rows.books.count + rows.tags.count + rows.bookTags.count
      + rows.reviews.count
    Stage.line(
      "\(Stage.grouped(rows.authors.count)) authors, \(Stage.grouped(rows.books.count)) books, "
        + "\(Stage.grouped(rows.bookTags.count)) tag links, \(Stage.grouped(rows.reviews.count)) reviews: "
        + "\(Stage.grouped(count)) rows in \(Stage.text(duration))"
    )
    return database
  }
}

// MARK: - One question, many spellings

extension LibraryTour {
  typealias AuthorNames = Selection<ID<Author>, String>

  /// A loop and four queries with one answer; the four queries have one plan.
  private func authorsWithBooks(_ s: Session) throws {
    Stage.heading("Authors with at least one book since 2000, in five spellings")
    let spellings: [(String, AuthorNames)] = [
      (
        "join + distinct",
        Author.all.join(Book.self) { author, book in book.authorID == author.id }
          .where { _, book in book.year >= 2000 }
          .select { author, _ in (author.id, author.name) }.distinct()
      ),
      (
        "count > 0",
        Author.where { $0.books.where { $0.year >= 2000 }.count > 0 }.select { ($0.id, $0.name) }
      ),
      (
        "EXISTS selected, used as a filter, dropped",
        Author.all.annotate { $0.books.any { $0.year >= 2000 } }
          .where { _, hasBooks in hasBooks }
          .select { author, _ in (author.id, author.name) }
      ),
      (
        "EXISTS",
        Author.where { $0.books.any { $0.year >= 2000 } }.select { ($0.id, $0.name) }
      ),
    ]
    let expected = try loopOverLoadedRelation(s)
    try compare(spellings, with: expected, s)
  }

  /// The way without a query language: load everything, look at each.
  private func loopOverLoadedRelation(_ s: Session) throws -> [ID<Author>] {
    Stage.progress("loading all authors and books as objects, for the loop")
    let (ids, duration) = try Stage.timed(runs: 1) {
      var ids: [ID<Author>] = []
      for author in try Author.all.with(\.books).fetch(s) {
        for book in try author.books where book.year >= 2000 {
          ids.append(author.id)
          break
        }
      }
      return ids
    }
    Stage.row("a loop over the loaded relation", duration, "\(Stage.grouped(ids.count)) authors")
    return ids
  }

  private func authorsWithoutBooks(_ s: Session) throws {
    Stage.heading("Authors without books, in five spellings")
    let spellings: [(String, AuthorNames)] = [
      (
        "left join, IS NULL",
        Author.all.leftJoin(Book.self) { author, book in book.authorID == author.id }
          .where { _, book in book.isEmpty }
          .select { author, _ in (author.id, author.name) }
      ),
      ("count == 0", Author.where { $0.books.count == 0 }.select { ($0.id, $0.name) }),
      ("NOT EXISTS", Author.where { !$0.books.exists }.select { ($0.id, $0.name) }),
      ("exclude(EXISTS)", Author.all.exclude { $0.books.exists }.select { ($0.id, $0.name) }),
      ("isEmpty", Author.where { $0.books.isEmpty }.select { ($0.id, $0.name) }),
    ]
    let expected = try spellings[spellings.count - 1].1.fetch(s).map(\.0)
    try compare(spellings, with: expected, s)
  }

  private func compare(
    _ spellings: [(String, AuthorNames)],
    with expected: [ID<Author>],
    _ s: Session
  ) throws {
    var plans: Set<String> = []
    for (label, query) in spellings {
      let (rows, duration) = try Stage.timed { try query.fetch(s) }
      guard rows.map(\.0) == expected else {
        throw TourFailure(
          description: "\(label) found \(rows.count) authors, not \(expected.count)"
        )
      }
      plans.insert(try query.explain(s).plan)
      Stage.row(label, duration, "\(Stage.grouped(rows.count)) authors")
    }
    guard plans.count == 1, let plan = plans.first else {
      throw TourFailure(description: "\(plans.count) plans:\n\(plans.joined(separator: "\n"))")
    }
    Stage.line("One answer, and for all \(spellings.count) queries this one plan:")
    for line in plan.split(separator: "\n") { Stage.line("    \(line)") }
  }
}

// MARK: - Counts and graphs

extension LibraryTour {
  private func countsOverTwoRelations(_ s: Session) throws {
    Stage.heading("Counts over two relations, without inflation")
    let query = Book.all
      .annotate { ($0.reviews.count, $0.bookTags.count) }
      .where { _, reviews, tags in reviews > 1 && tags > 1 }
      .order { book, reviews, _ in (reviews.descending, book.id.ascending) }
      .limit(3)
      .select { book, reviews, tags in (book.id, book.title, reviews, tags) }
    let (rows, duration) = try Stage.timed { try query.fetch(s) }
    for (id, title, reviews, tags) in rows {
      let joined = try Book.where { $0.id == id }
        .join(Review.self) { book, review in review.bookID == book.id }
        .join(BookTag.self) { book, _, tag in tag.bookID == book.id }
        .select { book, _, _ in book.id }.fetch(s).count
      Stage.line(
        "\(title): \(reviews) reviews, \(tags) tags (a join of both relations would count \(joined))"
      )
    }
    Stage.row("both counts for every book, best three", duration, "")
  }

  private func nestedGraph(_ s: Session) throws {
    Stage.heading("A graph: a thousand authors, their books, the books' reviews and tags")
    let ((authors, log), duration) = try Stage.timed(runs: 1) {
      try s.counting {
        try Author.all.limit(1000).with(\.books) { $0.with(\.reviews).with(\.tags) }.fetch(s)
      }
    }
    var books = 0
    var reviews = 0
    var tags = 0
    let (_, readLog) = try s.counting {
      for author in authors {
        for book in try author.books {
          books += 1
          reviews += try book.reviews.count
          tags += try book.tags.count
        }
      }
    }
    Stage.row(
      "\(Stage.grouped(authors.count + books + reviews + tags)) rows as connected objects",
      duration,
      "\(log.count) statements"
    )
    Stage.line(
      "Reading all of it ran \(readLog.count) more; one at a time would have been "
        + "\(Stage.grouped(1 + authors.count + 2 * books))."
    )
  }

  private func identity(_ s: Session) throws {
    Stage.heading("Identity: one object per row and session")
    guard let book = try Book.where({ $0.author.exists }).with(\.author).first(s),
      let author = try book.author
    else { throw TourFailure(description: "the library has no book with an author") }
    let same = try Author.find(s, author.id) === author
    let child = try author.books.contains { $0 === book }
    guard same, child else { throw TourFailure(description: "one row became two objects") }
    Stage.line("\"\(book.title)\" is by \(author.name).")
    Stage.line("Author.find(s, \(author.id)) === book.author: \(same)")
    Stage.line("author.books contains that very book object: \(child)")
  }
}

// MARK: - Forks and errors

extension LibraryTour {
  private func fork(_ database: Database) throws {
    Stage.heading("A fork: a second database, writable, at once")
    let (fork, duration) = Stage.timed { database.fork() }
    Stage.row("database.fork()", duration, "at any size")
    let before = try database.read { s in try Author.all.count(s) }
    let clock = ContinuousClock()
    let writing = try clock.measure {
      try fork.write { s in
        _ = try Author.where { $0.born < 1910 }.delete(s)
      }
    }
    let forked = try fork.read { s in try (Author.all.count(s), Book.all.count(s)) }
    let original = try database.read { s in try (Author.all.count(s), Book.all.count(s)) }
    guard original.0 == before, forked.0 < before else {
      throw TourFailure(description: "a write in a fork was seen outside of it")
    }
    Stage.row("deleting the authors born before 1910 in it", writing, "with all that is theirs")
    Stage.line(
      "In the fork \(Stage.grouped(forked.0)) authors and \(Stage.grouped(forked.1)) books, in the original "
        + "\(Stage.grouped(original.0)) and \(Stage.grouped(original.1))."
    )
  }

  private func constraint(_ database: Database) throws {
    Stage.heading("A constraint, as its user sees it")
    let before = try database.read { s in try Book.all.count(s) }
    do {
      try database.write { s in
        let book = Book(authorID: 1, title: "Kept?", year: 2026, price: 1, pages: 1)
        let orphan = Book(authorID: 999_999_999, title: "Orphan", year: 2026, price: 1, pages: 1)
        try s.insert([book, orphan])
      }
      throw TourFailure(description: "a dangling foreign key was let in")
    } catch let error as KindredError {
      Stage.line("\(error)")
    }
    guard try database.read({ s in try Book.all.count(s) }) == before else {
      throw TourFailure(description: "a failing statement left rows behind")
    }
    Stage.line("Nothing of the statement was kept: \(Stage.grouped(before)) books, as before.")
  }
}
