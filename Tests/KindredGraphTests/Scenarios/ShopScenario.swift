// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// A shop: orders of a customer with lines of products, products in a tree of groups.
@Suite struct `A shop` {
  struct Customer: Entity {
    var id: ID<Customer> = .new
    var email: String
    static let orders = toMany(\Order.customerID)
    static let products = toMany(over: \.orders, \.products)
    static let table = Table("customers", Customer.init).unique(\.email)
  }
  struct Order: Entity {
    var id: ID<Order> = .new
    var customerID: ID<Customer>
    var day: Int
    var isPaid: Bool = false
    static let customer = toOne(\.customerID)
    static let lines = toMany(\Line.orderID)
    static let products = toMany(through: \Line.orderID, \.productID)
    static let table = Table("orders", Order.init)
  }
  struct Line: Entity {
    var orderID: ID<Order>
    var productID: ID<Product>
    var count: Int
    var price: Int
    static let order = toOne(\.orderID)
    static let product = toOne(\.productID)
    static let table = Table("lines", Line.init).primaryKey(\.orderID, \.productID)
      .foreignKey(\.orderID, onDelete: .cascade).foreignKey(\.productID, onDelete: .restrict)
      .check("count") { $0.count > 0 }
  }
  struct Product: Entity {
    var id: ID<Product> = .new
    var groupID: ID<Group>? = nil
    var name: String
    var price: Int
    static let group = toOne(\.groupID)
    static let lines = toMany(\Line.productID)
    static let table = Table("products", Product.init)
  }
  struct Group: Entity {
    var id: ID<Group> = .new
    var parentID: ID<Group>? = nil
    var name: String
    static let parent = toOne(\.parentID)
    static let children = toMany(\Group.parentID)
    static let products = toMany(\Product.groupID)
    static let table = Table("groups", Group.init)
  }

  let db: Database

  init() throws {
    db = try Database(Customer.self, Order.self, Line.self, Product.self, Group.self)
    try db.write { s in
      try s.insert([
        Group(name: "all"), Group(parentID: 1, name: "food"), Group(parentID: 2, name: "fruit"),
      ])
      try s.insert([
        Product(groupID: 3, name: "apple", price: 2), Product(groupID: 2, name: "bread", price: 3),
        Product(name: "gift", price: 9),
      ])
      try s.insert([Customer(email: "a"), Customer(email: "b")])
      try s.insert([
        Order(customerID: 1, day: 1, isPaid: true), Order(customerID: 1, day: 2),
        Order(customerID: 1, day: 3, isPaid: true),
      ])
      try s.insert([
        Line(orderID: 1, productID: 1, count: 4, price: 2),
        Line(orderID: 1, productID: 2, count: 1, price: 3),
        Line(orderID: 2, productID: 1, count: 1, price: 2),
        Line(orderID: 3, productID: 3, count: 2, price: 8),
      ])
    }
  }

  @Test func `F50 invoices: customers, orders, lines, products and groups in three statements`()
    throws
  {
    try db.read { s in
      s.notLoaded = .forbid
      let (customers, log) = try s.counting {
        try Customer.all
          .with(\.orders) {
            $0.order { $0.day.descending }
              .with(\.lines) { $0.with(\.product) { $0.with(\.group) { $0.with(\.parent) } } }
          }.fetch(s)
      }
      #expect(log.count == 3)
      let invoices = try customers.map { customer in
        try customer.orders.map { order in
          try order.lines.map { line in
            let product = try line.product
            return "\(line.count) \(product.name) of \(try product.group?.parent?.name ?? "-")"
          }
        }
      }
      #expect(
        invoices == [
          [["2 gift of -"], ["1 apple of food"], ["4 apple of food", "1 bread of all"]], [],
        ]
      )
      let apples = try customers[0].orders.flatMap { try $0.lines.map { try $0.product } }
        .filter { $0.name == "apple" }
      #expect(Set(apples).count == 1)
    }
  }

  @Test func `F50 turnover per customer, latest paid orders, products never sold`() throws {
    try db.read { s in
      let turnover = try Line.all.group { $0.order.customer.email }
        .select { g, email in (email, g.sum { $0.count * $0.price }) }.fetch(s)
      #expect(turnover.map(\.0) == ["a"])
      #expect(turnover.map(\.1) == [29])
      let paid = Slot<Customer, Order>()
      let (customers, log) = try s.counting {
        try Customer.all.with(\.orders, as: paid) {
          $0.where { $0.isPaid }.order { $0.day.descending }.limit(1)
        }.with(\.products).fetch(s)
      }
      #expect(log.count == 3)
      #expect(try customers.map { try $0[paid].map(\.day) } == [[3], []])
      #expect(try customers[0].products.map(\.name) == ["apple", "bread", "gift"])
      #expect(try Product.where { $0.lines.isEmpty }.count(s) == 0)
    }
  }

  @Test func `F50 an order is written whole or not at all, and a sold product stays`() throws {
    try db.write { s in
      let orders = try Customer.find(s, 1).orders
      #expect(orders.count == 3)
      #expect(throws: KindredError.self) {
        try s.savepoint {
          let order = try s.add(Order(customerID: 1, day: 4))
          try s.add(Line(orderID: order.id, productID: 1, count: 1, price: 2))
          try s.add(Line(orderID: order.id, productID: 2, count: 0, price: 2))
          try s.flush()
        }
      }
      #expect(try Customer.find(s, 1).orders.count == 3)
      let apple = try Product.find(s, 1)
      let error = #expect(throws: KindredError.self) { try s.delete(apple) }
      #expect(error?.kind == .foreignKey)
      #expect(!apple.isDeleted)
      let order = try Order.all.with(\.lines).fetch(s)[0]
      let line = try order.lines[0]
      try s.delete(order)
      #expect(line.isDeleted)
      #expect(try Customer.find(s, 1).orders.map(\.day) == [2, 3])
    }
  }
}
