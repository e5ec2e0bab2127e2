// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred
import KindredQuery
import Testing

@Suite struct `A prepared query` {
  private func database(books: Int = 60) throws -> Database {
    let db = try Library.empty()
    try db.write { s in
      try s.insert(
        (0..<3).map { Author(id: ID(1 + $0), name: "A\($0)", country: $0 == 0 ? nil : "NO") }
      )
      try s.insert(
        (0..<books).map {
          Book(
            authorID: $0 % 4 == 3 ? nil : ID(1 + $0 % 4),
            title: "T\($0)",
            year: 1990 + $0 % 40,
            rating: Double($0 % 5)
          )
        }
      )
    }
    return db
  }

  private let byAuthor = Prepared { (author: Expr<ID<Author>>, year: Expr<Int>) in
    Book.where { $0.authorID == author && $0.year >= year }.order { $0.title.descending }
  }

  @Test func `answers as the query with the values in it`() throws {
    try database().read { (s: Session) throws in
      for author in 1...4 {
        for year in [1980, 2000, 2010, 2100] {
          let expected = try Book.where { $0.authorID == ID(author) && $0.year >= year }
            .order { $0.title.descending }.rows(s).map(\.title)
          let query = byAuthor(ID(author), year)
          #expect(try query.rows(s).map(\.title) == expected)
          #expect(try query.fetch(s).map(\.title) == expected)
          #expect(try query.count(s) == expected.count)
          #expect(try query.exists(s) == !expected.isEmpty)
          #expect(try query.limit(2).rows(s).map(\.title) == Array(expected.prefix(2)))
          #expect(
            try query.where { $0.rating > 1 }.count(s)
              == Book.where { $0.authorID == ID(author) && $0.year >= year && $0.rating > 1 }
              .count(s)
          )
          for book in try query.with(\.author).fetch(s) {
            let found = try book.author?.id
            #expect(found == ID(author))
          }
        }
      }
    }
  }

  @Test func `is planned once, and again when its tables have grown`() throws {
    let db = try database()
    let before = db.catalogue.planCache.plansMade
    try db.read { s in for _ in 0..<5 { _ = try byAuthor(ID(1), 2000).rows(s) } }
    #expect(db.catalogue.planCache.plansMade == before)
    try db.write { s in
      try s.insert((100..<2000).map { Book(authorID: ID(2), title: "T\($0)", year: 2020) })
    }
    #expect(try db.read { s in try byAuthor(ID(2), 2020).count(s) } >= 1900)
  }

  @Test func `works in every database that has its models, at once`() throws {
    let (small, large) = (try database(books: 4), try database(books: 60))
    for _ in 0..<3 {
      #expect(try small.read { s in try byAuthor(ID(1), 0).count(s) } == 1)
      #expect(try large.read { s in try byAuthor(ID(1), 0).count(s) } == 15)
    }
  }

  @Test func `selects, annotates and updates`() throws {
    let db = try database()
    let counts = Prepared { (least: Expr<Int>) in
      Author.where { $0.books.count >= least }.select { ($0.name, $0.books.count) }
    }
    let raise = Prepared { (author: Expr<ID<Author>>, rating: Expr<Double>) in
      Book.where { $0.authorID == author }.updating { $0.rating = rating }
    }
    try db.write { (s: Session) throws in
      #expect(try counts(15).fetch(s).map(\.1) == [15, 15, 15])
      #expect(try counts(16).fetch(s).isEmpty)
      #expect(try raise(ID(1), 9.5).run(s) == 15)
      #expect(try raise(ID(2), 8.5).run(s) == 15)
      #expect(try Book.where { $0.rating == 9.5 }.count(s) == 15)
      #expect(try Book.where { $0.rating == 8.5 }.count(s) == 15)
    }
  }

  @Test func `compares nil as a NULL, unless told otherwise by is`() throws {
    let equal = Prepared { (country: Expr<String?>) in Author.where { $0.country == country } }
    let same = Prepared { (country: Expr<String?>) in Author.where { $0.country.is(country) } }
    try database().read { (s: Session) throws in
      #expect(try equal(nil).count(s) == 0)
      #expect(try equal("NO").count(s) == 2)
      #expect(try same(nil).count(s) == 1)
      #expect(try same("NO").count(s) == 2)
    }
  }

  @Test func `stands in a condition of another query`() throws {
    let recent = Prepared { (year: Expr<Int>) in Book.where { $0.year >= year } }
    try database().read { (s: Session) throws in
      let found = try Author.where { a in
        recent(2025).where { $0.authorID == a.id }.exists
      }.rows(s).map(\.name)
      let expected = try Author.where { a in
        Book.where { $0.year >= 2025 && $0.authorID == a.id }.exists
      }.rows(s).map(\.name)
      #expect(found == expected)
    }
  }

  @Test func `is logged with its values`() throws {
    try database().read { (s: Session) throws in
      let (_, log) = try s.counting { try byAuthor(ID(2), 2001).rows(s) }
      #expect(log.count == 1)
      #expect(log.statements[0].sql.contains("2001"))
      #expect(log.statements[0].rows > 0)
    }
  }

  @Test func `refuses a parameter outside of it, and a value that no column has`() throws {
    let box = Box()
    _ = Prepared { (year: Expr<Int>) in
      box.year = year
      return Book.where { $0.year == year }
    }
    let year = try #require(box.year)
    try database().read { (s: Session) throws in
      let error = #expect(throws: KindredError.self) { try Book.where { $0.year == year }.rows(s) }
      #expect(error?.message.contains("has no value") == true)
      let rated = Prepared { (rating: Expr<Double>) in Book.where { $0.rating == rating } }
      #expect(throws: KindredError.self) { try rated(.nan).rows(s) }
    }
  }
}

private final class Box {
  var year: Expr<Int>?
}
