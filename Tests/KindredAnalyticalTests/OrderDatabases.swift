// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred
import KindredSQLite
import Testing

/// The same rows in Kindred and in SQLite.
struct OrderDatabases {
  let kindred: Database
  let sqlite: SQLiteConnection

  init() throws {
    let data = OrderData()
    kindred = try Database(
      Region.self,
      Nation.self,
      Supplier.self,
      Customer.self,
      Part.self,
      Offer.self,
      Order.self,
      Item.self
    )
    sqlite = try SQLiteConnection(SQLiteLibrary.load())
    try sqlite.execute(Self.schema)
    try kindred.write { s in
      try s.insert(data.regions)
      try s.insert(data.nations)
      try s.insert(data.suppliers)
      try s.insert(data.customers)
      try s.insert(data.parts)
      try s.insert(data.offers)
      try s.insert(data.orders)
      try s.insert(data.items)
    }
    try sqlite.execute("BEGIN")
    try fill("regions", data.regions) { [int($0.id.raw), .text($0.name)] }
    try fill("nations", data.nations) {
      [int($0.id.raw), .text($0.name), int($0.regionID.raw)]
    }
    try fill("suppliers", data.suppliers) {
      [int($0.id.raw), .text($0.name), int($0.nationID.raw), int($0.balance)]
    }
    try fill("customers", data.customers) {
      [
        int($0.id.raw), .text($0.name), int($0.nationID.raw), .text($0.phone), .text($0.segment),
        int($0.balance),
      ]
    }
    try fill("parts", data.parts) {
      [int($0.id.raw), .text($0.name), .text($0.kind), int($0.size)]
    }
    try fill("offers", data.offers) {
      [int($0.partID.raw), int($0.supplierID.raw), int($0.available), int($0.cost)]
    }
    try fill("orders", data.orders) {
      [int($0.id.raw), int($0.customerID.raw), date($0.placed), .text($0.priority)]
    }
    try fill("items", data.items) {
      [
        int($0.id.raw), int($0.orderID.raw), int($0.partID.raw), int($0.supplierID.raw),
        int($0.quantity), int($0.price), int($0.discount), int($0.tax),
        int($0.wasReturned ? 1 : 0), .text($0.status), date($0.shipped), date($0.committed),
        date($0.received),
      ]
    }
    try sqlite.execute("COMMIT")
  }

  private func fill<Row>(
    _ table: String,
    _ rows: [Row],
    _ values: (Row) -> [SQLiteValue]
  ) throws {
    let places = rows.first.map { values($0).map { _ in "?" }.joined(separator: ",") } ?? ""
    let insert = try sqlite.prepare("INSERT INTO \(table) VALUES (\(places))")
    for row in rows {
      for (index, value) in values(row).enumerated() { try insert.bind(index + 1, value) }
      try insert.run()
      insert.reset()
    }
  }

  private static let schema = """
    CREATE TABLE regions(id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE nations(id INTEGER PRIMARY KEY, name TEXT, regionID INTEGER);
    CREATE TABLE suppliers(id INTEGER PRIMARY KEY, name TEXT, nationID INTEGER, balance INTEGER);
    CREATE TABLE customers(
      id INTEGER PRIMARY KEY, name TEXT, nationID INTEGER, phone TEXT, segment TEXT,
      balance INTEGER);
    CREATE TABLE parts(id INTEGER PRIMARY KEY, name TEXT, kind TEXT, size INTEGER);
    CREATE TABLE offers(
      partID INTEGER, supplierID INTEGER, available INTEGER, cost INTEGER,
      PRIMARY KEY(partID, supplierID));
    CREATE TABLE orders(
      id INTEGER PRIMARY KEY, customerID INTEGER, placed INTEGER, priority TEXT);
    CREATE TABLE items(
      id INTEGER PRIMARY KEY, orderID INTEGER, partID INTEGER, supplierID INTEGER,
      quantity INTEGER, price INTEGER, discount INTEGER, tax INTEGER, wasReturned INTEGER,
      status TEXT, shipped INTEGER, committed INTEGER, received INTEGER);
    CREATE INDEX orders_customer ON orders(customerID);
    CREATE INDEX items_order ON items(orderID);
    CREATE INDEX items_part ON items(partID, supplierID);
    """
}

private func int(_ value: Int) -> SQLiteValue { .integer(Int64(value)) }

/// Whole microseconds since 1970, as Kindred holds a date.
private func date(_ value: Date) -> SQLiteValue {
  .integer(Int64((value.timeIntervalSince1970 * 1_000_000).rounded()))
}

// MARK: - Asking both

extension OrderDatabases {
  /// Expects the query to yield the rows that SQLite yields, in the same order.
  func expect<each V: ColumnValue>(
    _ query: Selection<repeat each V>,
    equals sql: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let own = try kindred.read { s in
      try query.fetch(s).map { row in
        var texts: [String] = []
        for value in repeat each row { texts.append(text(of: value)) }
        return texts.joined(separator: "|")
      }
    }
    let other = try rows(of: sql)
    #expect(
      !other.isEmpty,
      "a question without an answer shows nothing",
      sourceLocation: sourceLocation
    )
    #expect(own == other, sourceLocation: sourceLocation)
  }

  /// SQLite's rows, their values separated by bars.
  func rows(of sql: String) throws -> [String] {
    let statement = try sqlite.prepare(sql)
    var rows: [String] = []
    while try statement.step() {
      rows.append(
        (0..<statement.columnCount).map { text(of: statement.value(at: $0)) }.joined(separator: "|")
      )
    }
    return rows
  }

  /// The microseconds of a day of the data, for SQL.
  static func day(_ number: Int) -> Int64 {
    Int64(OrderData.day(number).timeIntervalSince1970) * 1_000_000
  }
}

private func text(of value: some ColumnValue) -> String {
  switch value {
  case let value as Double: rounded(value)
  case let value as Double?: value.map(rounded) ?? "NULL"
  case let value as Int?: value.map { "\($0)" } ?? "NULL"
  case let value as String?: value ?? "NULL"
  case let value as Date: "\(Int64((value.timeIntervalSince1970 * 1_000_000).rounded()))"
  case let value as Bool: value ? "1" : "0"
  default: "\(value)"
  }
}

func text(of value: SQLiteValue) -> String {
  switch value {
  case .null: "NULL"
  case .integer(let value): "\(value)"
  case .real(let value): rounded(value)
  case .text(let value): value
  case .bytes(let value): "\(value)"
  }
}

/// Nine digits: averages may differ in the last ones.
private func rounded(_ value: Double) -> String { String(format: "%.9g", value) }
