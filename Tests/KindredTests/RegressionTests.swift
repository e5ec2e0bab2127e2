// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// Mistakes that a review found, each by the smallest program that showed it.
@Suite struct `Found by review` {
  private func users() throws -> Database {
    let db = try Database(User.self, Report.self, Badge.self)
    try db.write { s in
      try s.insert([User(email: "anne"), User(email: "bob")])
      try s.insert([Report(userID: 1, kind: "A", year: 2000)])
    }
    return db
  }

  @Test func `deleting another session's object is refused and deletes nothing`() throws {
    let (mine, other) = (try users(), try users())
    let session = other.session()
    let anne = try User.find(session, 1)
    let error = #expect(throws: KindredError.self) {
      try mine.write { s in _ = try s.delete(anne) }
    }
    #expect(error?.kind == .query)
    #expect(try User.all.count(mine.session()) == 2)
  }

  @Test func `an id that is new cannot be written to a row`() throws {
    let db = try users()
    let byQuery = #expect(throws: KindredError.self) {
      try db.write { s in _ = try User.where { $0.id == 2 }.update(s) { $0.id = .new } }
    }
    #expect(byQuery?.kind == .type)
    let byObject = #expect(throws: KindredError.self) {
      try db.write { s in try User.find(s, 2).id = .new }
    }
    #expect(byObject?.kind == .type)
    #expect(try User.all.rows(db.session()).map(\.id) == [1, 2])
  }

  @Test
  func `a change to an object in a reading session is an error, also without a query after it`()
    throws
  {
    let db = try users()
    let error = #expect(throws: KindredError.self) {
      try db.read { s in try User.find(s, 1).email = "lost" }
    }
    #expect(error?.kind == .query)
  }

  @Test func `a value that is not a number is refused in a list too`() throws {
    let db = try Database(Reading.self)
    try db.write { s in try s.insert([Reading(value: 0.5)]) }
    let error = #expect(throws: KindredError.self) {
      try Reading.where { $0.value.in([.nan, 0.5]) }.count(db.session())
    }
    #expect(error?.kind == .arithmetic)
  }

  @Test func `a write inside of a write is an error, not a deadlock`() throws {
    let db = try users()
    let error = #expect(throws: KindredError.self) {
      try db.write { _ in try db.write { s in _ = try User.all.delete(s) } }
    }
    #expect(error?.kind == .query)
    #expect(try User.all.count(db.session()) == 2)
  }

  @Test func `the largest key is the last one`() throws {
    let db = try users()
    try db.write { s in try s.insert([User(id: ID(Int.max), email: "last")]) }
    for _ in 0..<2 {
      #expect(throws: KindredError.self) {
        try db.write { s in _ = try s.insert([User(email: "none left")]) }
      }
    }
    #expect(try User.all.rows(db.session()).map(\.id) == [1, 2, ID(Int.max)])
  }
}

struct Reading: Entity {
  var id: ID<Reading> = .new
  var value: Double
  static let table = Table("readings", Reading.init)
}
