// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// What the functions of expressions give; the fuzzer compares them with SQLite on random arguments.
@Suite struct `Functions` {
  let db: Database

  init() throws { db = try Library.filled() }

  /// What an expression over the first author's row gives.
  private func value<V: ColumnValue>(_ make: @escaping (Ref<Author>) -> Expr<V>) throws -> V {
    let values = try db.read { s in
      try Author.where { $0.name == "Anne" }.select { make($0) }.fetch(s)
    }
    return try #require(values.first)
  }

  private func titles(_ query: Query<Book>) throws -> [String] {
    try db.read { s in try query.rows(s).map(\.title) }
  }

  @Test func `X06 substring counts from 1, before the first from 0 and from the end below`() throws
  {
    #expect(try value { $0.name.substring(from: 2) } == "nne")
    #expect(try value { $0.name.substring(from: 1, length: 2) } == "An")
    #expect(try value { $0.name.substring(from: 0, length: 2) } == "A")
    #expect(try value { $0.name.substring(from: -2) } == "ne")
    #expect(try value { $0.name.substring(from: -9, length: 6) } == "A")
    #expect(try value { $0.name.substring(from: 3, length: -1) } == "n")
    #expect(try value { $0.name.substring(from: .min, length: .max) } == "Anne")
    #expect(try value { $0.name.substring(from: .max, length: .min) } == "Anne")
  }

  @Test func `X02 X06 positions and parts are code points and go through a NUL`() throws {
    #expect(try value { $0.name.appending("\u{0}\u{1F467}x").position(of: "x") } == 7)
    #expect(try value { $0.name.appending("\u{0}\u{1F467}x").substring(from: 6) } == "\u{1F467}x")
    #expect(try value { $0.name.position(of: "n") } == 2)
    #expect(try value { $0.name.position(of: "") } == 1)
    #expect(try value { $0.name.position(of: "N") } == 0)
  }

  @Test func `X01 X06 replacing is byte-exact, and an empty text occurs nowhere`() throws {
    #expect(try value { $0.name.replacing("n", with: "<n>") } == "A<n><n>e")
    #expect(try value { $0.name.replacing("", with: "x") } == "Anne")
    #expect(
      try value { $0.name.appending("\u{E9}").replacing("e\u{301}", with: "") } == "Anne\u{E9}"
    )
  }

  @Test func `X03 X04 X06 texts are asked about texts of the row itself`() throws {
    #expect(try value { $0.name.hasPrefix($0.name.substring(from: 1, length: 2)) } == true)
    #expect(try value { $0.name.hasSuffix($0.country) } == false)
    #expect(try value { $0.country.contains($0.country) } == true)
    #expect(try value { $0.name.like($0.name.uppercased) } == true)
    #expect(try value { $0.name.glob($0.name.uppercased) } == false)
    #expect(try value { $0.name.like($0.name.appending("\\%"), escape: "\\") } == false)
    #expect(try value { $0.name.substring(from: $0.name.length - 1) } == "ne")
    #expect(try value { $0.name.substring(from: $0.name.length, length: Expr(1)) } == "e")
    #expect(
      try value { $0.name.replacing($0.name.substring(from: 1, length: 1), with: $0.name) }
        == "Annenne"
    )
    #expect(try value { $0.name.position(of: $0.name.substring(from: 3)) } == 3)
    #expect(try value { $0.name.position(of: $0.country) } == 0)
    let unknown = try db.read { s in
      try Author.where { ($0.name.hasPrefix($0.country)).isUnknown }.rows(s).map(\.name)
    }
    #expect(unknown == ["Bob"])
  }

  @Test func `X07 malformed UTF-8 cannot arise: text comes in as Swift's String`() throws {
    let repaired = String(decoding: [0x41, 0xFF, 0xC3] as [UInt8], as: UTF8.self)
    #expect(try value { $0.name.appending(repaired).length } == 7)
    #expect(try value { $0.name.appending(repaired).substring(from: 6) } == "\u{FFFD}\u{FFFD}")
  }

  @Test func `N11 a case and a coalesce may end in what is never NULL, or in what may be`() throws {
    let values = try db.read { s in
      try Author.all.select {
        (
          coalesce($0.country, $0.name), coalesce($0.country, $0.country, $0.name),
          ($0.name == "Anne").then($0.name).else($0.country), coalesce($0.country, "-"),
          coalesce($0.country, $0.country, "-")
        )
      }.fetch(s)
    }
    #expect(values.map(\.0) == ["NO", "SE", "Bob"])
    #expect(values.map(\.0) == values.map(\.1))
    #expect(values.map(\.2) == ["Anne", "SE", nil])
    #expect(values.map(\.3) == ["NO", "SE", "-"])
    #expect(values.map(\.4) == ["NO", "SE", "-"])
  }

  @Test func `the raw values of enums compare and calculate as what they are`() throws {
    let raw = try db.read { s in
      try Book.all.order { $0.status.rawValue.descending }.select {
        ($0.status.rawValue + "!", $0.status.optional.or(.draft).rawValue, $0.status.rawValue > "e")
      }.fetch(s)
    }
    let known = try db.read { s in try Book.all.rows(s).map(\.status.rawValue).sorted(by: >) }
    #expect(raw.map(\.0) == known.map { $0 + "!" })
    #expect(raw.map(\.1) == known.map { $0 })
    #expect(raw.map(\.2) == known.map { $0 > "e" })
  }

  @Test func `the raw value of an optional enum is NULL of NULL`() throws {
    let raw = try db.read { s in
      try Book.all.select {
        ($0.status.optional.rawValue, $0.status.nullIf(.draft).rawValue, $0.status.rawValue)
      }.fetch(s)
    }
    #expect(raw.map(\.0) == raw.map { $0.2 })
    #expect(raw.map(\.1) == raw.map { $0.2 == "draft" ? nil : $0.2 })
    #expect(raw.contains { $0.1 == nil } && raw.contains { $0.1 != nil })
  }

  @Test func `keys and annotations that may be nil are compared with values in one chain`() throws {
    let found = try db.read { s in
      try (
        Author.all.annotate { ($0.country, $0.books.max { $0.year }) }
          .where { a, country, latest in country == "NO" && latest != nil || latest.is(nil) }
          .fetch(s).map { $0.0.name },
        Author.where { $0.country == "NO" && !$0.books.isEmpty || $0.books.isEmpty }.rows(s).map(
          \.name
        ),
        Author.all.group { $0.country }.having { g, country in country == nil || country == "SE" }
          .select { g, country in (country, g.count) }.fetch(s).map { $0.0 }
      )
    }
    #expect(found.0 == found.1)
    #expect(Set(found.2) == [nil, "SE"])
  }

  @Test func `trimming removes spaces only`() throws {
    #expect(try value { $0.name.appending(" \t ").trimmed } == "Anne \t")
    #expect(try value { $0.name.appending("  ").trimmedEnd } == "Anne")
    #expect(try value { $0.name.replacing("A", with: "  ").trimmedStart } == "nne")
  }

  @Test func `V10 rounding takes halves away from zero`() throws {
    let query = Book.where {
      ($0.rating * 0 + 2.5).rounded == 3 && ($0.rating * 0 - 2.5).rounded == -3
    }
    let all = try titles(Book.all)
    #expect(try titles(query) == all)
    #expect(try titles(Book.where { ($0.rating * 0 - 0.5).roundedDown == -1 }) == all)
    #expect(try titles(Book.where { ($0.rating * 0 + 0.5).roundedUp == 1 }) == all)
    #expect(try titles(Book.where { (-$0.year).sign == -1 && ($0.rating * 0).sign == 0 }) == all)
  }

  @Test func `N10 the smaller and the greater of two are NULL if one is`() throws {
    let names = { (query: Query<Author>) in try db.read { s in try query.rows(s).map(\.name) } }
    #expect(try names(Author.where { $0.country.smaller("NZ") == nil }) == ["Bob"])
    #expect(try names(Author.where { $0.name.greater($0.country) == nil }) == ["Bob"])
    #expect(try value { $0.name.smaller("B") } == "Anne")
    #expect(try value { $0.name.greater("B") } == "B")
  }

  @Test func `nullIf gives NULL for the value and else the expression`() throws {
    #expect(try value { $0.name.nullIf("Anne") } == nil)
    #expect(try value { $0.name.nullIf("Bob") } == "Anne")
    #expect(try value { $0.name.nullIf($0.name) } == nil)
    #expect(try value { $0.name.nullIf($0.country) } == "Anne")
  }
}

@Suite struct `Long conditions` {
  let db: Database

  init() throws { db = try Library.filled() }

  @Test func `thousands of alternatives in a row are no deeper than two`() throws {
    let count = try db.read { s in
      try Book.where { book in
        (0..<3000).reduce(book.year == -1) { $0 || book.year == 10_000 + $1 }
          || book.title == "Book A"
      }.count(s)
    }
    #expect(count == 1)
  }

  @Test func `thousands of conditions in a row are no deeper than two`() throws {
    let count = try db.read { s in
      try Book.where { book in
        (0..<3000).reduce(book.title == "Book A") { $0 && book.year != 10_000 + $1 }
      }.count(s)
    }
    #expect(count == 1)
  }
}
