// SPDX-License-Identifier: Apache-2.0

import KindredExecution
import KindredPlan
import KindredSchema
import Testing

@Suite struct `Sort` {
  /// By hand: whether the left value comes first, 0 for ties.
  static func order(_ left: Value, _ right: Value, _ key: SortKey) -> Int {
    if left.isNull || right.isNull {
      if left.isNull && right.isNull { return 0 }
      return left.isNull == key.nullsFirst ? -1 : 1
    }
    let order = Filter.order(left, right) ?? 0
    return key.isDescending ? -order : order
  }

  static func sorted(_ rows: [[Value]], _ keys: [(column: Int, key: SortKey)]) -> [Int] {
    rows.indices.sorted { left, right in
      for (column, key) in keys {
        let order = order(rows[left][column], rows[right][column], key)
        if order != 0 { return order < 0 }
      }
      return left < right
    }
  }

  static let columns: [Expression] = [childID, childParent, childN, childLabel, childScore]

  static let orders: [[(column: Int, key: SortKey)]] = {
    var orders: [[(column: Int, key: SortKey)]] = []
    for column in columns.indices {
      for isDescending in [false, true] {
        for nullsFirst in [nil, true, false] {
          orders.append([
            (column, SortKey(columns[column], isDescending: isDescending, nullsFirst: nullsFirst))
          ])
        }
      }
    }
    orders.append([(2, SortKey(childN)), (3, SortKey(childLabel, isDescending: true))])
    orders.append([(3, SortKey(childLabel)), (4, SortKey(childScore, nullsFirst: false))])
    orders.append([
      (4, SortKey(childScore, isDescending: true)), (2, SortKey(childN, isDescending: true)),
      (0, SortKey(childID)),
    ])
    orders.append([
      (2, SortKey(childN, isDescending: true)), (0, SortKey(childID, isDescending: true)),
    ])
    orders.append([])
    return orders
  }()

  @Test(arguments: [0, 1, 2, 300, 2049])
  func `N07 sorts stably by any keys with NULLs where asked`(count: Int) throws {
    let children = someChildren(count, parents: 100)
    let world = try World(parents: someParents(100), children: children)
    for keys in Self.orders {
      let plan = PhysicalPlan(.sort(keys.map(\.key), scanChildren))
      #expect(
        try world.ids(plan, c, World.children) == Self.sorted(children, keys).map { RowID($0) }
      )
    }
  }

  @Test(arguments: [0, 1, 9000])
  func `top N is a stable sort with the limit after it`(count: Int) throws {
    let children = someChildren(count, parents: 100)
    let world = try World(parents: someParents(100), children: children)
    for (number, keys) in Self.orders.enumerated() where count < 100 || number % 4 == 1 {
      let sorted = Self.sorted(children, keys).map { RowID($0) }
      for (count, offset) in [(0, 0), (1, 0), (10, 3), (2048, 1), (3000, 2000), (1, 9999)] {
        let plan = PhysicalPlan(.topN(keys.map(\.key), count: count, offset: offset, scanChildren))
        let expected = Array(sorted.dropFirst(offset).prefix(count))
        #expect(try world.ids(plan, c, World.children) == expected)
      }
    }
  }

  @Test(arguments: [10, 300, 3000])
  func `X01 text sorts by bytes, whether few values or many`(count: Int) throws {
    let samples = [
      "\u{E9}", "e\u{301}", "z", "", "a", "a\0", "a\0\0\0\0\0\0\0b", "same prefix 1",
      "same prefix 2",
    ]
    let names = (0..<count).map { row -> String in
      row % 2 == 0 ? samples[row / 2 % samples.count] : "same prefix \(row &* 7919 % count)"
    }
    let world = try World(
      parents: names.enumerated().map { [.integer(Int64($0.offset)), .text($0.element), nil, nil] }
    )
    let rows = names.map { [Value.text($0)] }
    for isDescending in [false, true] {
      for expression in [parentName, .coalesce([parentName, text(nil)])] {
        let key = SortKey(expression, isDescending: isDescending)
        let plan = PhysicalPlan(.sort([key], scanParents))
        #expect(
          try world.ids(plan, p, World.parents)
            == Self.sorted(rows, [(0, key)]).map { RowID($0) }
        )
      }
    }
  }

  @Test func `V13 extremes and infinities sort at the ends, with NULLs beyond`() throws {
    let values: [Value] = [
      .real(.infinity), 1.5, .real(-.infinity), nil, -0.0, 0.0, .real(.leastNonzeroMagnitude),
      -1e308,
    ]
    let numbers: [Value] = [.integer(.max), 0, .integer(.min), nil, -1, 1, 5, 5]
    let world = try World(
      parents: values.indices.map { [.integer(Int64($0)), nil, numbers[$0], values[$0]] }
    )
    func ids(_ key: SortKey) throws -> [RowID] {
      try world.ids(PhysicalPlan(.sort([key], scanParents)), p, World.parents)
    }
    #expect(try ids(SortKey(parentWeight)) == [3, 2, 7, 4, 5, 6, 1, 0])
    #expect(try ids(SortKey(parentWeight, isDescending: true)) == [0, 1, 6, 4, 5, 7, 2, 3])
    #expect(try ids(SortKey(parentCode)) == [3, 2, 4, 1, 5, 6, 7, 0])
    #expect(try ids(SortKey(parentCode, isDescending: true)) == [0, 6, 7, 5, 1, 4, 2, 3])
  }

  @Test func `sorts computed columns and rows that a join padded`() throws {
    let children = someChildren(500, parents: 40)
    let world = try World(parents: someParents(40), children: children)
    let left = PhysicalPlan(
      .childExpansion(.left, parent: p, World.foreignKey, child: c, filter: nil, scanParents)
    )
    let plan = PhysicalPlan(
      .sort([SortKey(.arithmetic(.multiply, childN, integer(-1))), SortKey(childID)], left)
    )
    let rows = try world.rows(plan, [childN, childID])
    #expect(
      rows
        == rows.sorted { left, right in
          let order = Self.order(
            left[0],
            right[0],
            SortKey(childN, isDescending: true, nullsFirst: true)
          )
          return order != 0 ? order < 0 : Self.order(left[1], right[1], SortKey(childID)) < 0
        }
    )
    #expect(rows.count > 400)
  }
}
