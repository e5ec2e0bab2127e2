// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred

// An order schema of eight tables. Money is whole cents and rates are whole percents, so that sums are
// exact and do not depend on their order.

struct Region: Entity {
  var id: ID<Region> = .new
  var name: String
  static let table = Table("regions", Region.init)
}

struct Nation: Entity {
  var id: ID<Nation> = .new
  var name: String
  var regionID: ID<Region>
  static let region = toOne(\.regionID)
  static let table = Table("nations", Nation.init)
}

struct Supplier: Entity {
  var id: ID<Supplier> = .new
  var name: String
  var nationID: ID<Nation>
  var balance: Int
  static let nation = toOne(\.nationID)
  static let offers = toMany(\Offer.supplierID)
  static let table = Table("suppliers", Supplier.init)
}

struct Customer: Entity {
  var id: ID<Customer> = .new
  var name: String
  var nationID: ID<Nation>
  var phone: String
  var segment: String
  var balance: Int
  static let nation = toOne(\.nationID)
  static let orders = toMany(\Order.customerID)
  static let table = Table("customers", Customer.init)
}

struct Part: Entity {
  var id: ID<Part> = .new
  var name: String
  var kind: String
  var size: Int
  static let offers = toMany(\Offer.partID)
  static let table = Table("parts", Part.init)
}

/// A part as a supplier sells it.
struct Offer: Entity {
  var partID: ID<Part>
  var supplierID: ID<Supplier>
  var available: Int
  var cost: Int
  static let part = toOne(\.partID)
  static let supplier = toOne(\.supplierID)
  static let table = Table("offers", Offer.init).primaryKey(\.partID, \.supplierID)
}

struct Order: Entity {
  var id: ID<Order> = .new
  var customerID: ID<Customer>
  var placed: Date
  var priority: String
  static let customer = toOne(\.customerID)
  static let items = toMany(\Item.orderID)
  static let table = Table("orders", Order.init)
}

struct Item: Entity {
  var id: ID<Item> = .new
  var orderID: ID<Order>
  var partID: ID<Part>
  var supplierID: ID<Supplier>
  var quantity: Int
  var price: Int
  var discount: Int
  var tax: Int
  var wasReturned: Bool
  var status: String
  var shipped: Date
  var committed: Date
  var received: Date
  static let order = toOne(\.orderID)
  static let part = toOne(\.partID)
  static let supplier = toOne(\.supplierID)
  static let table = Table("items", Item.init)
}
