// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred
import Testing

private struct Item: Entity {
  var id: ID<Item> = .new
  var name: String = "a"
  var price: Int? = 1
  var low: Double = 0
  var high: Double = 1
  var count: Int = 0
  var made: Date = Date(timeIntervalSince1970: 7)
  var code: UUID = UUID()
  static let table = Table<Item>("items", Item.init)
    .check("price is positive") { $0.price > 0 }
    .check("low below high") { $0.low <= $0.high && !($0.name == "") }
    .check("count is small") { $0.count * 2 < 1000 }
    .default(\.price, 5)
    .default(\.low, -1)
    .default(\.name, "O'Neill")
    .default(\.high, 2)
    .default(\.count, 3)
    .default(\.made) { Date(timeIntervalSince1970: 9) }
    .default(\.code) { UUID() }
}

private struct Wrong: Entity {
  var id: ID<Wrong> = .new
  var other: ID<Item>? = nil
  var text: String = ""
  var real: Double = 0
  static let item = toOne(\.other)
  static let table = Table<Wrong>("wrong", Wrong.init)
    .check("path") { $0.item.name == "a" }
    .check("query") { w in Item.where { $0.id == w.other }.exists }
    .check("twice") { $0.text == "" }
    .check("twice") { $0.text != "a" }
    .check("") { $0.text != "b" }
    .default(\.real, .nan)
    .default(\.text, "x").default(\.text, "y")
}

@Suite struct `A check` {
  let db: Database

  init() throws { db = try Database(Item.self) }

  private func error(_ write: (Session) throws -> Void) -> KindredError? {
    #expect(throws: KindredError.self) { try db.write { s in try write(s) } }
  }

  @Test func `K02 refuses a row that makes it false, and names check, row and values`() throws {
    let error = error { s in try s.insert([Item(), Item(price: -3), Item(price: -4)]) }
    #expect(error?.kind == .check && error?.row == 1 && error?.columns == ["price"])
    #expect(error?.message == "the row fails the check \"price is positive\": price is -3")
    #expect(try db.read { s in try Item.all.count(s) } == 0)
  }

  @Test func `K02 passes where it is unknown`() throws {
    try db.write { s in
      try s.insert([Item(price: nil)])
      try Item.all.update(s) { $0.name = "b" }
    }
    #expect(try db.read { s in try Item.where { $0.price == nil }.count(s) } == 1)
  }

  @Test func `K02 holds for updates of one of its columns, whatever writes them`() throws {
    try db.write { s in try s.insert([Item(), Item(low: -5, high: -1)]) }
    let update = error { s in try Item.all.update(s) { $0.low = 0 } }
    #expect(update?.kind == .check && update?.row == 1)
    #expect(update?.message.contains("low is 0.0, high is -1.0") == true)
    let live = error { s in
      try Item.find(s, 1).name = ""; try s.flush()
    }
    #expect(live?.kind == .check)
    let added = error { s in _ = try s.add(Item(name: "")) }
    #expect(added?.kind == .check)
    let rows = try db.read { s in try Item.all.rows(s) }
    #expect(rows.map(\.low) == [0, -5] && rows.map(\.name) == ["a", "a"])
  }

  @Test func `K02 sees a row that several actions change when all of them are done`() throws {
    struct Node: Entity {
      var id: ID<Node>
      static let table = Table<Node>("nodes", Node.init)
    }
    struct Span: Entity {
      var id: ID<Span> = .new
      var from: ID<Node>
      var to: ID<Node>
      static let table = Table<Span>("spans", Span.init)
        .check("forwards") { $0.from <= $0.to }
        .foreignKey(\.from, onUpdate: .cascade)
        .foreignKey(\.to, onUpdate: .cascade)
    }
    let db = try Database(Node.self, Span.self)
    try db.write { s in
      try s.insert([Node(id: ID(1)), Node(id: ID(5))])
      try s.insert([Span(from: ID(1), to: ID(1)), Span(from: ID(1), to: ID(5))])
    }
    for key in [3, 1] {
      let old = 4 - key
      try db.write { s in try Node.where { $0.id == ID(old) }.update(s) { $0.id = ID(key) } }
      let found = try db.read { s in try Span.all.rows(s) }
      #expect(found.map(\.from.raw) == [key, key] && found.map(\.to.raw) == [key, 5])
    }
    let error = #expect(throws: KindredError.self) {
      try db.write { s in try Node.where { $0.id == ID(1) }.update(s) { $0.id = ID(9) } }
    }
    #expect(error?.kind == .check && error?.row == nil && error?.table == "spans")
    #expect(try db.read { s in try Node.all.rows(s) }.map(\.id.raw) == [1, 5])
  }

  @Test func `whose evaluation fails is an error of the statement, which changes nothing`() throws {
    let error = error { s in try s.insert([Item(), Item(count: .max)]) }
    #expect(error?.kind == .arithmetic && error?.table == "items")
    #expect(try db.read { s in try Item.all.count(s) } == 0)
  }

  @Test func `K01 a failing one deep in a statement of many batches leaves nothing behind`() throws
  {
    try db.write { s in
      try s.insert((0..<5000).map { Item(count: $0 % 400) })
      for position in [0, 2047, 2048, 4999] {
        let rows = (0..<5000).map { Item(price: $0 == position ? 0 : 1) }
        let error = #expect(throws: KindredError.self) { try s.insert(rows) }
        #expect(error?.kind == .check && error?.row == position)
      }
      let late = #expect(throws: KindredError.self) {
        try Item.all.update(s) { $0.count = $0.count + 101 }
      }
      #expect(late?.kind == .check && late?.row == 399)
      let counts: [Int] = try Item.all.select { $0.count }.fetch(s)
      #expect(counts == (0..<5000).map { $0 % 400 })
    }
  }

  @Test func `is kept by forks, and by a database of several tables`() throws {
    let fork = db.fork()
    let error = #expect(throws: KindredError.self) {
      try fork.write { s in try s.insert([Item(price: 0)]) }
    }
    #expect(error?.kind == .check)
  }

  @Test func `speaks of its own row only, under a name of its own`() {
    let error = #expect(throws: KindredError.self) { try Database(Wrong.self, Item.self) }
    let message = error?.message ?? ""
    #expect(error?.kind == .schema && message.contains("the schema has 6 fault(s)"), "\(message)")
    for part in ["\"path\"", "\"query\"", "the name of another check", "has no name", "wrong.real"]
    {
      #expect(message.contains(part), "\(part) in \(message)")
    }
    #expect(message.contains("wrong.text has two defaults"))
  }
}

@Suite struct `A default` {
  @Test func `K02 is what a CSV text without the column gets, and NULL stays NULL`() throws {
    let db = try Database(Item.self)
    try db.write { s in try s.importCSV(Item.self, "name\na\n\"b\"\n".utf8) }
    try db.write { s in try s.importCSV(Item.self, "price,name\n,c\n".utf8) }
    let rows = try db.read { s in try Item.all.rows(s) }
    #expect(rows.map(\.price) == [5, 5, nil] && rows.map(\.low) == [-1, -1, -1])
    #expect(rows.map(\.made.timeIntervalSince1970) == [9, 9, 9])
    #expect(Set(rows.map(\.code)).count == 3)
  }

  @Test func `of the initialiser is the initialiser's`() throws {
    let db = try Database(Item.self)
    try db.write { s in try s.insert([Item()]) }
    #expect(try db.read { s in try Item.all.rows(s).map(\.price) } == [1])
  }
}

/// Five checks of a model that is not named: before the closures of checks were looked at apart, the
/// compiler gave up on this.
private struct Checked: Entity {
  var id: ID<Checked> = .new
  var a: Int
  var b: Int? = nil
  var c: String = "c"
  var d: Double = 0
  static let table = Table("checked", Checked.init)
    .check("a") { $0.a >= 0 }
    .check("b") { $0.b == nil || $0.b > 2 }
    .check("c") { $0.c != "" }
    .check("d") { $0.d >= 0 && $0.d < 10 }
    .check("e") { 100 - $0.a > $0.d.cast(to: Int.self) }
}

@Suite struct `Many checks` {
  @Test func `of one table are each tested`() throws {
    let rows: [(Checked, String?)] = [
      (Checked(a: 1), nil), (Checked(a: -1), "a"), (Checked(a: 1, b: 2), "b"),
      (Checked(a: 1, c: ""), "c"),
      (Checked(a: 1, d: 10), "d"), (Checked(a: 100), "e"),
    ]
    let db = try Database(Checked.self)
    for (row, check) in rows {
      do {
        try db.write { s in try s.insert([row]) }
        #expect(check == nil)
      } catch let error as KindredError {
        #expect(error.kind == .check)
        #expect(error.message.contains(check ?? "?"))
      }
    }
  }
}
