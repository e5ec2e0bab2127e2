// SPDX-License-Identifier: Apache-2.0

import KindredExecution
import KindredPlan
import KindredSchema
import Testing

/// A join said in several ways, which must agree with nested loops over plain arrays.
@Suite struct `Joins` {
  /// For each child the row of its parent, -1 for none, by hand.
  static func parentRows(_ parents: [[Value]], _ children: [[Value]]) -> [Int] {
    children.map { child in parents.firstIndex { $0[0] == child[1] } ?? -1 }
  }

  /// The pairs (probe, build) that a join yields, NULL where padded; the probe rows for semi and anti.
  static func expected(
    _ kind: JoinKind,
    probe: Int,
    build: Int,
    _ matches: (Int, Int) -> Bool
  ) -> [[Value]] {
    var rows: [[Value]] = []
    var hasPartner = [Bool](repeating: false, count: build)
    for row in 0..<probe {
      let partners = (0..<build).filter { matches(row, $0) }
      for partner in partners { hasPartner[partner] = true }
      switch kind {
      case .inner: for partner in partners { rows.append([number(row), number(partner)]) }
      case .left, .full:
        for partner in partners { rows.append([number(row), number(partner)]) }
        if partners.isEmpty { rows.append([number(row), nil]) }
      case .semi: if !partners.isEmpty { rows.append([number(row)]) }
      case .anti: if partners.isEmpty { rows.append([number(row)]) }
      }
    }
    if kind == .full {
      rows += hasPartner.indices.filter { !hasPartner[$0] }.map { [nil, number($0)] }
    }
    return rows
  }

  static func number(_ row: Int) -> Value { .integer(Int64(row)) }

  static func outputs(_ kind: JoinKind, _ probe: SourceID, _ build: SourceID) -> [Expression] {
    switch kind {
    case .inner, .left, .full: [.rowID(probe), .rowID(build)]
    case .semi, .anti: [.rowID(probe)]
    }
  }

  struct Sizes: CustomTestStringConvertible {
    let parents: Int
    let children: Int
    var testDescription: String { "\(parents) parents, \(children) children" }
  }

  static let sizes = [
    Sizes(parents: 0, children: 0), Sizes(parents: 1, children: 0),
    Sizes(parents: 0, children: 3), Sizes(parents: 1, children: 1), Sizes(parents: 9, children: 40),
    Sizes(parents: 3, children: 2049), Sizes(parents: 60, children: 2048),
  ]

  @Test(arguments: sizes, JoinKind.allCases)
  func `children to their parents, by row id, by value and by lookup`(
    sizes: Sizes,
    kind: JoinKind
  ) throws {
    let parents = someParents(sizes.parents)
    let children = someChildren(sizes.children, parents: sizes.parents)
    let world = try World(parents: parents, children: children)
    let parentRows = Self.parentRows(parents, children)
    let expected = Self.expected(kind, probe: children.count, build: parents.count) {
      parentRows[$0] == $1
    }
    let byRow = JoinKey(probe: childParentRow, build: .rowID(p))
    let byValue = JoinKey(probe: childParent, build: parentID)
    let filtered = filter(compare(parentID, .greater, integer(0)), scanParents)
    var plans: [PhysicalOperation] = [
      .join(
        kind,
        probe: scanChildren,
        build: scanParents,
        keys: [byRow],
        residual: nil,
        .rows(World.parents)
      ),
      .join(
        kind,
        probe: scanChildren,
        build: filtered,
        keys: [byRow],
        residual: nil,
        .rows(World.parents)
      ),
      .join(
        kind,
        probe: scanChildren,
        build: scanParents,
        keys: [byValue],
        residual: nil,
        .general
      ),
      .join(
        kind,
        probe: scanChildren,
        build: scanParents,
        keys: [byValue, byRow],
        residual: nil,
        .general
      ),
      .join(
        kind,
        probe: scanChildren,
        build: scanParents,
        keys: [byValue],
        residual: compare(parentID, .equal, childParent),
        .general
      ),
      .join(
        kind,
        probe: scanChildren,
        build: scanParents,
        keys: [JoinKey(probe: .function(.real, [childParent]), build: parentID)],
        residual: nil,
        .general
      ),
      .nestedLoopJoin(
        kind,
        scanChildren,
        scanParents,
        on: compare(parentID, .equal, childParent)
      ),
    ]
    if kind != .full {
      plans.append(.parentLookup(kind, child: c, World.foreignKey, parent: p, scanChildren))
    }
    for plan in plans {
      #expect(try world.rows(PhysicalPlan(plan), Self.outputs(kind, c, p)) == expected)
    }
  }

  @Test(arguments: sizes, JoinKind.allCases)
  func `parents to their children, by row id, by value and by expansion`(
    sizes: Sizes,
    kind: JoinKind
  ) throws {
    let parents = someParents(sizes.parents)
    let children = someChildren(sizes.children, parents: sizes.parents)
    let world = try World(parents: parents, children: children)
    let parentRows = Self.parentRows(parents, children)
    func expected(_ condition: (Int, Int) -> Bool = { _, _ in true }) -> [[Value]] {
      Self.expected(kind, probe: parents.count, build: children.count) {
        parentRows[$1] == $0 && condition($0, $1)
      }
    }
    let byRow = JoinKey(probe: .rowID(p), build: childParentRow)
    let byValue = JoinKey(probe: parentID, build: childParent)
    let residual = Expression.or([
      compare(childN, .greater, integer(6)), compare(childID, .equal, parentID),
    ])
    func isMet(_ parent: Int, _ child: Int) -> Bool {
      if case .integer(let n) = children[child][2], n > 6 { return true }
      return child == parent
    }
    func check(_ plan: PhysicalOperation, _ expected: [[Value]]) throws {
      #expect(try world.rows(PhysicalPlan(plan), Self.outputs(kind, p, c)) == expected)
    }
    for (residual, wanted) in [(nil, expected()), (residual, expected(isMet))] {
      try check(
        .join(
          kind,
          probe: scanParents,
          build: scanChildren,
          keys: [byRow],
          residual: residual,
          .rows(World.parents)
        ),
        wanted
      )
      try check(
        .join(
          kind,
          probe: scanParents,
          build: scanChildren,
          keys: [byValue],
          residual: residual,
          .general
        ),
        wanted
      )
      if kind != .full {
        try check(
          .childExpansion(
            kind,
            parent: p,
            World.foreignKey,
            child: c,
            filter: residual,
            scanParents
          ),
          wanted
        )
      }
      try check(
        .nestedLoopJoin(
          kind,
          scanParents,
          scanChildren,
          on: .all([compare(parentID, .equal, childParent)] + [residual].compactMap(\.self))
        ),
        wanted
      )
    }
  }

  @Test(arguments: JoinKind.allCases)
  func `joins by text and by real, with NULLs and duplicates on both sides`(kind: JoinKind) throws {
    let parents = someParents(40)
    let children = (0..<60).map { row -> [Value] in
      let label: Value = row % 4 == 0 ? Value.null : Value.text("name \(row % 9)")
      let score: Value = row % 5 == 0 ? Value.null : Value.real(Double(row % 17) / 4)
      return [integers(row), nil, nil, label, score]
    }
    let world = try World(parents: parents, children: children)
    func check(_ keys: [JoinKey], _ matches: @escaping (Int, Int) -> Bool) throws {
      let plan = PhysicalOperation.join(
        kind,
        probe: scanChildren,
        build: scanParents,
        keys: keys,
        residual: nil,
        .general
      )
      #expect(
        try world.rows(PhysicalPlan(plan), Self.outputs(kind, c, p))
          == Self.expected(kind, probe: 60, build: 40, matches)
      )
    }
    func isEqual(_ left: Value, _ right: Value) -> Bool { !left.isNull && left == right }
    let byText = JoinKey(probe: childLabel, build: parentName)
    let byReal = JoinKey(probe: childScore, build: parentWeight)
    try check([byText]) { isEqual(children[$0][3], parents[$1][1]) }
    try check([byReal]) { isEqual(children[$0][4], parents[$1][3]) }
    try check([byText, byReal]) {
      isEqual(children[$0][3], parents[$1][1]) && isEqual(children[$0][4], parents[$1][3])
    }
  }

  @Test(arguments: JoinKind.allCases)
  func `Q02 null keys never join with =, do with IS`(kind: JoinKind) throws {
    let parents: [[Value]] = [[1, nil, nil, nil], [2, "x", 5, nil], [3, nil, 5, nil]]
    let children: [[Value]] = [
      [1, nil, nil, nil, nil], [2, nil, 5, "x", nil], [3, nil, nil, "x", nil],
    ]
    let world = try World(parents: parents, children: children)
    for isNullSafe in [false, true] {
      func isEqual(_ left: Value, _ right: Value) -> Bool {
        left == right && (isNullSafe || !left.isNull)
      }
      let byInteger = JoinKey(probe: childN, build: parentCode, isNullSafe: isNullSafe)
      let byText = JoinKey(probe: childLabel, build: parentName, isNullSafe: isNullSafe)
      let cases: [(keys: [JoinKey], columns: [(child: Int, parent: Int)])] = [
        ([byInteger], [(2, 2)]), ([byText], [(3, 1)]), ([byInteger, byText], [(2, 2), (3, 1)]),
      ]
      for (keys, columns) in cases {
        func matches(_ child: Int, _ parent: Int) -> Bool {
          columns.allSatisfy { isEqual(children[child][$0.child], parents[parent][$0.parent]) }
        }
        let plan = PhysicalOperation.join(
          kind,
          probe: scanChildren,
          build: scanParents,
          keys: keys,
          residual: nil,
          .general
        )
        #expect(
          try world.rows(PhysicalPlan(plan), Self.outputs(kind, c, p))
            == Self.expected(kind, probe: 3, build: 3, matches)
        )
      }
    }
  }

  @Test func `null-safe row ids match where both are none`() throws {
    let world = try World(
      parents: [[1, nil, nil, nil], [2, nil, nil, nil]],
      children: [[1, 2, nil, nil, nil], [2, nil, nil, nil, nil], [3, nil, nil, nil, nil]]
    )
    let other = PhysicalPlan(.scan(s, World.children))
    for (isNullSafe, pairs) in [
      (false, [[0, 0]]), (true, [[0, 0], [1, 1], [1, 2], [2, 1], [2, 2]]),
    ] as [(Bool, [[Value]])] {
      let key = JoinKey(
        probe: childParentRow,
        build: .parentRowID(s, World.foreignKey),
        isNullSafe: isNullSafe
      )
      let inner = PhysicalPlan(
        .join(
          .inner,
          probe: scanChildren,
          build: other,
          keys: [key],
          residual: nil,
          .rows(World.parents)
        )
      )
      #expect(try world.rows(inner, [.rowID(c), .rowID(s)]) == pairs)
      let semi = PhysicalPlan(
        .join(
          .semi,
          probe: scanChildren,
          build: other,
          keys: [key],
          residual: nil,
          .rows(World.parents)
        )
      )
      #expect(try world.rows(semi, [.rowID(c)]) == (isNullSafe ? [[0], [1], [2]] : [[0]]))
    }
  }

  @Test func `Q01 the columns of padded rows are NULL, also in filters and lookups above`() throws {
    let world = try World(
      parents: [[1, "one", 1, 1.0], [2, "two", nil, nil]],
      children: [[1, 1, 10, "x", 2.5]]
    )
    let left = PhysicalPlan(
      .childExpansion(.left, parent: p, World.foreignKey, child: c, filter: nil, scanParents)
    )
    #expect(
      try world.rows(
        left,
        [parentID, .rowID(c), childParentRow, childN, childLabel, childScore, .isNull(childN)]
      ) == [[1, 0, 0, 10, "x", 2.5, 0], [2, nil, nil, nil, nil, nil, 1]]
    )
    #expect(try world.rows(filter(.isNull(childN), left), [parentID]) == [[2]])
    #expect(try world.rows(filter(.not(.isNull(childLabel)), left), [parentID]) == [[1]])
    #expect(
      try world.rows(filter(compare(childN, .notEqual, integer(3)), left), [parentID]) == [[1]]
    )
    #expect(
      try world.rows(filter(compare(childLabel, .identical, text(nil)), left), [parentID]) == [[2]]
    )
    let again = PhysicalPlan(
      .parentLookup(.left, child: c, World.foreignKey, parent: t, left)
    )
    let name = Expression.column(ColumnReference(t, 1, .text))
    #expect(try world.rows(again, [parentID, name]) == [[1, "one"], [2, nil]])
  }

  @Test func `a left join pads computed columns too, and columns of an empty table`() throws {
    let world = try World(parents: someParents(3))
    let computedChildren = PhysicalPlan(
      .project(s, [integer(1), childLabel, .row(c)], scanChildren)
    )
    let left = PhysicalPlan(
      .nestedLoopJoin(.left, scanParents, computedChildren, on: .true)
    )
    #expect(
      try world.rows(
        left,
        [parentID, computed(s, 0, .integer), computed(s, 1, .text), childScore, childParentRow]
      ) == [[1, nil, nil, nil, nil], [2, nil, nil, nil, nil], [3, nil, nil, nil, nil]]
    )
  }

  @Test func `F01 an empty side ends the join without reading the other`() throws {
    let world = try World(parents: someParents(10_000), children: [])
    let key = JoinKey(probe: parentID, build: childParent)
    func join(_ kind: JoinKind, _ probe: PhysicalPlan, _ build: PhysicalPlan, _ key: JoinKey)
      -> PhysicalPlan
    {
      PhysicalPlan(
        .join(kind, probe: probe, build: build, keys: [key], residual: nil, .general)
      )
    }
    for kind in [JoinKind.inner, .semi] {
      let metrics = try world.metrics(join(kind, scanParents, scanChildren, key))
      #expect(metrics.rows == 0)
      #expect(metrics.inputs[0].rows == 0)
    }
    let flipped = JoinKey(probe: childParent, build: parentID)
    for kind in JoinKind.allCases where kind != .full {
      let metrics = try world.metrics(join(kind, scanChildren, scanParents, flipped))
      #expect(metrics.rows == 0)
      #expect(metrics.inputs[1].batches <= 1)
    }
    let anti = try world.metrics(join(.anti, scanParents, scanChildren, key))
    #expect(anti.rows == 10_000)
  }

  @Test func `one row with very many partners comes out in several batches`() throws {
    let world = try World(
      parents: someParents(3),
      children: (0..<7000).map { [.integer(Int64($0)), 2, .integer(Int64($0)), nil, nil] }
    )
    let expanded = PhysicalPlan(
      .childExpansion(.left, parent: p, World.foreignKey, child: c, filter: nil, scanParents)
    )
    let rows = try world.rows(expanded, [parentID, childN])
    #expect(rows.count == 7002)
    #expect(rows.first == [1, nil] && rows.last == [3, nil] && rows[1] == [2, 0])
    let key = JoinKey(probe: parentID, build: childParent)
    let joined = PhysicalPlan(
      .join(
        .left,
        probe: scanParents,
        build: scanChildren,
        keys: [key],
        residual: compare(childN, .less, integer(0)),
        .general
      )
    )
    #expect(try world.rows(joined, [parentID, childN]) == [[1, nil], [2, nil], [3, nil]])
    let last = PhysicalPlan(
      .childExpansion(
        .semi,
        parent: p,
        World.foreignKey,
        child: c,
        filter: compare(childN, .equal, integer(6999)),
        scanParents
      )
    )
    #expect(try world.rows(last, [parentID]) == [[2]])
    let limited = try world.metrics(PhysicalPlan(.limit(count: 3, offset: 0, expanded)))
    #expect(limited.inputs[0].rows == 2048 + 1 || limited.inputs[0].rows == 2049)
  }
}
