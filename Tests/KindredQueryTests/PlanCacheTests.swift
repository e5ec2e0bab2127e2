// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredQuery
import Testing

@Suite struct `A kept plan` {
  /// Books of three authors, years 1990…2029, some without a category.
  private func database(books: Int) throws -> Database {
    let db = try Library.empty()
    try db.write { s in
      try s.insert((0..<3).map { Author(id: ID(1 + $0), name: "A\($0)", country: nil) })
      try s.insert(
        (0..<books).map {
          Book(
            authorID: ID(1 + $0 % 3),
            title: "T\($0)",
            year: 1990 + $0 % 40,
            rating: Double($0 % 5)
          )
        }
      )
    }
    return db
  }

  private func titles(_ db: Database, _ query: Query<Book>) throws -> [String] {
    try db.read { s in try query.rows(s).map(\.title) }
  }

  /// A query of one of a few shapes, by number.
  private func query(_ shape: Int, _ value: Int) -> Query<Book> {
    switch shape {
    case 0: Book.where { $0.year == 1990 + value }
    case 1: Book.where { $0.title == "T\(value)" }
    case 2: Book.where { $0.year >= 1990 + value }
    case 3: Book.where { $0.title.hasPrefix("T\(value)") }
    case 4: Book.where { $0.year.in([1990 + value, 1990]) }
    case 5: Book.all.order { $0.title.ascending }.limit(value)
    case 6: Book.where { $0.author.name == "A\(value % 4)" && $0.rating == Double(value % 5) }
    case 7: Book.where { $0.author.id == ID(value % 4) || $0.year == 1990 + value }
    case 8: Book.where { $0.year == 1990 + value && $0.year == 1990 + value % 2 }
    default: Book.where { !($0.rating == Double(value % 5)) }
    }
  }

  @Test func `answers as a new plan does, whatever the values`() throws {
    let warm = try database(books: 60)
    for value in [0, 1, 2, 3, 7, 39, 40, 1000] {
      for shape in 0..<10 {
        let cold = try database(books: 60)
        let expected = try titles(cold, query(shape, value))
        #expect(try titles(warm, query(shape, value)) == expected, "shape \(shape), \(value)")
        #expect(try titles(warm, query(shape, value)) == expected, "shape \(shape), \(value)")
      }
    }
  }

  @Test func `serves all values that a column is tested equal to`() throws {
    let db = try database(books: 60)
    let cache = db.catalogue.planCache
    for value in 0..<50 {
      #expect(try titles(db, query(1, value)) == (value < 60 ? ["T\(value)"] : []))
    }
    #expect(cache.plansMade == 1)
    for value in 0..<5 { _ = try titles(db, query(2, value)) }
    #expect(cache.plansMade == 6)
  }

  @Test func `keeps the values of a query over more than four tables`() throws {
    let db = try database(books: 60)
    let cache = db.catalogue.planCache
    func count(_ title: String) throws -> Int {
      let query = Book.all.join(Book.self) { a, b in a.authorID == b.authorID && b.year == 1990 }
        .join(Book.self) { a, _, c in a.authorID == c.authorID && c.year == 1991 }
        .join(Author.self) { a, _, _, d in a.authorID == d.id }
        .join(Author.self) { a, _, _, _, e in a.authorID == e.id }
        .where { a, _, _, _, _ in a.title == title }
      return try db.read { s in try query.count(s) }
    }
    for title in ["T1", "T2", "T1"] { _ = try count(title) }
    #expect(cache.plansMade == 2)
  }

  @Test func `is made anew when the table has grown`() throws {
    let db = try database(books: 10)
    let cache = db.catalogue.planCache
    _ = try titles(db, query(0, 1))
    try db.write { s in
      try s.insert((0..<500).map { Book(title: "N\($0)", year: 1991) })
    }
    #expect(try titles(db, query(0, 1)).count == 501)
    #expect(cache.plansMade == 2)
    #expect(try titles(db, query(0, 2)) == ["T2"])
    #expect(cache.plansMade == 2)
    #expect(cache.count == 1)
  }

  @Test func `makes room for another when there are many`() throws {
    let db = try database(books: 3)
    let cache = db.catalogue.planCache
    for value in 0..<(PlanCache.capacity + 20) {
      _ = try titles(db, query(2, value))
      _ = try titles(db, query(0, value))
    }
    #expect(cache.count <= PlanCache.capacity)
    #expect(cache.plansMade == PlanCache.capacity + 21)
  }

  @Test func `is not kept for long lists and texts`() throws {
    let db = try database(books: 3)
    let years = Array(0..<1000)
    #expect(try titles(db, Book.where { $0.year.in(years) }) == [])
    let text = String(repeating: "x", count: 1000)
    #expect(try titles(db, Book.where { $0.title.contains(text) }) == [])
    #expect(db.catalogue.planCache.count == 0)
  }

  @Test func `shows in the log with the values of each statement`() throws {
    let db = try database(books: 5)
    try db.read { s in
      s.isLogging = true
      for value in [1, 2] { _ = try query(1, value).rows(s) }
      #expect(s.log.statements.count == 2)
      #expect(s.log.statements[0].sql.contains("'T1'"))
      #expect(s.log.statements[1].sql.contains("'T2'"))
    }
  }

  @Test func `serves readers on many tasks at once`() async throws {
    let db = try database(books: 60)
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          (0..<200).allSatisfy { step in
            let value = (task * 31 + step) % 60
            let found = try? db.read { s in
              try Book.where { $0.title == "T\(value)" }.rows(s).map(\.title)
            }
            return found == ["T\(value)"]
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
    #expect(db.catalogue.planCache.count == 1)
  }
}
