// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// Mistakes that the compiler cannot see: each is an error when the query is run, none is a trap.
@Suite struct `A query that cannot be run` {
  let db: Database

  init() throws { db = try Library.filled() }

  @Test func `Q05 throws for a negative limit or offset`() throws {
    try expect(.query) { s in try Book.all.limit(-1).rows(s) }
    try expect(.query) { s in try Book.all.offset(-1).count(s) }
  }

  @Test func `Q05 limits and offsets as large as an Int are none`() throws {
    try db.read { s in
      let ordered = Book.all.order { $0.year.descending }
      let all = try ordered.rows(s).map(\.id)
      #expect(try ordered.offset(1).limit(.max).rows(s).map(\.id) == Array(all.dropFirst()))
      #expect(try ordered.offset(.max).limit(.max).rows(s).isEmpty)
      #expect(try ordered.offset(.max).offset(.max).limit(1).rows(s).isEmpty)
      let firsts = Book.all.first(
        .max,
        after: .max,
        per: { $0.authorID },
        order: { $0.year.descending }
      )
      #expect(try firsts.offset(1).limit(.max).rows(s).isEmpty)
      #expect(try ordered.offset(.max).limit(.max).sql(s).contains("OFFSET \(Int.max)"))
    }
  }

  @Test func `F26 throws for a condition or an order after a limit`() throws {
    try expect(.query) { s in try Book.all.limit(1).where { $0.year > 1 }.rows(s) }
    try expect(.query) { s in try Book.all.limit(1).order { $0.year.ascending }.rows(s) }
    try expect(.query) { s in try Book.all.limit(1).offset(1).rows(s) }
  }

  @Test func `throws for a row that is used outside of its closure`() throws {
    var kept: Ref<Book>?
    _ = Book.where {
      kept = $0
      return $0.year > 1
    }
    let row = try #require(kept)
    try expect(.query) { s in try Book.where { _ in row.year > 1 }.rows(s) }
  }

  @Test func `does not confuse a stored query with itself inside of its own condition`() throws {
    let all = Book.where { $0.author.country == "NO" }
    let newest = all.where { b in all.where { $0.year > b.year }.isEmpty }
    #expect(try db.read { s in try newest.rows(s).map(\.title) } == ["Book B"])
    let sameAuthor = all.where { b in
      all.where { $0.author.name == b.author.name && $0.id != b.id }.exists
    }
    #expect(try db.read { s in try sameAuthor.count(s) } == 2)
  }

  @Test func `may be mentioned twice in one condition`() throws {
    let old = Book.where { $0.year < 2000 }
    let names = try db.read { s in
      try Author.where { a in
        old.where { $0.authorID == a.id }.exists && old.where { $0.authorID == a.id }.count == 1
      }.rows(s).map(\.name)
    }
    #expect(names == ["Anne"])
  }

  @Test func `throws for a model that the database does not have, also over empty tables`() throws {
    let small = try Database(Tag.self)
    let error = #expect(throws: KindredError.self) {
      try small.read { s in try Tag.where { $0.books.exists }.count(s) }
    }
    #expect(
      error?.message.contains("add BookTag.self") == true
        || error?.message.contains("add Book.self") == true
    )
  }

  @Test func `throws for conditions that nest too deep, and not for long ones`() throws {
    var deep = Book.where { $0.year > 0 }
    try db.read { s in
      deep = Book.where { book in
        var condition: Condition = book.year > 0
        for _ in 0..<100_000 { condition = !condition }
        return condition
      }
      let error = #expect(throws: KindredError.self) { try deep.count(s) }
      #expect(error?.kind == .limit)
      let long = Book.where { book in
        var condition: Condition = book.year > 0
        for year in 0..<5_000 { condition = condition && book.year != -year - 1 }
        return condition
      }
      let count = try long.count(s)
      #expect(count == 4)
    }
  }

  @Test func `F20 throws for distinct values ordered by something else`() throws {
    try expect(.query) { s in
      try Book.all.order { $0.id.ascending }.select { $0.status }.distinct().fetch(s)
    }
    let ordered = try db.read { s in
      try Book.all.order { $0.year.descending }.select { $0.year / 1000 * 1000 }.limit(2).fetch(s)
    }
    #expect(ordered == [2000, 2000])
  }

  @Test func `V13 throws for a value that is not a number`() throws {
    try expect(.arithmetic) { s in try Book.where { $0.rating > .nan }.count(s) }
  }

  @Test func `throws when a reading session writes`() throws {
    try expect(.query) { s in try s.insert([Tag(label: "x")]) }
    try expect(.query) { s in try Tag.all.delete(s) }
    try expect(.query) { s in try s.savepoint {} }
  }

  private func expect<R>(
    _ kind: KindredError.Kind,
    _ body: (Session) throws -> R,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let error = #expect(throws: KindredError.self, sourceLocation: sourceLocation) {
      try db.read { s in _ = try body(s) }
    }
    #expect(error?.kind == kind, sourceLocation: sourceLocation)
  }
}
