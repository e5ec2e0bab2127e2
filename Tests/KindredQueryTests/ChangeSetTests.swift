// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

private struct Shelf: Entity {
  var id: ID<Shelf> = .new
  var name: String
  static let table = Table("shelves", Shelf.init)
}

private struct Item: Entity {
  var id: ID<Item> = .new
  var shelfID: ID<Shelf>? = nil
  var label: String
  static let table = Table("items", Item.init).foreignKey(\.shelfID, onDelete: .setNull)
}

@Suite struct `A change set` {
  private func database() throws -> Database {
    let db = try Database(Shelf.self, Item.self)
    try db.write { s in
      try s.insert([Shelf(name: "a"), Shelf(name: "b")])
      try s.insert([
        Item(shelfID: 1, label: "x"), Item(shelfID: 1, label: "y"), Item(shelfID: 2, label: "z"),
      ])
    }
    return db
  }

  private func words(_ changes: [RowChange<Item>]) -> [String] {
    changes.map { change in
      switch change {
      case .inserted(let item): "+\(item.label)"
      case .updated(let old, let new):
        "\(old.label)@\(old.shelfID?.raw ?? 0)>\(new.label)@\(new.shelfID?.raw ?? 0)"
      case .deleted(let item): "-\(item.label)"
      }
    }
  }

  @Test func `has rows as they were and as they are, also those that an action reached`() throws {
    let db = try database()
    let changes = try db.write { s in
      try Shelf.where { $0.name == "a" }.delete(s)
      try Item.where { $0.label == "z" }.delete(s)
      try s.add(Item(label: "new"))
      let y = try Item.where { $0.label == "y" }.one(s)
      y.label = "Y"
      return try s.changes()
    }
    #expect(words(try changes.of(Item.self)) == ["x@1>x@0", "y@1>Y@0", "-z", "+new"])
    #expect(changes.counts == ["shelves": 1, "items": 4])
    #expect(!changes.isEmpty)
  }

  @Test func `leaves out what was undone, changed back, or added and deleted again`() throws {
    struct Undone: Error {}
    let db = try database()
    let changes = try db.write { s in
      try? s.savepoint {
        try Item.all.delete(s)
        throw Undone()
      }
      try Item.where { $0.label == "x" }.update(s) { $0.label = "other" }
      try Item.where { $0.label == "other" }.update(s) { $0.label = "x" }
      try s.insert([Item(label: "short-lived")])
      try Item.where { $0.label == "short-lived" }.delete(s)
      return try s.changes()
    }
    #expect(changes.isEmpty)
    #expect(words(try changes.of(Item.self)) == [])
  }

  @Test func `is of the transaction, and stays as it was after it`() throws {
    let db = try database()
    let changes = try db.write { s in
      try s.insert([Item(label: "new")])
      return try s.changes()
    }
    try db.write { s in try Item.all.delete(s) }
    #expect(words(try changes.of(Item.self)) == ["+new"])
    let error = #expect(throws: KindredError.self) { try db.read { s in try s.changes() } }
    #expect(error?.kind == .query)
  }
}
