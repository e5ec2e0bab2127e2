// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred
import Testing

private struct Money: ColumnConvertible, Comparable {
  var cents: Int
  init(cents: Int) { self.cents = cents }
  var columnStored: Int { cents }
  init?(columnStored: Int) {
    guard columnStored >= 0 else { return nil }
    cents = columnStored
  }
  static func < (left: Money, right: Money) -> Bool { left.cents < right.cents }
}

private struct Link: ColumnConvertible {
  var url: URL
  var columnStored: String { url.absoluteString }
  init(_ url: URL) { self.url = url }
  init?(columnStored: String) {
    guard let url = URL(string: columnStored) else { return nil }
    self.url = url
  }
}

private enum Level: Int16, ColumnEnum { case low = -1, high = 300 }
private enum Never: String, ColumnEnum { case none }
private enum Empty: ColumnEnum {
  init?(rawValue: String) { nil }
  var rawValue: String { "" }
  static var allCases: [Empty] { [] }
}

private struct Thing: Entity {
  var id: ID<Thing> = .new
  var data: Data = Data()
  var bytes: [UInt8]? = nil
  var uuid: UUID = UUID()
  var maybeUUID: UUID? = nil
  var float: Float = 0
  var maybeFloat: Float? = nil
  var price: Money = Money(cents: 0)
  var maybePrice: Money? = nil
  var link: Link? = nil
  var level: Level = .low
  var never: Never = .none
  var wide: Int64 = 0
  var real: Double = 0
  var date: Date = Date(timeIntervalSince1970: 0)
  var maybeDate: Date? = nil
  static let table = Table("things", Thing.init)
}

private struct Hopeless: Entity {
  var id: ID<Hopeless> = .new
  var empty: Empty
  static let table = Table("hopeless", Hopeless.init)
}

private let oddBytes: [[UInt8]] = [
  [], [0], [0, 0], [0, 0xFF], [0x61], [0x61, 0], [0x7F], [0x80], [0xC3, 0xA9], [0xED, 0xA0, 0x80],
  [0xFE], [0xFF], [0xFF, 0xFE], Array(0...255),
]

@Suite struct `Column types` {
  private func db(_ things: [Thing] = []) throws -> Database {
    let db = try Database(Thing.self)
    try db.write { s in try s.insert(things) }
    return db
  }

  @Test func `every type comes back as it was, alone and optional`() throws {
    let uuid = UUID()
    let url = try #require(URL(string: "https://example.org/a?b=c"))
    let thing = Thing(
      data: Data(oddBytes[13]),
      bytes: [0xC3],
      uuid: uuid,
      maybeUUID: uuid,
      float: .pi,
      maybeFloat: -.greatestFiniteMagnitude,
      price: Money(cents: 1999),
      maybePrice: Money(cents: 0),
      link: Link(url),
      level: .high,
      wide: .min,
      real: .infinity,
      date: Date(timeIntervalSince1970: -1.25),
      maybeDate: Date(timeIntervalSince1970: 1e9)
    )
    let read = try db([thing, Thing()]).read { s in try Thing.all.rows(s) }
    #expect(read[0].data == thing.data && read[0].bytes == [0xC3] && read[0].uuid == uuid)
    #expect(read[0].maybeUUID == uuid && read[0].float == .pi)
    #expect(read[0].maybeFloat == -.greatestFiniteMagnitude && read[0].price.cents == 1999)
    #expect(read[0].maybePrice?.cents == 0 && read[0].link?.url == url && read[0].level == .high)
    #expect(read[0].wide == .min && read[0].real == .infinity)
    #expect(read[0].date == thing.date && read[0].maybeDate == thing.maybeDate)
    #expect(read[1].bytes == nil && read[1].maybeUUID == nil && read[1].maybePrice == nil)
    #expect(read[1].maybeFloat == nil && read[1].link == nil && read[1].maybeDate == nil)
  }

  @Test func `X01 bytes are never repaired, and order, compare and group as memcmp says`() throws {
    let things = oddBytes.shuffled().map { Thing(data: Data($0), bytes: $0) }
    try db(things + things).read { s in
      let sorted = try Thing.all.order { $0.data.ascending }.select { $0.data }.fetch(s)
      let expected = oddBytes.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { [$0, $0] }
      #expect(sorted.map(Array.init) == expected)
      let limit: [UInt8] = [0x80]
      let below = try Thing.where { $0.bytes < limit }.count(s)
      #expect(below == 2 * oddBytes.count { $0.lexicographicallyPrecedes(limit) })
      #expect(try Thing.where { $0.bytes >= limit }.count(s) == 2 * oddBytes.count - below)
      #expect(try Thing.where { $0.data == Data([0xC3, 0xA9]) }.count(s) == 2)
      #expect(try Thing.where { $0.bytes.in([[0], [0xFF], [1]]) }.count(s) == 4)
      let groups = try Thing.all.group { $0.bytes }.select { g, key in (key, g.count) }.fetch(s)
      #expect(groups.count == oddBytes.count && groups.allSatisfy { $0.1 == 2 })
      #expect(try Thing.all.select { $0.data }.distinct().fetch(s).count == oddBytes.count)
      let pairs = try Thing.all.join(Thing.self) { a, b in a.bytes == b.bytes }.rows(s).count
      #expect(pairs == 4 * oddBytes.count)
    }
  }

  @Test func `bytes and UUIDs print as blobs`() throws {
    let uuid = try #require(UUID(uuidString: "00112233-4455-6677-8899-AABBCCDDEEFF"))
    try db([Thing(uuid: uuid)]).read { s in
      let sql = try Thing.where { $0.uuid == uuid && $0.data == Data([0, 255]) }.sql(s)
      #expect(sql.contains("x'00112233445566778899AABBCCDDEEFF'") && sql.contains("x'00FF'"))
      #expect(try Thing.where { $0.uuid == uuid }.count(s) == 1)
    }
  }

  @Test func `a stored value of which none can be made is a typed error when it is read`() throws {
    let db = try db([Thing(price: Money(cents: -5))])
    let error = #expect(throws: KindredError.self) {
      try db.read { s in try Thing.all.rows(s) }
    }
    #expect(error?.kind == .type)
    let single = #expect(throws: KindredError.self) {
      try db.read { s in _ = try Thing.find(s, 1) }
    }
    #expect(single?.kind == .type)
    let selected = #expect(throws: KindredError.self) {
      try db.read { s in try Thing.all.select { $0.price }.fetch(s) }
    }
    #expect(selected?.kind == .type)
  }

  @Test func `narrow numbers calculate as wide ones, and back where they fit`() throws {
    let db = try Database(Shelf.self, Box.self, Thing.self)
    let numbers: [Int16] = [-1, 20_000, .max]
    try db.write { s in
      try s.insert(numbers.map { Shelf(room: UUID(), number: $0) })
      try s.insert([Thing(float: 0.5, maybeFloat: 1.5, wide: .max), Thing(wide: 4)])
    }
    try db.read { s in
      let (sum, average) = try Shelf.all.aggregate(s) {
        ($0.sum { $0.number.asInt }, $0.avg { $0.number.asInt })
      }
      #expect(sum == 52_766 && average == 52_766 / 3.0)
      let doubled = try Thing.all.select { $0.float.asDouble * 2 }.fetch(s)
      #expect(doubled == [1, 0])
      let more = try Thing.all.select { $0.maybeFloat.asDouble + 1 }.fetch(s)
      #expect(more == [2.5, nil])
      let narrow = try Thing.all.select { $0.wide.asInt.narrowed(to: UInt8.self) }.fetch(s)
      #expect(narrow == [nil, 4])
    }
    try db.write { s in
      try Shelf.all.update(s) {
        $0.number = ($0.number.asInt + 20_000).narrowed(to: Int16.self).or(.max)
      }
    }
    let moved = try db.read { s in try Shelf.all.rows(s).map(\.number) }
    #expect(moved == [19_999, .max, .max])
  }

  @Test func `a type of one's own compares and sorts as what it is stored as`() throws {
    let db = try db([30, 10, 20].map { Thing(price: Money(cents: $0)) })
    try db.read { s in
      let prices = try Thing.all.order { $0.price.ascending }.select { $0.price }.fetch(s)
      #expect(prices.map(\.cents) == [10, 20, 30])
      #expect(try Thing.where { $0.price > Money(cents: 10) }.count(s) == 2)
    }
  }

  @Test func `a type without values is a fault of the schema, not a crash`() {
    let error = #expect(throws: KindredError.self) { try Database(Hopeless.self) }
    #expect(error?.kind == .schema && error?.message.contains("has no values") == true)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e13])
  func `V13 a date that is none is refused when it enters`(seconds: Double) throws {
    let date = Date(timeIntervalSince1970: seconds)
    let db = try db([Thing()])
    for write: (Session) throws -> Void in [
      { s in try s.insert([Thing(date: date)]) },
      { s in try s.insert([Thing(maybeDate: date)]) },
      { s in
        _ = try s.add(Thing(date: date)); try s.flush()
      },
      { s in try Thing.all.update(s) { $0.date = date } },
      { s in
        try Thing.find(s, 1).date = date; try s.flush()
      },
      { s in _ = try Thing.where { $0.date < date }.count(s) },
      { s in _ = try Thing.where { $0.date.in([date]) }.count(s) },
    ] {
      let error = #expect(throws: KindredError.self) { try db.write { s in try write(s) } }
      #expect(error?.kind == .type)
    }
    #expect(try db.read { s in try Thing.all.count(s) } == 1)
  }

  @Test func `V12 V13 zeros are one, NaN is refused, infinities are kept`() throws {
    let db = try db([Thing(float: -0.0, real: -0.0), Thing(float: 0, real: 0)])
    try db.write { s in
      let zeros: [Double] = try Thing.all.select { $0.real }.distinct().fetch(s)
      #expect(zeros.map { $0.sign == .minus } == [false])
      #expect(try Thing.all.group { $0.float }.select { g, _ in g.count }.fetch(s) == [2])
      for thing in [Thing(float: .nan), Thing(maybeFloat: .nan), Thing(real: .nan)] {
        let error = #expect(throws: KindredError.self) { try s.insert([thing]) }
        #expect(error?.kind == .arithmetic)
      }
      try s.insert([Thing(float: .infinity, real: -.infinity)])
      #expect(try Thing.where { $0.float == .infinity && $0.real == -.infinity }.count(s) == 1)
    }
  }

  @Test func `V11 integers compare with reals exactly`() throws {
    let things = [1 << 53, 1 << 53 + 1, Int64.max].map { Thing(wide: $0, real: 0x1p53) }
    try db(things).read { s in
      let odd = try Thing.where { $0.wide == Int64(1) << 53 + 1 }.count(s)
      let largest = try Thing.where { $0.wide == .max }.count(s)
      #expect(odd == 1 && largest == 1)
    }
  }
}

// MARK: - Keys

private struct Token: Entity {
  typealias Key = UUID
  var id: ID<Token> = .new
  var name: String
  static let uses = toMany(\Use.tokenID)
  static let table = Table("tokens", Token.init)
}

private struct Use: Entity {
  typealias Key = Int8
  var id: ID<Use> = .new
  var tokenID: ID<Token>
  static let token = toOne(\.tokenID)
  static let table = Table("uses", Use.init)
}

private struct Odd: Entity {
  typealias Key = UInt16
  var id: ID<Odd> = .new
  var parentID: ID<Odd>? = nil
  static let parent = toOne(\.parentID)
  static let table = Table("odds", Odd.init)
}

private struct Place: Entity {
  var country: String
  var city: String
  static let visits = toMany(\Visit.country, \.city, from: \Place.country, \Place.city)
  static let table = Table("places", Place.init).primaryKey(\.country, \.city)
}

private struct Visit: Entity {
  var id: ID<Visit> = .new
  var country: String? = nil
  var city: String? = nil
  static let place = toOne(\.country, \.city, to: \Place.country, \Place.city)
  static let table = Table("visits", Visit.init)
    .foreignKey(\.country, \.city, references: \Place.country, \Place.city)
}

private struct Shelf: Entity {
  var id: ID<Shelf> = .new
  var room: UUID
  var number: Int16
  static let boxes = toMany(\Box.room, \.shelf, from: \Shelf.room, \Shelf.number)
  static let table = Table("shelves", Shelf.init).unique(\.room, \.number)
}

private struct Box: Entity {
  var id: ID<Box> = .new
  var room: UUID
  var shelf: Int16
  static let place = toOne(\.room, \.shelf, to: \Shelf.room, \Shelf.number)
  static let table = Table("boxes", Box.init)
    .foreignKey(\.room, \.shelf, references: \Shelf.room, \Shelf.number, onDelete: .cascade)
}

@Suite struct `An import` {
  @Test(arguments: [
    ("tokenID\n00112233445566778899AABBCCDDEEFF\n0011\n", "tokenID", 3),
    (
      "id,tokenID\n1,00112233445566778899AABBCCDDEEFF\n300,00112233445566778899AABBCCDDEEFF\n",
      "id", 3
    ),
  ])
  func `refuses a value that the property's type does not have`(
    _ text: String,
    _ column: String,
    _ line: Int
  ) throws {
    let db = try Database(Token.self, Use.self)
    let error = #expect(throws: KindredError.self) {
      try db.write { s in try s.importCSV(Use.self, text.utf8) }
    }
    #expect(error?.kind == .type && error?.columns == [column] && error?.line == line)
  }
}

@Suite struct `Keys` {
  @Test func `K14 several columns refer to a unique key that is not the primary one`() throws {
    let db = try Database(Shelf.self, Box.self)
    let room = UUID()
    try db.write { s in
      try s.insert([Shelf(room: room, number: 1), Shelf(room: room, number: -2)])
      try s.insert([-2, -2, 1].map { Box(room: room, shelf: $0) })
      let shelf = try Box.find(s, 1).place
      #expect(shelf.number == -2)
      let counts = try Shelf.all.select { $0.boxes.count }.fetch(s)
      #expect(counts == [1, 2])
      let lists = try Shelf.all.with(\.boxes).fetch(s).map { try $0.boxes.count }
      #expect(lists == [1, 2])
      try Shelf.where { $0.number == -2 }.delete(s)
      #expect(try Box.all.count(s) == 1)
    }
    let error = #expect(throws: KindredError.self) {
      try db.write { s in try s.insert([Box(room: UUID(), shelf: 1)]) }
    }
    #expect(error?.kind == .foreignKey)
  }

  @Test func `a UUID key is there before the row is, and rows can refer to it`() throws {
    let db = try Database(Token.self, Use.self)
    let token = Token(name: "a")
    try db.write { s in
      try s.insert([token, Token(name: "b")])
      try s.insert([Use(tokenID: token.id), Use(tokenID: token.id)])
      let added = try s.add(Token(name: "c"))
      #expect(try Token.find(s, added.id) === added)
    }
    try db.read { s in
      let uses = try Token.find(s, token.id).uses
      #expect(uses.count == 2)
      #expect(try Use.find(s, 2).token.name == "a")
      #expect(try Token.where { $0.uses.count == 2 }.select { $0.name }.fetch(s) == ["a"])
      let bad = #expect(throws: KindredError.self) { try Token.find(s, .new) }
      #expect(bad?.kind == .notFound)
    }
    let error = #expect(throws: KindredError.self) {
      try db.write { s in try s.insert([Use(tokenID: .new)]) }
    }
    #expect(error?.kind == .foreignKey)
  }

  @Test func `F54 keys of few bits are handed out until they are used up`() throws {
    let db = try Database(Token.self, Use.self)
    let token = Token(name: "a")
    try db.write { s in
      try s.insert([token])
      try s.insert((0..<127).map { _ in Use(tokenID: token.id) })
    }
    let error = #expect(throws: KindredError.self) {
      try db.write { s in try s.insert([Use(tokenID: token.id)]) }
    }
    #expect(error?.kind == .limit)
    let single = #expect(throws: KindredError.self) {
      try db.write { s in _ = try s.add(Use(tokenID: token.id)) }
    }
    #expect(single?.kind == .limit)
  }

  @Test func `an unsigned key is handed out, and one that is new cannot be referred to`() throws {
    let db = try Database(Odd.self)
    try db.write { s in
      let ids = try s.insert([Odd(), Odd(parentID: 1), Odd(id: 7), Odd()]).ids
      #expect(ids == [1, 2, 7, 8])
      #expect(try Odd.find(s, 2).parent?.id == 1)
    }
    for write: (Session) throws -> Void in [
      { s in try s.insert([Odd(parentID: .some(.new))]) },
      { s in try Odd.all.update(s) { $0.parentID = .some(.new) } },
    ] {
      #expect(throws: KindredError.self) { try db.write { s in try write(s) } }
    }
  }

  @Test func `F54 handed out keys never go back, but with their transaction`() throws {
    let db = try Database(Odd.self)
    struct Undone: Error {}
    try db.write { s in
      #expect(try s.insert([Odd(), Odd(), Odd()]).ids == [1, 2, 3])
      try Odd.where { $0.id == 3 }.delete(s)
      #expect(try s.insert([Odd()]).ids == [4])
    }
    #expect(throws: Undone.self) {
      try db.write { s in
        #expect(try s.insert([Odd(), Odd()]).ids == [5, 6])
        throw Undone()
      }
    }
    let fork = db.fork()
    let here = try db.write { s in try s.insert([Odd()]).ids }
    let there = try fork.write { s in try s.insert([Odd()]).ids }
    #expect(here == [5] && there == [5])
  }

  @Test func `rows are found by a composite key`() throws {
    let db = try Database(Place.self, Visit.self)
    try db.write { s in
      try s.insert([Place(country: "NO", city: "Oslo"), Place(country: "NO", city: "Bergen")])
      try s.insert([Visit(country: "NO", city: "Oslo"), Visit(), Visit(country: "NO")])
    }
    try db.read { s in
      let oslo = try Place.find(s, key: "NO", "Oslo")
      #expect(oslo.city == "Oslo")
      #expect(try Place.find(s, key: "NO", "Oslo") === oslo)
      #expect(try Place.row(s, key: "NO", "Bergen").city == "Bergen")
      #expect(try oslo.visits.count == 1)
      let cities: [String?] = try Visit.all.fetch(s).map { try $0.place?.city }
      #expect(cities == ["Oslo", nil, nil])
      #expect(try Visit.where { $0.place.city == "Oslo" }.count(s) == 1)
      let gone = #expect(throws: KindredError.self) { try Place.find(s, key: "NO", "Rome") }
      #expect(gone?.kind == .notFound)
      let short = #expect(throws: KindredError.self) { try Place.find(s, key: "NO") }
      #expect(short?.kind == .query)
      let wrong = #expect(throws: KindredError.self) { try Place.find(s, key: "NO", 1) }
      #expect(wrong?.kind == .query)
    }
    let dangling = #expect(throws: KindredError.self) {
      try db.write { s in try s.insert([Visit(country: "NO", city: "Rome")]) }
    }
    #expect(dangling?.kind == .foreignKey)
  }
}
