// SPDX-License-Identifier: Apache-2.0

import KindredExecution
import KindredPlan
import KindredSchema
import Testing

@Suite struct `Aggregation` {
  private func aggregate(
    _ keys: [Expression],
    _ aggregates: [Aggregate],
    _ domain: KeyDomain = .general,
    _ input: PhysicalPlan
  ) -> PhysicalPlan {
    PhysicalPlan(.aggregate(s, keys: keys, aggregates: aggregates, domain, input))
  }

  private func outputs(_ keys: [Expression], _ aggregates: [Aggregate]) -> [Expression] {
    (keys.map(\.type) + aggregates.map(\.type)).enumerated().map {
      computed(s, $0.offset, $0.element)
    }
  }

  private func rows(
    _ world: World,
    _ keys: [Expression],
    _ aggregates: [Aggregate],
    _ input: PhysicalPlan,
    _ domain: KeyDomain = .general
  ) throws -> [[Value]] {
    try world.rows(aggregate(keys, aggregates, domain, input), outputs(keys, aggregates))
  }

  static let everything: [Aggregate] = [
    Aggregate(.count), Aggregate(.count, childN), Aggregate(.countDistinct, childN),
    Aggregate(.sum, childN), Aggregate(.total, childN), Aggregate(.average, childN),
    Aggregate(.minimum, childN), Aggregate(.maximum, childN), Aggregate(.sum, childScore),
    Aggregate(.total, childScore), Aggregate(.average, childScore),
    Aggregate(.minimum, childScore), Aggregate(.maximum, childScore),
    Aggregate(.minimum, childLabel), Aggregate(.maximum, childLabel),
    Aggregate(.countDistinct, childLabel),
  ]

  @Test func `N08 on no rows: count 0, total 0.0, all else NULL; no row with keys`() throws {
    let world = try World()
    #expect(
      try rows(world, [], Self.everything, scanChildren) == [
        [0, 0, 0, nil, 0.0, nil, nil, nil, nil, 0.0, nil, nil, nil, nil, nil, 0]
      ]
    )
    #expect(try rows(world, [childN], Self.everything, scanChildren) == [])
  }

  @Test func `N09 aggregates skip NULL, over only NULLs they are as over no rows`() throws {
    let world = try World(children: [[1, nil, nil, nil, nil], [2, nil, nil, nil, nil]])
    #expect(
      try rows(world, [], Self.everything, scanChildren) == [
        [2, 0, 0, nil, 0.0, nil, nil, nil, nil, 0.0, nil, nil, nil, nil, nil, 0]
      ]
    )
  }

  /// By hand, over the values of one group.
  private static func expected(_ rows: [[Value]]) -> [Value] {
    let ns = rows.compactMap { if case .integer(let n) = $0[2] { n } else { nil } }
    let scores = rows.compactMap { if case .real(let score) = $0[4] { score } else { nil } }
    let labels = rows.compactMap { if case .text(let label) = $0[3] { label } else { nil } }
    let sum = ns.reduce(0, +)
    let realSum = scores.reduce(0, +)
    return [
      .integer(Int64(rows.count)), .integer(Int64(ns.count)), .integer(Int64(Set(ns).count)),
      ns.isEmpty ? nil : .integer(sum), .real(Double(sum)),
      ns.isEmpty ? nil : .real(Double(sum) / Double(ns.count)),
      ns.min().map { .integer($0) } ?? nil, ns.max().map { .integer($0) } ?? nil,
      scores.isEmpty ? nil : .real(realSum), .real(realSum),
      scores.isEmpty ? nil : .real(realSum / Double(scores.count)),
      scores.min().map { .real($0) } ?? nil, scores.max().map { .real($0) } ?? nil,
      labels.min().map { .text($0) } ?? nil, labels.max().map { .text($0) } ?? nil,
      .integer(Int64(Set(labels).count)),
    ]
  }

  private static func grouped(
    _ rows: [[Value]],
    by key: ([Value]) -> [Value]
  ) -> [[Value]] {
    var order: [[Value]] = []
    var groups: [[Value]: [[Value]]] = [:]
    for row in rows {
      if groups[key(row)] == nil { order.append(key(row)) }
      groups[key(row), default: []].append(row)
    }
    return order.map { $0 + expected(groups[$0] ?? []) }
  }

  @Test(arguments: [1, 2047, 2048, 2049, 5000])
  func `N04 groups by any keys in the order of their first row, NULLs equal`(count: Int) throws {
    let children = someChildren(count, parents: 50)
    let world = try World(parents: someParents(50), children: children)
    #expect(
      try rows(world, [], Self.everything, scanChildren) == [Self.expected(children)]
    )
    let keys: [([Expression], ([Value]) -> [Value])] = [
      ([childN], { [$0[2]] }), ([childParent], { [$0[1]] }), ([childLabel], { [$0[3]] }),
      ([childScore], { [$0[4]] }), ([childLabel, childN], { [$0[3], $0[2]] }),
      ([childN, childParent], { [$0[2], $0[1]] }), ([childScore, childLabel], { [$0[4], $0[3]] }),
      ([.coalesce([childN, integer(nil)])], { [$0[2]] }), ([childID], { [$0[0]] }),
      ([.coalesce([childLabel, text(nil)]), childN], { [$0[3], $0[2]] }),
    ]
    for (expressions, key) in keys {
      for expectedRows in [0, 1e9] {
        var input = scanChildren
        input.estimatedRows = expectedRows
        #expect(
          try rows(world, expressions, Self.everything, input)
            == Self.grouped(children, by: key),
          "\(expressions)"
        )
      }
    }
  }

  @Test(arguments: [1, 2049, 5000])
  func `groups by row ids of a table, none being a group of its own`(count: Int) throws {
    let children = someChildren(count, parents: 50)
    let world = try World(parents: someParents(50), children: children)
    let expected = Self.grouped(children) { row in
      if case .integer(let parent) = row[1] { [.integer(parent - 1)] } else { [nil] }
    }
    let key = [childParentRow]
    #expect(
      try rows(world, key, Self.everything, scanChildren, .rows(World.parents)) == expected
    )
    #expect(try rows(world, key, Self.everything, scanChildren) == expected)
  }

  @Test func `rows for which an aggregate's filter is not true do not take part`() throws {
    let children = someChildren(3000, parents: 5)
    let world = try World(parents: someParents(5), children: children)
    let isLarge = compare(childN, .greater, integer(4))
    let aggregates = [
      Aggregate(.count, filter: isLarge), Aggregate(.sum, childScore, filter: isLarge),
      Aggregate(.count), Aggregate(.minimum, childN, filter: .false),
      // Fails for rows that the filter leaves out.
      Aggregate(
        .maximum,
        .arithmetic(.divide, integer(.min), .arithmetic(.subtract, integer(4), childN)),
        filter: isLarge
      ),
    ]
    let large = children.filter { if case .integer(let n) = $0[2] { n > 4 } else { false } }
    let scores = large.compactMap { if case .real(let score) = $0[4] { score } else { nil } }
    let ns = large.compactMap { if case .integer(let n) = $0[2], n != 5 { n } else { nil } }
    let withoutFive = filter(compare(childN, .notEqual, integer(5)), scanChildren)
    let result = try rows(world, [], Array(aggregates.prefix(4)), scanChildren)
    #expect(
      result == [
        [.integer(Int64(large.count)), .real(scores.reduce(0, +)), 3000, nil]
      ]
    )
    let quotient = try rows(world, [], [aggregates[4]], withoutFive)
    let largest: Int64? = ns.map { Int64.min / (4 - $0) }.max()
    #expect(quotient == [[.integer(largest ?? 0)]])
  }

  @Test func `V03 the sum of integers only fails if the total does not fit`() throws {
    func sum(_ values: [Int64]) throws -> Value {
      let world = try World(
        children: values.enumerated().map {
          [.integer(Int64($0.offset)), nil, .integer($0.element), nil, nil]
        }
      )
      let whole = try rows(world, [], [Aggregate(.sum, childN)], scanChildren)[0][0]
      let grouped = try rows(
        world,
        [integer(1)],
        [Aggregate(.sum, childN), Aggregate(.average, childN)],
        scanChildren
      )
      #expect(grouped[0][1] == whole)
      return whole
    }
    #expect(try sum([.max, 1, -5]) == .integer(.max - 4))
    #expect(try sum([.max, .max, .min, .min, 2]) == 0)
    for values in [[.max, 1], [.min, -1], [.max, .max, .max]] as [[Int64]] {
      #expect { try sum(values) } throws: { ($0 as? KindredError)?.kind == .arithmetic }
    }
  }

  @Test func `V10 the average of integers is exact past 64 bits`() throws {
    let world = try World(children: [
      [1, nil, .integer(.max), nil, nil], [2, nil, .integer(.max), nil, nil],
    ])
    #expect(
      try rows(world, [], [Aggregate(.average, childN), Aggregate(.total, childN)], scanChildren)
        == [[0x1p63, 0x1p64]]
    )
  }

  @Test func `V13 the sum of both infinities is NULL`() throws {
    let world = try World(children: [
      [1, nil, nil, nil, .real(.infinity)], [2, nil, nil, nil, .real(-.infinity)],
    ])
    #expect(
      try rows(
        world,
        [],
        [Aggregate(.sum, childScore), Aggregate(.average, childScore)],
        scanChildren
      )
        == [[nil, nil]]
    )
  }

  @Test func `V12 both zeros are one group, one distinct value and one join key`() throws {
    let world = try World(children: [[1, nil, nil, nil, 0.0], [2, nil, nil, nil, 1.0]])
    let zero = Expression.arithmetic(.multiply, childScore, real(-0.0))
    let input = PhysicalPlan(.project(t, [zero, childScore, .row(c)], scanChildren))
    #expect(
      try rows(
        world,
        [computed(t, 0, .real)],
        [Aggregate(.countDistinct, computed(t, 0, .real))],
        input
      )
        == [[-0.0, 1]]
    )
    let join = PhysicalPlan(
      .join(
        .inner,
        probe: input,
        build: PhysicalPlan(.scan(p, World.children)),
        keys: [
          JoinKey(
            probe: computed(t, 0, .real),
            build: .column(ColumnReference(p, 4, .real))
          )
        ],
        residual: nil,
        .general
      )
    )
    #expect(try world.rows(join, [.rowID(c), .rowID(p)]) == [[0, 0], [1, 0]])
  }
}

@Suite struct `Distinct` {
  @Test(arguments: boundaryCounts)
  func `keeps the first row of each combination of keys`(count: Int) throws {
    let children = someChildren(count, parents: 20)
    let world = try World(parents: someParents(20), children: children)
    let keys: [([Expression], ([Value]) -> [Value])] = [
      ([childN], { [$0[2]] }), ([childLabel, childN], { [$0[3], $0[2]] }),
      ([childScore], { [$0[4]] }), ([childID], { [$0[0]] }),
      ([childLabel, childScore, childParent], { [$0[3], $0[4], $0[1]] }),
    ]
    for (expressions, key) in keys {
      var seen: Set<[Value]> = []
      let expected = children.indices.filter { seen.insert(key(children[$0])).inserted }
        .map { RowID($0) }
      let plan = PhysicalPlan(.distinct(keys: expressions, .general, scanChildren))
      #expect(try world.ids(plan, c, World.children) == expected)
    }
    let rows = PhysicalPlan(
      .distinct(keys: [childParentRow], .rows(World.parents), scanChildren)
    )
    var seen: Set<Value> = []
    #expect(
      try world.ids(rows, c, World.children)
        == children.indices.filter { seen.insert(children[$0][1]).inserted }.map { RowID($0) }
    )
  }

  @Test func `without keys keeps one row`() throws {
    let world = try World(parents: someParents(3000))
    let plan = PhysicalPlan(.distinct(keys: [], .general, scanParents))
    #expect(try world.ids(plan, p, World.parents) == [0])
  }
}
