// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred
import KindredQuery
import KindredSQLite
import KindredSchema
import Testing

/// The SQL of a query, run by SQLite over the same rows, yields what the query yields.
///
/// Random queries are compared by the fuzzer, whose SQL comes from the same printer.
@Suite(.serialized) struct `SQL text of queries` {
  let databases: OrderDatabases

  init() throws { databases = try OrderDatabases() }

  /// Compares as bags, and in order where the query states an order of all rows.
  private func expectSame<Q: QueryForm, Row>(
    _ query: Q,
    inOrder: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ rows: (Q, Session) throws -> [Row]
  ) throws {
    try databases.kindred.read { s in
      func texts(_ rows: [[SQLiteValue]]) -> [String] {
        let texts = rows.map { $0.map(text(of:)).joined(separator: "|") }
        return inOrder ? texts : texts.sorted()
      }
      let own = texts(try rows(query, s).map(cells(of:)))
      let bound = try query.boundSQL(s)
      let literal = BoundSQL(text: try query.sql(s))
      #expect(!own.isEmpty, "no rows show nothing", sourceLocation: sourceLocation)
      #expect(texts(try databases.sqlite.rows(bound)) == own, sourceLocation: sourceLocation)
      #expect(texts(try databases.sqlite.rows(literal)) == own, sourceLocation: sourceLocation)
    }
  }

  @Test func `of models`() throws {
    let local = Customer.where { $0.nation.region.name == "ASIA" }
    let queries: [Query<Customer>] = [
      Customer.all,
      Customer.where { $0.segment == "BUILDING" && !$0.phone.hasPrefix("1") },
      Customer.where { $0.orders.isEmpty || $0.orders.count > 7 },
      Customer.where { $0.orders.any { $0.items.all { $0.quantity > 5 } } },
      Customer.where { c in
        Supplier.where { $0.nationID == c.nationID && $0.balance > 90_000 }.exists
      },
      Customer.where {
        $0.id.in(Order.where { $0.priority == "1-URGENT" }.select { $0.customerID })
      },
      Customer.where { !$0.id.in(Order.all.select { $0.customerID }) },
      Customer.all.exclude { $0.orders.max { $0.placed } > OrderData.day(1_000) },
      local.union(Customer.where { $0.balance < 0 }),
      local.intersect(Customer.where { $0.balance > 0 }).except(
        Customer.where { $0.orders.isEmpty }
      ),
      local.unionAll(local.order { $0.name.descending }.limit(3)).where { $0.balance > 10 },
    ]
    for query in queries { try expectSame(query) { try $0.rows($1) } }
    let ordered: [Query<Customer>] = [
      local.order { ($0.nation.name.descending, $0.balance.ascending, $0.id.ascending) }.offset(2)
        .limit(9),
      Customer.all.distinct({ $0.segment }, picking: { ($0.balance.descending, $0.id.ascending) })
        .order { $0.name.ascending },
      Customer.all.first(2, per: { $0.nationID }, order: { $0.balance.ascending })
        .order { ($0.nationID.ascending, $0.balance.ascending, $0.id.ascending) },
    ]
    for query in ordered { try expectSame(query, inOrder: true) { try $0.rows($1) } }
  }

  @Test func `of values`() throws {
    let texts = Customer.where { $0.id < 40 }.select {
      (
        $0.name.uppercased, $0.phone.substring(from: 4, length: 3), $0.name.length,
        $0.name.replacing("Customer", with: "it's").appending("!"), $0.phone.position(of: "-"),
        $0.name.like("%_1%"), $0.name.glob("*[0-5]"), $0.balance.cast(to: String.self)
      )
    }
    try expectSame(texts) { try $0.fetch($1) }
    let numbers = Item.where { $0.id < 60 }.select {
      (
        $0.price / $0.discount, $0.price % 7, -$0.quantity * 3 - 1, $0.price.asDouble / 3.5,
        ($0.quantity > 20).then("many").when($0.quantity > 10, then: "some").else("few"),
        $0.discount.nullIf(0), least($0.tax, $0.discount), $0.wasReturned && $0.price > 500
      )
    }
    try expectSame(numbers) { try $0.fetch($1) }
    let dates = Item.where { $0.id < 60 }.select {
      (
        $0.shipped.year, $0.shipped.month, $0.received.seconds(since: $0.shipped),
        $0.shipped.startOfDay,
        $0.shipped + .seconds(90), $0.committed.adding(days: -3), $0.shipped < $0.committed
      )
    }
    try expectSame(dates) { try $0.fetch($1) }
    let related = Supplier.all.select { s in
      (
        s.nation.name, s.offers.count, s.offers.max { $0.cost }, s.offers.avg { $0.available },
        s.offers.sum {
          $0.cost
        } where: {
          $0.available > 50
        },
        Item.where { $0.supplierID == s.id }.order { ($0.price.descending, $0.id.ascending) }.first
        { $0.partID }
      )
    }
    try expectSame(related) { try $0.fetch($1) }
    try expectSame(Part.all.select { ($0.size, $0.kind) }.distinct()) { try $0.fetch($1) }
    let sizes = Part.all.select { $0.size }
    try expectSame(sizes.except(Part.where { $0.size < 5 }.select { $0.size })) { try $0.fetch($1) }
    try expectSame(sizes.union(sizes).order { $0.descending }.limit(3), inOrder: true) {
      try $0.fetch($1)
    }
  }

  @Test func `of rows with annotations`() throws {
    let query = Customer.all.annotate { ($0.orders.count, $0.balance / 7) }
      .where { _, count, _ in count > 3 }
    try expectSame(query) { try $0.rows($1) }
    let ordered = query.order { c, count, _ in (count.descending, c.id.ascending) }.limit(8)
    try expectSame(ordered, inOrder: true) { try $0.rows($1) }
  }

  @Test func `of groups`() throws {
    let years = Item.all.group { ($0.shipped.year, $0.status) }
    try expectSame(years) { query, s in
      try query.select { _, year, status in (year, status) }.fetch(s)
    }
    let query = years.having { $0.count > 10 }
      .order { g, year, status in (g.sum { $0.price }.descending, year.ascending, status.ascending)
      }
      .select { g, year, status in
        (
          year, status, g.count, g.countDistinct { $0.supplierID }, g.min { $0.price },
          g.avg { $0.discount }, g.total { $0.price } / 2, g.count { $0.wasReturned },
          g.sum {
            $0.price
          } where: {
            $0.tax > 3
          }
        )
      }
    try expectSame(query, inOrder: true) { try $0.fetch($1) }
    let joined = Nation.all.leftJoin(Supplier.self) { n, s in s.nationID == n.id }
      .group { n, _ in n.name }
      .select { g, name in (name, g.count { _, s in s.exists }, g.sum { _, s in s.balance }) }
    try expectSame(joined) { try $0.fetch($1) }
  }

  @Test func `of joined rows`() throws {
    let two = Nation.all.join(Supplier.self) { n, s in s.nationID == n.id }
      .where { _, s in s.balance > 5_000 }
    try expectSame(two) { try $0.rows($1) }
    let three = two.join(Offer.self) { _, s, o in o.supplierID == s.id && o.cost < s.balance / 50 }
    try expectSame(three) { try $0.rows($1) }
    let four = three.join(Part.self) { _, _, o, p in p.id == o.partID && p.size > 15 }
    try expectSame(four) { try $0.rows($1) }
    let five = four.join(Region.self) { n, _, _, _, r in r.id == n.regionID && r.name != "ASIA" }
    try expectSame(five) { try $0.rows($1) }
    let six = five.join(Nation.self) { n, _, _, _, r, m in m.regionID == r.id && m.id > n.id }
    try expectSame(six) { try $0.rows($1) }
    let outer: [Selection<String?, String?>] = [
      Nation.all.leftJoin(Supplier.self) { n, s in s.nationID == n.id && s.balance > 50_000 }
        .select { n, s in (n.name.optional, s.name) },
      Supplier.where { $0.balance > 50_000 }.rightJoin(Nation.self) { s, n in s.nationID == n.id }
        .select { s, n in (n.name.optional, s.name) },
      Supplier.where { $0.balance > 90_000 }
        .fullJoin(Customer.self) { s, c in s.nationID == c.nationID && c.balance < 0 }
        .select { s, c in (c.name, s.name) },
    ]
    for query in outer { try expectSame(query) { try $0.fetch($1) } }
    let pairs = Region.all.crossJoin(Region.self).order { a, b in
      (b.name.ascending, a.name.ascending)
    }
    try expectSame(pairs, inOrder: true) { try $0.rows($1) }
  }

  @Test func `of a prepared query has the values that it was called with`() throws {
    let prepared = Prepared { (size: Expr<Int>, kind: Expr<String>) in
      Part.where { $0.size > size && $0.kind != kind }
    }
    let query = prepared(15, "it's")
    try expectSame(query) { try $0.rows($1) }
    try databases.kindred.read { s in
      let bound = try query.boundSQL(s)
      #expect(bound.values == [.integer(15), .text("it's")])
      #expect(bound.text.hasSuffix("WHERE p.size > ? AND p.kind <> ?"))
      #expect(try query.sql(s).hasSuffix("WHERE p.size > 15 AND p.kind <> 'it''s'"))
    }
  }

  @Test func `of an update is the UPDATE`() throws {
    try databases.kindred.write { s in
      let update = Part.where { $0.offers.count == 4 && $0.size > 10 }.updating {
        $0.size = $0.size * 2
        $0.kind = $0.kind.appending("'")
      }
      try databases.sqlite.execute("BEGIN")
      _ = try databases.sqlite.rows(try update.boundSQL(s))
      try update.run(s)
      let own = try Part.all.rows(s).map { cells(of: $0) }
      #expect(try databases.sqlite.rows(try Part.all.boundSQL(s)) == own)
      try databases.sqlite.execute("ROLLBACK; BEGIN")
      try databases.sqlite.execute(update.sql(s))
      try databases.sqlite.execute("ROLLBACK")
    }
  }

  @Test func `of a query that cannot run is its mistake`() throws {
    try databases.kindred.read { s in
      #expect(throws: KindredError.self) { try Part.all.limit(-1).sql(s) }
      #expect(throws: KindredError.self) { try Part.all.limit(1).where { $0.size > 2 }.boundSQL(s) }
    }
  }
}

/// The values of a row, of models, tuples and values within each other, as SQLite has them.
private func cells(of row: Any) -> [SQLiteValue] {
  if let value = row as? any ColumnValue {
    let form = type(of: value).columnForm
    return [SQLiteValue(SQLValue(value.columnCell.value, form.type))]
  }
  return Mirror(reflecting: row).children.flatMap { cells(of: $0.value) }
}
