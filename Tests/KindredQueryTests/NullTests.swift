// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// `API.md` 0.1: nil values mean IS NULL, columns compare as in SQL.
@Suite struct `A comparison` {
  let db: Database

  init() throws { db = try Library.filled() }

  private func names(_ query: Query<Author>) throws -> [String] {
    try db.read { s in try query.rows(s).map(\.name) }
  }

  @Test func `N01 with a nil value means IS NULL, literal or variable`() throws {
    let none: String? = nil
    let home: String? = "NO"
    #expect(try names(Author.where { $0.country == nil }) == ["Bob"])
    #expect(try names(Author.where { $0.country == none }) == ["Bob"])
    #expect(try names(Author.where { $0.country != none }) == ["Anne", "Alice"])
    #expect(try names(Author.where { $0.country == home }) == ["Anne"])
  }

  @Test func `N01 with another value drops NULL, and its negation too`() throws {
    #expect(try names(Author.where { $0.country != "NO" }) == ["Alice"])
    #expect(try names(Author.where { !($0.country == "NO") }) == ["Alice"])
    #expect(try names(Author.where { $0.country.isNot("NO") }) == ["Alice", "Bob"])
  }

  @Test func `F12 exclude keeps exactly what where drops`() throws {
    #expect(try names(Author.all.exclude { $0.country == "NO" }) == ["Alice", "Bob"])
    #expect(try names(Author.all.exclude { $0.country != "NO" }) == ["Anne", "Bob"])
  }

  @Test func `F27 of a column with itself is unknown for NULL`() throws {
    #expect(try names(Author.where { $0.country == $0.country }) == ["Anne", "Alice"])
    #expect(try names(Author.where { $0.country.is($0.country) }).count == 3)
    #expect(try names(Author.where { ($0.country == $0.country).isUnknown }) == ["Bob"])
    #expect(try names(Author.where { ($0.country == "NO").isFalse }) == ["Alice"])
  }

  @Test func `N02 in a list treats nil as a value, in a subquery as SQL does`() throws {
    #expect(try names(Author.where { $0.country.in(["NO", nil]) }) == ["Anne", "Bob"])
    #expect(try names(Author.where { $0.country.in([]) }) == [])
    #expect(try names(Author.where { !$0.country.in(["NO"]) }) == ["Alice"])
    let owners = Book.all.select { $0.authorID }
    #expect(try names(Author.where { !$0.id.in(owners) }) == [])
    let known = Book.where { $0.authorID != nil }.select { $0.authorID }
    #expect(try names(Author.where { !$0.id.in(known) }) == ["Bob"])
  }

  @Test func `A selected comparison decodes as an optional truth value`() throws {
    let truths = try db.read { s in try Author.all.select { $0.country == "NO" }.fetch(s) }
    #expect(truths == [true, false, nil])
    let facts = try db.read { s in try Author.all.select { $0.books.exists }.fetch(s) }
    #expect(facts == [true, true, false])
  }

  @Test func `F29 text functions take their argument literally, like does not`() throws {
    #expect(try names(Author.where { $0.name.hasPrefix("A") }) == ["Anne", "Alice"])
    #expect(try names(Author.where { $0.name.hasPrefix("a") }) == [])
    #expect(try names(Author.where { $0.name.like("a%") }) == ["Anne", "Alice"])
    #expect(try names(Author.where { $0.name.contains("%") }) == [])
    #expect(try names(Author.where { $0.country.hasSuffix("O") }) == ["Anne"])
  }

  @Test func `V07 arithmetic divides by zero to NULL and takes a default`() throws {
    let values = try db.read { s in
      try Book.all.select { ($0.year / 0, ($0.year / 0).or(7), $0.year % 100 + 1) }.fetch(s)
    }
    #expect(values.map(\.0) == [nil, nil, nil, nil])
    #expect(values.map(\.1) == [7, 7, 7, 7])
    #expect(values.map(\.2) == [100, 11, 2, 21])
  }
}
