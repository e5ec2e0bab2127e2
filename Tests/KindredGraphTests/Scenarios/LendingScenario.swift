// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// A lending library: copies of a title by their bar code, loans with dates, readers.
@Suite struct `A lending library` {
  struct Title: Entity {
    var isbn: String
    var name: String
    static let copies = toMany(\Copy.isbn, from: \Title.isbn)
    static let loans = toMany(over: \.copies, \.loans)
    static let table = Table("titles", Title.init).primaryKey(\.isbn)
  }
  struct Copy: Entity {
    var isbn: String
    var number: Int
    static let title = toOne(\.isbn, to: \Title.isbn, name: "title")
    static let loans = toMany(
      \Loan.isbn,
      \Loan.number,
      from: \Copy.isbn,
      \Copy.number
    )
    static let openLoans = toMany(\.loans, name: "openLoans") { $0.where { $0.returned == nil } }
    static let table = Table("copies", Copy.init).primaryKey(\.isbn, \.number)
      .foreignKey(\.isbn, references: \Title.isbn, onDelete: .cascade)
  }
  struct Reader: Entity {
    var id: ID<Reader> = .new
    var name: String
    static let loans = toMany(\Loan.readerID)
    static let table = Table("readers", Reader.init)
  }
  struct Loan: Entity {
    var id: ID<Loan> = .new
    var isbn: String
    var number: Int
    var readerID: ID<Reader>
    var day: Int
    var returned: Int? = nil
    static let copy = toOne(\.isbn, \.number, to: \Copy.isbn, \Copy.number, name: "copy")
    static let reader = toOne(\.readerID)
    static let table = Table("loans", Loan.init)
      .foreignKey(\.isbn, \.number, references: \Copy.isbn, \Copy.number)
  }

  let db: Database

  init() throws {
    db = try Database(Title.self, Copy.self, Reader.self, Loan.self)
    try db.write { s in
      try s.insert([Title(isbn: "x", name: "Emma"), Title(isbn: "y", name: "Ulysses")])
      try s.insert([("x", 1), ("x", 2), ("y", 1)].map { Copy(isbn: $0, number: $1) })
      try s.insert(["Ida", "Jon", "Kim"].map { Reader(name: $0) })
      try s.insert([
        Loan(isbn: "x", number: 1, readerID: 1, day: 1, returned: 3),
        Loan(isbn: "x", number: 1, readerID: 2, day: 4),
        Loan(isbn: "y", number: 1, readerID: 1, day: 5),
      ])
    }
  }

  @Test func `F46 F50 composite keys lead from titles to readers, level by level`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (titles, log) = try s.counting {
        try Title.all.with(\.copies) { $0.with(\.loans) { $0.with(\.reader) }.with(\.openLoans) }
          .with(\.loans).fetch(s)
      }
      #expect(log.count == 5)
      let shelf = try titles.map { title in
        try title.copies.map { copy in
          let readers = try copy.loans.map { try $0.reader.name }.joined(separator: "+")
          return "\(copy.isbn)\(copy.number) \(readers) open \(try copy.openLoans.count)"
        }
      }
      #expect(shelf == [["x1 Ida+Jon open 1", "x2  open 0"], ["y1 Ida open 1"]])
      #expect(try titles[0].loans.map(\.day) == [1, 4])
      #expect(try titles[0].loans[1] === titles[0].copies[0].openLoans[0])
    }
  }

  @Test func `F50 what is in, who is late, and the last loan of each copy`() throws {
    try db.read { s in
      let inside = try Copy.where { $0.openLoans.isEmpty }.with(\.title).fetch(s)
      #expect(try inside.map { "\(try $0.title.name) \($0.number)" } == ["Emma 2"])
      let late = try Reader.where { $0.loans.any { $0.returned == nil && $0.day < 5 } }.fetch(s)
      #expect(late.map(\.name) == ["Jon"])
      let last = Slot<Copy, Loan>()
      let (copies, log) = try s.counting {
        try Copy.all.with(\.loans, as: last) {
          $0.order { $0.day.descending }.limit(1).with(\.reader)
        }.fetch(s)
      }
      #expect(log.count == 2)
      #expect(try copies.map { try $0[last].first?.reader.name } == ["Jon", nil, "Ida"])
    }
  }

  @Test func `F50 returning and lending again keep shaped lists true without a statement`() throws {
    try db.write { s in
      let copy = try #require(try Copy.all.with(\.openLoans).with(\.loans).first(s))
      try copy.openLoans[0].returned = 6
      try s.flush()
      let (open, log) = try s.counting { try copy.openLoans.count }
      #expect(open == 0)
      #expect(log.count == 0)
      let loan = try s.add(Loan(isbn: "x", number: 1, readerID: 3, day: 7))
      #expect(try copy.openLoans.first === loan)
      #expect(try copy.loans.count == 3)
      #expect(try loan.copy === copy)
    }
  }
}
