// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredQuery
import Testing

@Suite struct `An explanation` {
  private static func database(books: Int = 3_000) throws -> Database {
    let db = try Library.empty()
    try db.write { s in
      try s.insert(
        (1...100).map { Author(id: ID($0), name: "A\($0)", country: $0 % 3 == 0 ? nil : "NO") }
      )
      try s.insert(
        (0..<books).map {
          Book(
            authorID: $0 % 10 == 9 ? nil : ID(1 + $0 % 90),
            title: "T\($0)",
            year: 1900 + $0 % 120,
            rating: Double($0 % 50)
          )
        }
      )
      try s.insert((0..<500).map { Review(bookID: ID(1 + $0), stars: $0 % 6) })
    }
    return db
  }

  private let s: Session

  init() throws { s = try Self.database().session() }

  @Test func `of every kind of query is a tree with estimates`() throws {
    let joined = Author.all.join(Book.self) { a, b in b.authorID == a.id }
    let grouped = Book.all.group { $0.year }
    let explanations = [
      try Author.all.explain(s),
      try Author.all.select { ($0.name, $0.books.count) }.explain(s),
      try Author.all.annotate { $0.books.count }.explain(s),
      try joined.explain(s),
      try joined.join(Review.self) { _, b, r in r.bookID == b.id }.explain(s),
      try grouped.explain(s),
      try grouped.select { g, year in (year, g.count) }.explain(s),
      try Book.where { $0.id == 3 }.updating { $0.year = 2000 }.explain(s),
    ]
    for explanation in explanations {
      #expect(explanation.operators.count >= 1)
      #expect(explanation.operators.allSatisfy { $0.estimatedCost >= 0 && $0.rows == nil })
      #expect(explanation.rowsTouched == nil)
      #expect(explanation.sql.hasPrefix("SELECT") || explanation.sql.contains("UPDATE books SET"))
      #expect(explanation.plan.split(separator: "\n").count == explanation.operators.count)
    }
  }

  @Test func `that was run tells rows, batches, probes, bytes and time of each operator`() throws {
    let query = Author.where { a in a.books.any { $0.year >= 2000 } }.order { $0.name.ascending }
    let found = try query.analyze(s)
    let count = try query.count(s)
    #expect(found.root.rows == count)
    #expect(found.root.batches == 1)
    #expect(found.operators.allSatisfy { $0.time != nil && $0.starts == 1 })
    #expect(found.operators.contains { ($0.probes ?? 0) > 0 })
    let sort = try #require(found.operators.first { $0.name == "Sort" })
    #expect((sort.bufferedBytes ?? 0) >= count * 4)
    #expect(found.rowsTouched ?? 0 >= count)
    #expect(found.description.contains("rows \(count) of "))
  }

  @Test func `of a subquery per row says how often it was started`() throws {
    let latest = Author.all.select { a in
      (a.name, a.books.order { ($0.year.descending, $0.id.ascending) }.first { $0.title })
    }
    let found = try latest.analyze(s)
    #expect(found.root.rows == 100)
    #expect(found.operators.map { $0.starts ?? 0 }.max() ?? 0 >= 1)
  }

  @Test func `names the rules that fired, the choices made and the indexes used`() throws {
    let found = try Author.where { a in a.books.any { $0.id == 7 } }.explain(s)
    #expect(found.rules.contains("ExistsToSemiJoin"))
    #expect(found.rules.contains("SemiJoinDirection"))
    #expect(found.indexes.contains("books primary key (id)"))
    #expect(found.scannedTables.isEmpty)
  }

  @Test func `prints as a Mermaid flowchart, with what would be markup escaped`() throws {
    let text = try Book.where { $0.title == "\"<b>#" && $0.rating > 3 }.analyze(s).mermaid
    let lines = text.split(separator: "\n")
    #expect(lines[0] == "flowchart BT")
    #expect(text.contains("n1[\"Scan<br/>books<br/>rows 3000"))
    #expect(text.contains("n1 --> n0"))
    #expect(text.contains("#quot;#lt;b#gt;#35;"))
    for line in lines where line.contains("[") {
      #expect(line.count { $0 == "\"" } == 2)
    }
  }

  @Test func `warns of NOT IN over values that may be NULL`() throws {
    let authors = Book.all.select { $0.authorID }
    let doubtful = try Author.where { !$0.id.in(authors) }.explain(s)
    #expect(doubtful.warnings.map(\.kind) == [.notInOverNullable])
    let known = Book.where { $0.authorID != nil }.select { $0.authorID }
    #expect(try Author.where { !$0.id.in(known) }.explain(s).warnings.isEmpty)
    #expect(try Author.where { $0.id.in(authors) }.explain(s).warnings.isEmpty)
  }

  @Test func `warns of a limit without a total order`() throws {
    let kinds = { (query: Query<Book>) in try query.explain(s).warnings.map(\.kind) }
    #expect(try kinds(Book.all.limit(3)) == [.limitWithoutTotalOrder])
    #expect(try kinds(Book.all.order { $0.year.ascending }.limit(3)) == [.limitWithoutTotalOrder])
    #expect(try kinds(Book.all.order { ($0.year.ascending, $0.id.ascending) }.limit(3)).isEmpty)
    #expect(try kinds(Book.all.order { $0.id.descending }.limit(3)).isEmpty)
  }

  @Test func `warns of a distinct that hides a fan-out, and of sibling joins`() throws {
    let joined = Author.all.join(Book.self) { a, b in b.authorID == a.id }
    let names = joined.select { a, _ in a.name }.distinct()
    #expect(try names.explain(s).warnings.map(\.kind) == [.distinctHidesFanOut])
    let both = joined.select { a, b in (a.name, b.year) }.distinct()
    #expect(try both.explain(s).warnings.isEmpty)
    let siblings = Book.all.join(Review.self) { b, r in r.bookID == b.id }
      .join(BookTag.self) { b, _, t in t.bookID == b.id }
    #expect(try siblings.explain(s).warnings.map(\.kind) == [.siblingToManyJoins])
    let chain = joined.join(Review.self) { _, b, r in r.bookID == b.id }
    #expect(try chain.explain(s).warnings.isEmpty)
  }

  @Test func `warns of an index that is missing, and says what it would gain`() throws {
    let large = try Self.database(books: 60_000).session()
    let found = try Book.where { $0.title == "T77" }.explain(large)
    #expect(found.warnings.map(\.kind) == [.missingIndex])
    #expect(found.warnings[0].message.contains("an index on title"))
    #expect(found.warnings[0].message.contains("60000 rows of books"))
    #expect(try Book.where { $0.year == 1950 }.explain(large).warnings.isEmpty)
    #expect(try Book.where { $0.rating > 1 }.explain(large).warnings.isEmpty)
    #expect(try Book.where { $0.title == "T77" }.explain(s).warnings.isEmpty)
  }
}

@Suite struct `A query's budget` {
  private let db: Database

  init() throws {
    db = try Library.empty()
    try db.write { s in
      try s.insert((1...50).map { Author(id: ID($0), name: "A\($0)") })
      try s.insert((0..<20_000).map { Book(authorID: ID(1 + $0 % 50), title: "T\($0)", year: $0) })
    }
  }

  private var pairs: Joined2<Ref<Book>, Ref<Book>> {
    Book.all.join(Book.self) { a, b in a.authorID == b.authorID && a.year < b.year }
  }

  private func kind(_ budget: QueryBudget, _ s: Session) throws -> KindredError.Kind? {
    do {
      _ = try s.within(budget) { () throws(KindredError) in
        try pairs.select { a, b in (a.id, b.id) }.fetch(s)
      }
      return nil
    } catch {
      return error.kind
    }
  }

  @Test func `of rows, bytes or time ends a query that is over it`() throws {
    let s = db.session()
    #expect(try kind(QueryBudget(rows: 100_000), s) == .limit)
    #expect(try kind(QueryBudget(bytes: 500_000), s) == .limit)
    #expect(try kind(QueryBudget(time: .milliseconds(5)), s) == .limit)
    #expect(s.budget == .unlimited)
    #expect(try Book.all.count(s) == 20_000)
  }

  @Test func `that suffices changes nothing`() throws {
    let s = db.session()
    let query = Author.where { a in a.books.any { $0.year > 19_990 } }.order { $0.name.ascending }
    let expected = try query.rows(s).map(\.name)
    let budget = QueryBudget(rows: 1_000_000, bytes: 10_000_000, time: .seconds(100))
    let found = try s.within(budget) { () throws(KindredError) in try query.rows(s).map(\.name) }
    #expect(found == expected)
  }

  @Test func `that an update passes leaves every row as it was`() throws {
    try db.write { (s: Session) throws in
      let error = #expect(throws: KindredError.self) {
        try s.within(QueryBudget(rows: 5_000)) { () throws(KindredError) in
          try Book.all.update(s) { $0.rating = 1 }
        }
      }
      #expect(error?.kind == .limit)
      let changed = try Book.where { $0.rating == 1 }.count(s)
      #expect(changed == 0)
    }
  }

  @Test func `is over when the task is cancelled`() async throws {
    let db = db
    let pairs = pairs
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try db.read { s in try pairs.select { a, b in (a.id, b.id) }.fetch(s).count }
    }
    task.cancel()
    let result = await task.result
    let error = #expect(throws: KindredError.self) { try result.get() }
    #expect(error?.kind == .cancelled)
  }
}

@Suite struct `The query log` {
  @Test func `may keep slow statements only`() throws {
    let db = try Library.empty()
    try db.write { s in
      try s.insert((0..<20_000).map { Book(title: "T\($0)", year: $0) })
    }
    let s = db.session()
    s.isLogging = true
    s.slowStatements = .seconds(100)
    _ = try Book.all.count(s)
    #expect(s.log.count == 0)
    let (_, counted) = try s.counting { try Book.all.count(s) }
    #expect(counted.count == 1)
    #expect(s.log.count == 0)
    s.slowStatements = .nanoseconds(1)
    _ = try Book.where { $0.title.contains("9") }.rows(s)
    #expect(s.log.count == 1)
    let statement = try #require(s.log.statements.first)
    #expect(statement.file.hasSuffix("ExplainTests.swift"))
    #expect(statement.rows > 0 && statement.duration > .zero)
    #expect(statement.sql.contains("'9'"))
  }
}
