// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred
import Testing

private struct Loose: Entity {
  var label: String
  static let table = Table("loose", Loose.init)
}

private struct Shadowing: Entity {
  var id: ID<Shadowing> = .new
  var exists: Bool = true
  static let table = Table("shadowing", Shadowing.init)
}

private struct Swapped: Entity {
  var id: ID<Swapped> = .new
  var first: String
  var second: String
  init(id: ID<Swapped>, second: String, first: String) {
    self.id = id
    self.first = first
    self.second = second
  }
  static let table = Table("swapped", Swapped.init)
}

private struct Wrapped: Entity {
  var id: ID<Wrapped> = .new
  private var hidden = 1
  var label: String
  init(id: ID<Wrapped>, label: String) {
    self.id = id
    self.label = label
  }
  static let table = Table("wrapped", Wrapped.init)
}

private struct Everything: Entity {
  var id: ID<Everything> = .new
  var flag: Bool = true
  var small: Int8 = -8
  var maybeFlag: Bool? = nil
  var byte: UInt8? = 255
  var wide: Int64 = .min
  var real: Double? = nil
  var date: Date? = nil
  var moment: Date = Date(timeIntervalSince1970: 1.5)
  var text: String? = nil
  var status: Status? = .published
  var other: ID<Tag>? = nil
  static let table = Table("everything", Everything.init)
}

private struct Country: Entity {
  typealias Key = String
  var id: ID<Country>
  var name: String
  static let cities = toMany(\City.countryID)
  static let table = Table("countries", Country.init)
}

private struct City: Entity {
  var countryID: ID<Country>
  var name: String
  static let country = toOne(\.countryID)
  static let table = Table("cities", City.init).primaryKey(\.countryID, \.name)
}

private struct Street: Entity {
  var id: ID<Street> = .new
  var country: ID<Country>
  var city: String
  var name: String
  static let cityRow = toOne(\.country, \.city, to: \City.countryID, \City.name)
  static let table = Table("streets", Street.init)
    .foreignKey(\.country, \.city, references: \City.countryID, \City.name, onDelete: .cascade)
}

@Suite struct `The declaration of a database` {
  @Test func `reports every fault at once`() throws {
    let error = #expect(throws: KindredError.self) {
      try Database(Loose.self, Shadowing.self, Swapped.self, Wrapped.self, BookTag.self, Tag.self)
    }
    let message = try #require(error?.message)
    #expect(error?.kind == .schema)
    #expect(message.contains("loose has no primary key"))
    #expect(message.contains("shadowing.exists"))
    #expect(message.contains("swapped: the initialiser does not take the columns in the order"))
    #expect(message.contains("wrapped: the initialiser takes 2 columns"))
    #expect(message.contains("book_tags.bookID refers to Book, which is not among the types"))
  }

  @Test func `takes each model once`() throws {
    let error = #expect(throws: KindredError.self) { try Database(Tag.self, Tag.self) }
    #expect(error?.message.contains("Tag is listed twice") == true)
  }

  @Test func `F55 stores and reads back every type of column`() throws {
    let db = try Database(Everything.self, Tag.self)
    var full = Everything()
    full.id = 7
    full.maybeFlag = false
    full.real = 1.25
    full.date = Date(timeIntervalSince1970: -3)
    full.text = "é"
    full.byte = nil
    full.status = nil
    try db.write { s in
      try s.insert([Everything(), full])
    }
    let rows = try db.read { s in try Everything.all.rows(s) }
    var expected = Everything()
    expected.id = 1
    #expect(rows.map { "\($0)" } == ["\(expected)", "\(full)"])
    let live = try db.read { s in try Everything.find(s, 7).row }
    #expect("\(live)" == "\(full)")
  }

  @Test func `F54 takes text keys, composite keys and references to them`() throws {
    let db = try Database(Country.self, City.self, Street.self)
    try db.write { s in
      let norway = try s.add(Country(id: "no", name: "Norway"))
      try s.add(City(countryID: norway.id, name: "Oslo"))
      try s.add(Street(country: "no", city: "Oslo", name: "Main"))
    }
    try db.read { s in
      let street = try Street.where { $0.cityRow.country.name == "Norway" }.one(s)
      let name = try street.cityRow.country.name
      #expect(name == "Norway")
      let cities = try Country.find(s, "no").cities.map(\.name)
      #expect(cities == ["Oslo"])
      let (joined, log) = try s.counting {
        try Street.all.with(\.cityRow) { $0.with(\.country) }.fetch(s)
      }
      #expect(joined.count == 1)
      #expect(log.count == 1)
    }
    let error = #expect(throws: KindredError.self) {
      try db.write { s in _ = try s.insert([Street(country: "no", city: "Bergen", name: "X")]) }
    }
    #expect(error?.kind == .foreignKey)
    try db.write { s in try City.all.delete(s) }
    #expect(try db.read { s in try Street.all.count(s) } == 0)
  }
}
