// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// The use block of the worked example in `API.md`, query by query, with the answers.
@Suite struct `The worked example` {
  let db: Database

  init() throws { db = try Library.filled() }

  @Test func `F01 finds authors with a matching book, each once`() throws {
    let names = try db.read { s in
      try Author.where { $0.books.any { $0.title.hasPrefix("Book") && $0.year >= 2000 } }
        .order { $0.name.ascending }.limit(10).rows(s).map(\.name)
    }
    #expect(names == ["Alice", "Anne"])
  }

  @Test func `F05 finds authors without books`() throws {
    let names = try db.read { s in try Author.where { $0.books.isEmpty }.rows(s).map(\.name) }
    #expect(names == ["Bob"])
  }

  @Test func `F21 counts related rows in a condition`() throws {
    let names = try db.read { s in try Author.where { $0.books.count > 1 }.rows(s).map(\.name) }
    #expect(names == ["Anne"])
  }

  @Test func `F36 follows a to-one path as a left join`() throws {
    let titles = try db.read { s in
      try Book.where { $0.author.country == "NO" }.rows(s).map(\.title)
    }
    #expect(titles == ["Book A", "Book B"])
    let lost = try db.read { s in try Book.where { $0.author.isEmpty }.rows(s).map(\.title) }
    #expect(lost == ["Book D"])
  }

  @Test func `F15 combines conditions over several relations by OR`() throws {
    let names = try db.read { s in
      try Author.where { $0.books.any { $0.tags.any { $0.label == "swift" } } || $0.profile.exists }
        .rows(s).map(\.name)
    }
    #expect(names == ["Anne", "Alice"])
  }

  @Test func `F02 negates over a many-to-many relation and two hops`() throws {
    let tags = try db.read { s in
      try Tag.where { $0.books.none { $0.year < 2000 } }.rows(s).map(\.label)
    }
    #expect(tags == [])
    let titles = try db.read { s in
      try Book.where { $0.category.parent.name == "root" }.rows(s).map(\.title)
    }
    #expect(titles == ["Book A"])
  }

  @Test func `F04 correlates with the outer closure's parameter`() throws {
    let names = try db.read { s in
      try Author.where { a in Book.where { b in b.authorID == a.id && b.rating > 4 }.exists }
        .rows(s).map(\.name)
    }
    #expect(names == ["Anne", "Alice"])
    let newest = try db.read { s in
      try Book.where { b in
        b.id
          == Book.where { $0.authorID == b.authorID }.order { $0.year.descending }.first { $0.id }
      }.rows(s).map(\.title)
    }
    #expect(newest == ["Book B", "Book C"])
  }

  @Test func `F22 annotates, filters on the annotation and orders by it`() throws {
    let rows = try db.read { s in
      try Author.all.annotate { ($0.books.count, $0.books.avg { $0.rating }) }
        .where { _, n, _ in n > 0 }.order { _, n, _ in n.descending }.rows(s)
        .map { ($0.name, $1, $2) }
    }
    #expect(rows.map(\.0) == ["Anne", "Alice"])
    #expect(rows.map(\.1) == [2, 1])
    #expect(rows.map(\.2) == [4, 4.5])
  }

  @Test func `F30 selects values as typed tuples`() throws {
    let pairs: [(String, Int)] = try db.read { s in
      try Author.all.select { ($0.name, $0.books.count) }.fetch(s)
    }
    #expect(pairs.map(\.0) == ["Anne", "Alice", "Bob"])
    #expect(pairs.map(\.1) == [2, 1, 0])
    let countries = try db.read { s in
      try Book.all.select { $0.author.country }.distinct().fetch(s)
    }
    #expect(countries == ["NO", "SE", nil])
  }

  @Test func `F23 groups by typed keys with having and filtered aggregates`() throws {
    let groups = try db.read { s in
      try Book.all.group { $0.status }.having { $0.count > 1 }.order { $0.count.descending }
        .select { g, status in (status, g.count, g.count { $0.year < 2000 }, g.avg { $0.rating }) }
        .fetch(s)
    }
    #expect(groups.map(\.0) == [.published, .draft])
    #expect(groups.map(\.1) == [2, 2])
    #expect(groups.map(\.2) == [1, 0])
    #expect(groups.map(\.3) == [3.75, 2.5])
    let byTwo = try db.read { s in
      try Book.all.group { ($0.authorID, $0.status) }
        .select { g, author, status in (author, status, g.max { $0.year }) }.fetch(s)
    }
    #expect(byTwo.map(\.0) == [1, 1, 2, nil])
    #expect(byTwo.map(\.2) == [1999, 2010, 2001, 2020])
  }

  @Test func `F23 aggregates over all rows`() throws {
    let (count, first, last) = try db.read { s in
      try Book.where { $0.status == .published }
        .aggregate(s) { ($0.count, $0.min { $0.year }, $0.max { $0.year }) }
    }
    #expect(count == 2)
    #expect(first == 1999)
    #expect(last == 2001)
  }

  @Test func `F08 takes subqueries, lists and ranges in IN`() throws {
    let names = try db.read { s in
      try Author.where { $0.id.in(Book.where { $0.year > 2000 }.select { $0.authorID }) }
        .rows(s).map(\.name)
    }
    #expect(names == ["Anne", "Alice"])
    let titles = try db.read { s in
      try Book.where { $0.year.in([1999, 2010]) || $0.year.in(2000...2003) }.rows(s).map(\.title)
    }
    #expect(titles == ["Book A", "Book B", "Book C"])
  }

  @Test func `F38 joins three tables, the last one loosely`() throws {
    let rows: [(Book, Author, Profile?)] = try db.read { s in
      try Book.all.join(Author.self) { b, a in b.authorID == a.id }
        .leftJoin(Profile.self) { _, a, p in p.authorID == a.id }.rows(s)
    }
    #expect(rows.map(\.0.title) == ["Book A", "Book B", "Book C"])
    #expect(rows.map(\.1.name) == ["Anne", "Anne", "Alice"])
    #expect(rows.map(\.2?.bio) == ["writes", "writes", nil])
  }

  @Test func `F12 excludes exactly what where would drop`() throws {
    let names = try db.read { s in
      try Author.all.exclude { $0.books.all { $0.status == .published } }.rows(s).map(\.name)
    }
    #expect(names == ["Anne"])
  }

  @Test func `F27 updates with expressions over relations`() throws {
    try db.write { s in
      try Book.where { $0.author.country == "NO" }
        .update(s) {
          $0.year = $0.year + 1; $0.status = .withdrawn
        }
    }
    let rows = try db.read { s in try Book.all.rows(s) }
    #expect(rows.map(\.year) == [2000, 2011, 2001, 2020])
    #expect(rows.map(\.status) == [.withdrawn, .withdrawn, .published, .draft])
  }

  @Test func `F52 deletes with cascades and says what went`() throws {
    let deleted = try db.write { s in try Author.where { $0.name == "Anne" }.delete(s) }
    #expect(deleted.count == 1)
    #expect(
      deleted.byTable == [
        "authors": 1, "profiles": 1, "books": 2, "book_tags": 2, "reviews": 5,
      ]
    )
  }

  @Test func `F56 undoes a savepoint that throws`() throws {
    struct Oops: Error {}
    try db.write { s in
      do {
        try s.savepoint {
          try Book.all.delete(s)
          throw Oops()
        }
      } catch is Oops {}
      try Book.where { $0.reviews.isEmpty }.delete(s)
    }
    #expect(try db.read { s in try Book.all.count(s) } == 1)
  }

  @Test func `F54 a fork is independent`() throws {
    let copy = db.fork()
    try copy.write { s in
      try Review.all.delete(s)
      try s.insert([Tag(label: "go")])
    }
    #expect(try db.read { s in try Tag.all.count(s) } == 2)
    #expect(try copy.read { s in try Tag.all.rows(s).map(\.id) } == [1, 2, 3])
  }
}
