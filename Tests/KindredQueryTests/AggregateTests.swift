// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred
import Testing

/// Aggregates over groups, relations and whole queries; the fuzzer compares them with SQLite.
@Suite struct `Aggregates` {
  let db: Database

  init() throws { db = try Library.filled() }

  @Test func `F23 N08 over no rows are 0, 0.0 and NULL`() throws {
    let none = Book.where { $0.year > 9_999 }
    let counts = try db.read { s in
      try none.aggregate(s) {
        ($0.count, $0.count(of: { $0.authorID }), $0.countDistinct { $0.year })
      }
    }
    #expect(counts == (0, 0, 0))
    let sums = try db.read { s in
      try none.aggregate(s) {
        (
          $0.sum { $0.year }, $0.total { $0.year }, $0.avg { $0.year }, $0.max { $0.year },
          $0.groupConcat { $0.title }
        )
      }
    }
    #expect(sums == (nil, 0, nil, nil, nil))
    let groups = try db.read { s in
      try none.group { $0.status }.select { g, status in (status, g.count) }.fetch(s)
    }
    #expect(groups.isEmpty)
    let ofNobody = try db.read { s in
      try Author.where { $0.name == "Bob" }.select {
        ($0.books.count, $0.books.total { $0.rating })
      }.fetch(s)[0]
    }
    #expect(ofNobody == (0, 0))
  }

  @Test func `F23 N09 count of a column skips NULL, avg does in its divisor`() throws {
    let counts = try db.read { s in
      try Book.all.aggregate(s) {
        ($0.count, $0.count(of: { $0.authorID }), $0.countDistinct { $0.authorID })
      }
    }
    #expect(counts == (4, 3, 2))
    let average = try db.read { s in
      try Author.all.aggregate(s) { $0.avg { ($0.country == "NO").then(Expr<Int?>(4)).else(nil) } }
    }
    #expect(average == 4)
  }

  @Test func `F23 with a condition see only the rows for which it is true`() throws {
    let all = try db.read { s in
      try Book.all.aggregate(s) {
        (
          $0.count { $0.year > 2000 },
          $0.sum {
            $0.year
          } where: {
            $0.year > 2005
          },
          $0.min {
            $0.year
          } where: {
            $0.year > 2000
          },
          $0.max {
            $0.title
          } where: {
            $0.author.exists
          },
          $0.groupConcat(separator: "; ") {
            $0.title
          } where: {
            $0.status == .published
          }
        )
      }
    }
    #expect(all == (3, 4030, 2001, "Book C", "Book A; Book C"))
    let more = try db.read { s in
      try Book.all.aggregate(s) {
        (
          $0.total {
            $0.rating
          } where: {
            $0.rating > 4
          },
          $0.avg {
            $0.rating
          } where: {
            $0.rating > 4
          },
          $0.countDistinct {
            $0.status
          } where: {
            $0.year > 2005
          }
        )
      }
    }
    #expect(more == (9.5, 4.75, 1))
    let byAuthor = try db.read { s in
      try Author.all.order { $0.name.ascending }.select {
        (
          $0.name,
          $0.books.sum {
            $0.year
          } where: {
            $0.rating > 3
          }, $0.books.groupConcat { $0.title }
        )
      }.fetch(s)
    }
    #expect(byAuthor.map(\.0) == ["Alice", "Anne", "Bob"])
    #expect(byAuthor.map(\.1) == [2001, 2010, nil])
    #expect(byAuthor.map(\.2) == ["Book C", "Book A,Book B", nil])
  }

  @Test func `put texts together in the order of the query, else of the table`() throws {
    let descending = try db.read { s in
      try Author.where { $0.name == "Anne" }.select {
        $0.books.order { $0.year.descending }.groupConcat(separator: " ") { $0.title }
      }.fetch(s)
    }
    #expect(descending == ["Book B Book A"])
    let grouped = try db.read { s in
      try Book.all.order { $0.year.descending }.aggregate(s) { $0.groupConcat { $0.title } }
    }
    #expect(grouped == "Book D,Book B,Book C,Book A")
    let byStatus = try db.read { s in
      try Book.all.group { $0.status }.select { g, status in
        (status, g.groupConcat(separator: "") { $0.title })
      }
      .fetch(s)
    }
    #expect(byStatus.map(\.1) == ["Book ABook C", "Book BBook D"])
  }

  @Test func `F22 over two relations are each computed over their own`() throws {
    let rows = try db.read { s in
      try Book.where { $0.title == "Book A" }.select {
        (
          $0.reviews.count, $0.tags.count, $0.reviews.sum { $0.stars },
          $0.tags.groupConcat { $0.label }
        )
      }.fetch(s)
    }
    #expect(rows[0] == (5, 2, 15, "swift,rust"))
  }

  @Test func `V03 an integer sum is an error only if the total does not fit`() throws {
    let db = try Database(Sample.self)
    try db.write { s in
      try s.insert([Sample(number: .max), Sample(number: 1), Sample(number: -5)])
    }
    let sum = try db.read { s in try Sample.all.aggregate(s) { $0.sum { $0.number } } }
    #expect(sum == .max - 4)
    let error = #expect(throws: KindredError.self) {
      try db.read { s in try Sample.where { $0.number > 0 }.aggregate(s) { $0.sum { $0.number } } }
    }
    #expect(error?.kind == .arithmetic)
    let reals = try db.read { s in
      try Sample.where { $0.number > 0 }.aggregate(s) {
        ($0.total { $0.number }, $0.avg { $0.number })
      }
    }
    #expect(reals == (0x1p63, 0x1p62))
  }

  @Test func `V10 V13 averages are reals, and what is no number is NULL`() throws {
    let db = try Database(Sample.self)
    try db.write { s in
      try s.insert([Sample(number: 1, real: .infinity), Sample(number: 2, real: -.infinity)])
    }
    let found = try db.read { s in
      try Sample.all.aggregate(s) {
        ($0.avg { $0.number }, $0.sum { $0.number }, $0.sum { $0.real })
      }
    }
    #expect(found == (1.5, 3, nil))
  }

  @Test func `N04 N09 NULL is one group, one distinct value, and not counted`() throws {
    let groups = try db.read { s in
      try Book.all.group { $0.authorID }.select { g, author in (author, g.count) }.fetch(s)
    }
    #expect(groups.contains { $0.0 == nil && $0.1 == 1 })
    let countries = try db.read { s in try Author.all.select { $0.country }.distinct().fetch(s) }
    #expect(countries == ["NO", "SE", nil])
  }

  @Test func `see the rows that a limit leaves`() throws {
    let found = try db.read { s in
      try Book.all.order { $0.year.descending }.limit(2).aggregate(s) {
        ($0.count, $0.min { $0.year })
      }
    }
    #expect(found == (2, 2010))
    let groups = try db.read { s in
      try Book.all.limit(3).group { $0.status }.order { $0.count.descending }
        .select { g, status in (status, g.count) }.fetch(s)
    }
    #expect(groups.map(\.0) == [.published, .draft])
    #expect(groups.map(\.1) == [2, 1])
  }

  @Test func `stand in conditions and orders of groups`() throws {
    let titles = try db.read { s in
      try Book.all.group { $0.status }.having {
        $0.total {
          $0.rating
        } where: {
          $0.year > 2000
        } > 4
      }
      .order { $0.total { $0.rating }.descending }
      .select { g, status in (status, g.total { $0.rating }) }.fetch(s)
    }
    #expect(titles.map(\.0) == [.published, .draft])
    #expect(titles.map(\.1) == [7.5, 5])
  }
}
