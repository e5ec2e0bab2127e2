// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema
import Testing

@testable import KindredExecution

/// Set operations and the first rows per key, at the sizes where batches end.
@Suite struct `Rows of sets` {
  private let u = SourceID(90)

  private func column(_ index: Int, _ type: ColumnType) -> Expression {
    .column(ColumnReference(u, index, type))
  }

  @Test(arguments: boundaryCounts)
  func `combine in the order of the first input, then of the second`(count: Int) throws {
    let children = someChildren(count, parents: 20)
    let world = try World(parents: someParents(20), children: children)
    let left = PhysicalOperation.Operand(scanChildren, [childLabel, childN])
    let right = PhysicalOperation.Operand(
      PhysicalPlan(
        .filter(.comparison(.less, childN, .literal(.integer(3), .integer)), scanChildren)
      ),
      [childLabel, childN]
    )
    let first = children.map { [$0[3], $0[2]] }
    let second = first.filter { $0[1].integer.map { $0 < 3 } ?? false }
    let members = Set(second)
    for operation in SetOperation.allCases {
      let candidates =
        switch operation {
        case .union, .unionAll: first + second
        case .intersect: first.filter(members.contains)
        case .except: first.filter { !members.contains($0) }
        }
      var seen: Set<[Value]> = []
      let expected = candidates.filter { operation == .unionAll || seen.insert($0).inserted }
      let plan = PhysicalPlan(.setOperation(u, operation, .general, left, right))
      let found = try world.rows(plan, [column(0, .text), column(1, .integer)])
      #expect(found == expected, "\(operation)")
    }
  }

  @Test(arguments: boundaryCounts)
  func `keep the rows of a table as rows`(count: Int) throws {
    let world = try World(
      parents: someParents(20),
      children: someChildren(count, parents: 20)
    )
    let all = PhysicalOperation.Operand(scanChildren, [.row(c)])
    let some = PhysicalOperation.Operand(
      PhysicalPlan(.limit(count: 10, offset: 3, scanChildren)),
      [.row(c)]
    )
    let rows = (0..<RowID(count)).map(\.self)
    let few = Array(rows.dropFirst(3).prefix(10))
    for (operation, expected) in [
      (SetOperation.union, few + rows.filter { !few.contains($0) }), (.unionAll, few + rows),
      (.intersect, few), (.except, []),
    ] {
      let plan = PhysicalPlan(.setOperation(u, operation, .rows(World.children), some, all))
      #expect(try world.ids(plan, u, World.children) == expected, "\(operation)")
    }
  }

  @Test(arguments: boundaryCounts)
  func `keep the first of each key, in the order of the input`(count: Int) throws {
    let children = someChildren(count, parents: 20)
    let world = try World(parents: someParents(20), children: children)
    let orders: [([SortKey], (Int) -> [Value])] = [
      ([], { _ in [] }),
      ([SortKey(childN, isDescending: true)], { [children[$0][2]] }),
      ([SortKey(childLabel), SortKey(childScore)], { [children[$0][3], children[$0][4]] }),
    ]
    for (order, values) in orders {
      let sorted = children.indices.sorted { left, right in
        for (index, pair) in zip(values(left), values(right)).enumerated() where pair.0 != pair.1 {
          if pair.0.isNull { return order[index].nullsFirst }
          if pair.1.isNull { return !order[index].nullsFirst }
          return pair.0.precedes(pair.1) != order[index].isDescending
        }
        return left < right
      }
      for (offset, wanted) in [(0, 1), (0, 3), (1, 2), (2, nil)] as [(Int, Int?)] {
        var counts: [Value: Int] = [:]
        let kept = sorted.filter { position in
          let number = counts[children[position][1], default: 0]
          counts[children[position][1]] = number + 1
          return number >= offset && wanted.map { number < offset + $0 } ?? true
        }
        for (keys, domain) in [
          ([childParent], KeyDomain.general), ([childParentRow], .rows(World.parents)),
        ] {
          let plan = PhysicalPlan(
            .firstPerKey(
              keys: keys,
              order: order,
              count: wanted,
              offset: offset,
              domain,
              scanChildren
            )
          )
          #expect(
            try world.ids(plan, c, World.children) == kept.sorted().map { RowID($0) },
            "\(order.count) keys, \(offset), \(wanted ?? -1)"
          )
        }
      }
    }
  }

  @Test func `without keys keep the first of all rows`() throws {
    let world = try World(parents: someParents(3000))
    let plan = PhysicalPlan(
      .firstPerKey(keys: [], order: [], count: 2, offset: 1, .general, scanParents)
    )
    #expect(try world.ids(plan, p, World.parents) == [1, 2])
  }
}

extension Value {
  fileprivate var integer: Int64? {
    if case .integer(let value) = self { value } else { nil }
  }

  /// Whether a value comes before another of its class.
  fileprivate func precedes(_ other: Value) -> Bool {
    switch (self, other) {
    case (.integer(let left), .integer(let right)): left < right
    case (.real(let left), .real(let right)): left < right
    case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.null, _), (.integer, _), (.real, _), (.text, _): false
    }
  }
}
