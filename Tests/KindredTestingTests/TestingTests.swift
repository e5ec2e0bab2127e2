// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredTesting
import Synchronization
import Testing

struct Crate: Entity {
  var id: ID<Crate> = .new
  var label: String
  static let bottles = toMany(\Bottle.crateID)
  static let table = Table("crates", Crate.init)
}

struct Bottle: Entity {
  var id: ID<Bottle> = .new
  var crateID: ID<Crate>
  static let crate = toOne(\.crateID)
  static let table = Table("bottles", Bottle.init)
}

private let seedings = Atomic<Int>(0)

private let cellar = SeededDatabase {
  seedings.wrappingAdd(1, ordering: .relaxed)
  let db = try Database(Crate.self, Bottle.self)
  try db.write { s in
    try s.insert([Crate(label: "a"), Crate(label: "b"), Crate(label: "c")])
    try s.insert([Bottle(crateID: 1), Bottle(crateID: 2), Bottle(crateID: 2)])
  }
  return db
}

@Suite struct `Testing support` {
  @Test func `a seeded database is made once, and every fork is its own`() throws {
    let first = try cellar.fork()
    try first.write { s in _ = try Bottle.all.delete(s) }
    let second = try cellar.fork()
    #expect(try Bottle.all.count(first.session()) == 0)
    #expect(try Bottle.all.count(second.session()) == 3)
    #expect(seedings.load(ordering: .relaxed) == 1)
  }

  @Test func `a statement budget lets eager loading pass and names what loads one by one`() throws {
    let s = try cellar.fork().session()
    s.notLoaded = .one
    let counts = try s.expecting(atMost: 2) {
      try Crate.all.with(\.bottles).fetch(s).map { try $0.bottles.count }
    }
    #expect(counts == [1, 2, 0])
    let other = try cellar.fork().session()
    other.notLoaded = .one
    let error = #expect(throws: StatementBudgetExceeded.self) {
      try other.expecting(atMost: 2) {
        try Crate.all.fetch(other).map { try $0.bottles.count }
      }
    }
    #expect(error?.log.count == 4)
    #expect(error?.description.contains("Crate.bottles") == true)
  }
}
