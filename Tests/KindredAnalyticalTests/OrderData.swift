// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred

/// The rows of the order schema: the same at each run.
struct OrderData {
  var regions: [Region] = []
  var nations: [Nation] = []
  var suppliers: [Supplier] = []
  var customers: [Customer] = []
  var parts: [Part] = []
  var offers: [Offer] = []
  var orders: [Order] = []
  var items: [Item] = []
  private var random = Randomness(seed: 2026)

  init() {
    addPlaces()
    addTraders()
    addParts()
    for _ in 0..<1_500 { addOrder() }
  }

  private mutating func addPlaces() {
    regions = ["AFRICA", "AMERICA", "ASIA", "EUROPE", "OCEANIA"].map { Region(name: $0) }
    number(&regions, \.id)
    for index in 0..<25 {
      nations.append(Nation(name: "NATION \(index)", regionID: regions[index % 5].id))
    }
    number(&nations, \.id)
  }

  private mutating func addTraders() {
    for index in 0..<40 {
      let nation = random.element(of: nations).id
      suppliers.append(
        Supplier(name: "Supplier \(index)", nationID: nation, balance: random.next(below: 100_000))
      )
    }
    number(&suppliers, \.id)
    let segments = ["AUTOMOBILE", "BUILDING", "FURNITURE", "MACHINERY", "HOUSEHOLD"]
    for index in 0..<300 {
      let nation = random.element(of: nations).id
      customers.append(
        Customer(
          name: "Customer \(index)",
          nationID: nation,
          phone:
            "\(10 + nation.raw)-\(100 + random.next(below: 900))-\(random.next(below: 10_000))",
          segment: random.element(of: segments),
          balance: random.next(below: 110_000) - 10_000
        )
      )
    }
    number(&customers, \.id)
  }

  private mutating func addParts() {
    let finishes = ["PROMO BURNISHED", "PROMO PLATED", "STANDARD POLISHED", "ECONOMY ANODIZED"]
    let metals = ["BRASS", "COPPER", "NICKEL", "STEEL", "TIN"]
    for index in 0..<200 {
      let kind = "\(random.element(of: finishes)) \(random.element(of: metals))"
      parts.append(Part(name: "Part \(index)", kind: kind, size: 1 + random.next(below: 20)))
    }
    number(&parts, \.id)
    for part in parts {
      let first = random.next(below: suppliers.count)
      for step in 0..<4 {
        let supplier = suppliers[(first + step * 7) % suppliers.count].id
        // Few different costs, so that the least one is often had from several suppliers.
        offers.append(
          Offer(
            partID: part.id,
            supplierID: supplier,
            available: random.next(below: 1_000),
            cost: 100 * (1 + random.next(below: 10))
          )
        )
      }
    }
  }

  private mutating func addOrder() {
    let priorities = ["1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"]
    // A third of the customers never order.
    let customer = customers[random.next(below: 100) * 3 + random.next(below: 2)]
    let placed = Self.day(random.next(below: 2_400))
    let order = Order(
      id: ID(orders.count + 1),
      customerID: customer.id,
      placed: placed,
      priority: random.element(of: priorities)
    )
    orders.append(order)
    for _ in 0..<(1 + random.next(below: 7)) { addItem(of: order) }
  }

  private mutating func addItem(of order: Order) {
    let offer = random.element(of: offers)
    let shipped = order.placed + Self.days(1 + random.next(below: 120))
    let received = shipped + Self.days(1 + random.next(below: 30))
    let quantity = 1 + random.next(below: 50)
    items.append(
      Item(
        id: ID(items.count + 1),
        orderID: order.id,
        partID: offer.partID,
        supplierID: offer.supplierID,
        quantity: quantity,
        price: quantity * (900 + offer.partID.raw * 10),
        discount: random.next(below: 11),
        tax: random.next(below: 9),
        wasReturned: random.next(below: 4) == 0,
        status: received < Self.day(1_200) ? "F" : "O",
        shipped: shipped,
        committed: order.placed + Self.days(30 + random.next(below: 60)),
        received: received
      )
    )
  }

  /// So many days after the first of January 1992.
  static func day(_ number: Int) -> Date { Date(timeIntervalSince1970: 694_224_000) + days(number) }

  static func days(_ count: Int) -> TimeInterval { Double(count) * 86_400 }
}

private func number<Row: Entity>(_ rows: inout [Row], _ id: WritableKeyPath<Row, ID<Row>>)
where Row.Key == Int {
  for index in rows.indices { rows[index][keyPath: id] = ID(index + 1) }
}

/// Numbers that are the same at each run: splitmix64.
struct Randomness {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }

  mutating func element<Element>(of elements: [Element]) -> Element {
    elements[next(below: elements.count)]
  }
}
