// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

private struct Place: Entity {
  var id: ID<Place> = .new
  var name: String
  static let table = Table<Place>("places", Place.init).unique(\.name)
}

private struct Stock: Entity {
  var id: ID<Stock> = .new
  var sku: String? = nil
  var count: Int = 1
  var placeID: ID<Place>? = nil
  static let place = toOne(\.placeID)
  static let table = Table<Stock>("stock", Stock.init)
    .unique(\.sku)
    .check("count is small") { $0.count < 1000 }
}

private struct Link: Entity {
  var placeID: ID<Place>
  var stockID: ID<Stock>
  var weight: Int = 1
  static let table = Table<Link>("links", Link.init).primaryKey(\.placeID, \.stockID)
}

@Suite struct `An insertion that expects conflicts` {
  let db: Database

  init() throws {
    db = try Database(Place.self, Stock.self, Link.self)
    try db.write { s in
      try s.insert([Place(name: "A"), Place(name: "B")])
      try s.insert([Stock(sku: "x", count: 10), Stock(sku: "y", count: 20)])
    }
  }

  private func stock(_ s: Session) throws -> [String] {
    try Stock.all.rows(s).map { "\($0.id.raw) \($0.sku ?? "-") \($0.count)" }
  }

  private func error(_ write: (Session) throws -> Void) -> KindredError? {
    #expect(throws: KindredError.self) { try db.write { s in try write(s) } }
  }

  @Test func `K18 leaves out rows whose key is taken, in the table or among themselves`() throws {
    try db.write { s in
      let rows = [Stock(sku: "x"), Stock(sku: "z"), Stock(sku: nil), Stock(sku: "z", count: 7)]
      let result = try s.insert(rows, onConflict: .ignore)
      #expect(result.insertedCount == 2 && result.conflictCount == 2)
      let ids = result.ids
      #expect(ids[0].raw == 1 && ids[1] == ids[3] && ids[1] != ids[2])
      let found1 = try stock(s).map { $0.dropFirst(2) }
      #expect(found1 == ["x 10", "y 20", "z 1", "- 1"])
    }
  }

  @Test func `F48 adding a link twice makes one link`() throws {
    try db.write { s in
      let link = Link(placeID: ID(1), stockID: ID(2))
      let found2 = try s.insert([link, link], onConflict: .ignore).insertedCount
      #expect(found2 == 1)
      let found3 = try s.insert([link], onConflict: .ignore).insertedCount
      #expect(found3 == 0)
      let found4 = try Link.all.count(s)
      #expect(found4 == 1)
    }
  }

  @Test func `K18 updates the row in the way, once for each of several`() throws {
    try db.write { s in
      let rows = [
        Stock(sku: "x", count: 1), Stock(sku: "n", count: 2), Stock(sku: "x", count: 4),
        Stock(sku: "n", count: 8),
      ]
      let result = try s.insert(
        rows,
        onConflict: .update(\.sku) { $0.count = $0.count * 2 + $1.count }
      )
      #expect(result.insertedCount == 1 && result.conflictCount == 3)
      let found5 = try stock(s).map { $0.dropFirst(2) }
      #expect(found5 == ["x 46", "y 20", "n 12"])
    }
  }

  @Test func `K18 the primary key is the default, composite ones too`() throws {
    try db.write { s in
      let link = Link(placeID: ID(1), stockID: ID(2))
      for _ in 0..<3 {
        try s.insert([link], onConflict: .update { $0.weight = $0.weight + $1.weight })
      }
      let found6 = try Link.all.rows(s).map(\.weight)
      #expect(found6 == [3])
    }
  }

  @Test func `K01 a failure at any position undoes all of it, the counter included`() throws {
    try db.write { s in
      let before = try stock(s)
      for bad in 0..<4 {
        var rows = [Stock(sku: "x"), Stock(sku: "p"), Stock(sku: "y"), Stock(sku: "p", count: 2)]
        rows[bad].count = 5_000
        let failure = #expect(throws: KindredError.self) {
          try s.insert(rows, onConflict: .update(\.sku) { $0.count = $1.count })
        }
        #expect(failure?.kind == .check && failure?.row == bad)
        let found7 = try stock(s)
        #expect(found7 == before)
      }
      #expect(throws: KindredError.self) { try s.insert([Stock(), Stock(count: 5_000)]) }
      let found8 = try s.insert([Stock()]).ids.map(\.raw)
      #expect(found8 == [3])
    }
  }

  @Test func `K05 foreign keys are checked at its end: a later row may repair an earlier one`()
    throws
  {
    try db.write { s in
      let rows = [
        Stock(sku: "x", placeID: ID(2)), Stock(sku: "x", placeID: ID(77)), Stock(sku: "x"),
        Stock(sku: "new", placeID: ID(78)), Stock(sku: "new", placeID: ID(1)),
      ]
      try s.insert(rows, onConflict: .update(\.sku) { $0.placeID = $1.placeID })
      let found = try Stock.where { $0.sku.in(["x", "new"]) }.order { $0.id.ascending }.rows(s)
      #expect(found.map(\.placeID) == [nil, ID(1)])
    }
    let before = try db.read { s in try Stock.all.rows(s) }
    let refused = error { s in
      let rows = [
        Stock(sku: "y", placeID: ID(2)), Stock(sku: "x", placeID: ID(1)),
        Stock(sku: "y", placeID: ID(9)),
      ]
      try s.insert(rows, onConflict: .update(\.sku) { $0.placeID = $1.placeID })
    }
    #expect(refused?.kind == .foreignKey && refused?.row == 2)
    #expect(refused?.message == "no places row has id 9")
    #expect(try db.read { s in try Stock.all.rows(s) }.map(\.placeID) == before.map(\.placeID))
  }

  @Test func `K01 rows left out must satisfy what a row must by itself`() throws {
    let error = error { s in
      try s.insert([Stock(sku: "q"), Stock(sku: "x", count: 5_000)], onConflict: .ignore)
    }
    #expect(error?.kind == .check && error?.row == 1)
  }

  @Test func `another key than the named one is an error, with the row's position`() throws {
    let error = error { s in
      try s.insert(
        [Stock(sku: "x"), Stock(id: ID(2), sku: "w")],
        onConflict: .ignore(\.sku)
      )
    }
    #expect(error?.kind == .unique && error?.row == 1 && error?.columns == ["id"])
  }

  @Test func `columns that are no unique key are refused, and the keys are named`() throws {
    let error = error { s in try s.insert([Stock()], onConflict: .ignore(\.count)) }
    #expect(error?.kind == .query)
    #expect(error?.message.contains("(stock.id), (stock.sku)") == true)
  }

  @Test func `the assignment speaks of the two rows only`() throws {
    let path = error { s in
      try s.insert([Stock(sku: "x")], onConflict: .update(\.sku) { $0.sku = $1.place.name })
    }
    let query = error { s in
      try s.insert(
        [Stock(sku: "x")],
        onConflict: .update(\.sku) { old, _ in old.count = Place.all.count }
      )
    }
    for error in [path, query] {
      #expect(error?.message.contains("only of the columns of the two rows") == true)
    }
  }

  @Test func `objects of changed rows show the change`() throws {
    try db.write { s in
      let object = try Stock.find(s, ID(1))
      try s.insert([Stock(sku: "x", count: 99)], onConflict: .update(\.sku) { $0.count = $1.count })
      #expect(object.count == 99)
    }
  }

  @Test func `F61 get or create is one step and one statement`() throws {
    try db.write { s in
      let first = try s.findOrAdd(Stock(sku: "new", count: 3), by: \.sku)
      #expect(first.isNew && first.object.count == 3)
      let count = try s.counting {
        let second = try s.findOrAdd(Stock(sku: "new", count: 4), by: \.sku)
        #expect(!second.isNew && second.object === first.object && second.object.count == 3)
      }
      #expect(count.log.statements.count == 1)
      let found9 = try s.findOrAdd(Stock(sku: "x"), by: \.sku).object.count
      #expect(found9 == 10)
      let isNew = try s.findOrAdd(Stock(sku: nil), by: \.sku).isNew
      #expect(isNew)
      let found10 = try Stock.all.count(s)
      #expect(found10 == 4)
    }
  }

  @Test func `100,000 rows with duplicates and any spread of keys take linear time`() throws {
    try db.write { s in
      let rows = (0..<100_000).map { Stock(sku: "s\($0 % 40_000)", count: 1) }
      let result = try s.insert(
        rows,
        onConflict: .update(\.sku) { $0.count = $0.count + $1.count }
      )
      #expect(result.insertedCount == 40_000)
      let found11 = try Stock.where { $0.count == 3 }.count(s)
      #expect(found11 == 20_000)
    }
  }
}
