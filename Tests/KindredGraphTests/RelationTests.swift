// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

@Suite struct `Kinds of relations` {
  let db: Database

  init() throws { db = try Zoo.filled() }

  private func people(_ list: LiveList<Person>) -> String {
    list.map(\.name).joined(separator: " ")
  }

  @Test func `F46 self-references lead both ways`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (people, log) = try s.counting {
        try Person.all.with(\.manager).with(\.reports).fetch(s)
      }
      #expect(log.count == 2)
      #expect(try people.map { try $0.manager?.name } == [nil, "Ann", "Ann", "Cid", nil])
      #expect(
        try people.map { self.people(try $0.reports) } == ["Ben Cid", "", "Dot", "", ""]
      )
    }
  }

  @Test func `F48 many-to-many relations of a model with itself, each related row once`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (people, log) = try s.counting {
        try Person.all.with(\.friends).with(\.follows).with(\.followers).fetch(s)
      }
      #expect(log.count == 4)
      #expect(
        try people.map { self.people(try $0.friends) } == ["Ben Cid", "Ann", "Ann", "", ""]
      )
      #expect(try people.map { self.people(try $0.follows) } == ["Ben Cid", "Ann", "", "", ""])
      #expect(try people.map { self.people(try $0.followers) } == ["Ben", "Ann", "Ann", "", ""])
      #expect(try people[0].follows[0] === people[1])
    }
  }

  @Test func `F48 the columns of the table between are read on the way`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (clubs, log) = try s.counting {
        try Club.all.with(\.memberships) { $0.with(\.person) }.fetch(s)
      }
      #expect(log.count == 2)
      let members = try clubs.map { club in
        try club.memberships.map { "\(try $0.person.name) \($0.since)" }
      }
      #expect(members == [["Ann 2001", "Ben 2002"], ["Ann 2003"], []])
    }
  }

  @Test func `F48 a table between connects by unique columns that are not primary keys`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let people = try Person.all.with(\.clubs).fetch(s)
      #expect(
        try people.map { try $0.clubs.map(\.code) } == [["chess", "go"], ["chess"], [], [], []]
      )
      let clubs = try Club.all.with(\.members).fetch(s)
      #expect(try clubs.map { self.people(try $0.members) } == ["Ann Ben", "Ann", ""])
      let chess = try Person.where { $0.clubs.any { $0.code == "go" } }.fetch(s)
      #expect(chess.map(\.name) == ["Ann"])
    }
  }

  @Test func `F47 one-to-one by a unique column that no foreign key declares`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (people, log) = try s.counting { try Person.all.with(\.badge).fetch(s) }
      #expect(log.count == 1)
      #expect(try people.map { try $0.badge?.id } == [2, 1, nil, nil, nil])
      let badges = try Badge.all.with(\.holder).fetch(s)
      #expect(try badges.map { try $0.holder.name } == ["Ben", "Ann"])
      #expect(try badges[0].holder.badge === badges[0])
    }
    try db.read { s in
      let people = try Person.all.fetch(s)
      #expect(try people.map { try $0.badge?.id } == [2, 1, nil, nil, nil])
    }
  }

  @Test func `F46 composite keys lead both ways, and NULL keys nowhere`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let shelves = try Shelf.all.with(\.boxes).fetch(s)
      #expect(try shelves.map { try $0.boxes.map(\.label) } == [["y", "z"], [], ["x"]])
      let boxes = try Box.all.with(\.shelf).fetch(s)
      #expect(try boxes.map { try $0.shelf?.room } == ["B", "A", "A", nil])
      let counts = try Shelf.all.select { ($0.room, $0.boxes.count) }.fetch(s)
      #expect(counts.map(\.1) == [2, 0, 1])
    }
  }

  @Test func `F46 several hops are one relation, in one statement`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (shelves, log) = try s.counting { try Shelf.all.with(\.items).fetch(s) }
      #expect(log.count == 2)
      #expect(try shelves.map { try $0.items.map(\.name) } == [["pen", "cup", "ink"], [], []])
      let people = try Person.all.with(\.friendsPosts).fetch(s)
      #expect(
        try people.map { try $0.friendsPosts.map(\.text) }
          == [["b3", "b1", "c2", "b2"], [], [], [], []]
      )
      let withItems = try Shelf.where { $0.items.any { $0.name == "cup" } }.fetch(s)
      #expect(withItems.map(\.number) == [1])
      #expect(try Shelf.all.select { $0.items.count }.fetch(s) == [3, 0, 0])
      #expect(try Person.all.select { $0.friendsPosts.count }.fetch(s) == [4, 0, 0, 0, 0])
    }
  }

  @Test func `F42 a named shaped relation is loaded, read lazily and asked about by its name`()
    throws
  {
    try db.read { s in
      let (people, log) = try s.counting {
        try Person.all.with(\.latestPosts).with(\.posts).fetch(s)
      }
      #expect(log.count == 3)
      #expect(
        try people.map { try $0.latestPosts.map(\.text) } == [[], ["b3", "b2"], ["c2"], [], []]
      )
      #expect(try people[1].posts.map(\.text) == ["b3", "b1", "b2"])
    }
    try db.read { s in
      let people = try Person.all.fetch(s)
      let (latest, log) = try s.counting { try people.map { try $0.latestPosts.count } }
      #expect(latest == [0, 2, 1, 0, 0])
      #expect(log.count == 1)
      let counts = try Person.all.select { $0.latestPosts.count }.fetch(s)
      #expect(counts == [0, 2, 1, 0, 0])
      let asked = try Person.all.select {
        (
          $0.latestPosts.any { $0.text == "b1" }, $0.latestPosts.any { $0.text == "b2" },
          $0.latestPosts.none { $0.text == "b3" }, $0.latestPosts.all { $0.text.hasPrefix("b") },
          $0.latestPosts.count { $0.text > "b2" }
        )
      }.fetch(s)
      #expect(asked.map(\.0) == [false, false, false, false, false])
      #expect(asked.map(\.1) == [false, true, false, false, false])
      #expect(asked.map(\.2) == [true, false, true, true, true])
      #expect(asked.map(\.3) == [true, true, false, true, true])
      #expect(asked.map(\.4) == [0, 1, 1, 0, 0])
    }
  }

  @Test func `F42 an order of the request's own takes the place of a shaped relation's`() throws {
    try db.read { s in
      let error = #expect(throws: KindredError.self) {
        try Person.all.with(\.latestPosts) { $0.order { $0.day.ascending } }.fetch(s)
      }
      #expect(error?.message.contains("limit") == true)
    }
  }
}
