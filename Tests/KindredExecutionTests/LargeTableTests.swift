// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredExecution
import KindredPlan
import KindredSchema
import KindredStorage
import Testing

/// Operators that choose another way when tables are large, or rows are expected to be many.
@Suite struct `Large tables` {
  private let world: World
  private let parentCount = 20_000
  private let childCount = 220_000

  init() throws {
    world = try World()
    try insert(World.parents, parentCount) { row in
      [row + 1, nil, row * 7919 % 1000, nil]
    }
    try insert(World.children, childCount) { row in
      [row + 1, row % 11 == 0 ? nil : row * 7919 % 20_000 + 1, row * 104_729 % 65_537, nil, nil]
    }
  }

  /// Rows of integers and NULLs.
  private func insert(_ table: TableID, _ count: Int, _ row: (Int) -> [Int?]) throws {
    let rows = (0..<count).map(row)
    let columns = world.store.schema[table].columns.enumerated().map { index, column in
      let nulls = rows.map { $0[index] == nil ? 1 as UInt8 : 0 }
      let cells: Vector.Cells =
        switch column.type.storageClass {
        case .integer: .integers(rows.map { Int64($0[index] ?? 0) })
        case .real: .reals(rows.map { _ in 0 })
        case .text: .strings(rows.map { _ in "" })
        }
      return Vector(cells, nulls: nulls.contains(1) ? nulls : nil)
    }
    try world.store.write { try $0.insert(into: table, columns, count: count) }
  }

  private func parent(_ child: Int) -> Int? {
    child % 11 == 0 ? nil : child * 7919 % 20_000
  }

  @Test func `a sort of very many rows is in order and stable`() throws {
    let ids = try world.ids(
      PhysicalPlan(.sort([SortKey(childN, isDescending: true)], scanChildren)),
      c,
      World.children
    )
    let n = (0..<childCount).map { $0 * 104_729 % 65_537 }
    let expected = (0..<childCount).sorted { n[$0] != n[$1] ? n[$0] > n[$1] : $0 < $1 }
    #expect(ids == expected.map { RowID($0) })
  }

  @Test(arguments: [0, 1e6]) func `groups by row id whatever is expected`(expected: Double) throws {
    var few = filter(compare(childN, .less, integer(20)), scanChildren)
    few.estimatedRows = expected
    let plan = PhysicalPlan(
      .aggregate(
        s,
        keys: [childParentRow],
        aggregates: [Aggregate(.count), Aggregate(.sum, childN)],
        .rows(World.parents),
        few
      )
    )
    var order: [Int?] = []
    var sums: [Int?: (count: Int, sum: Int)] = [:]
    for child in 0..<childCount where child * 104_729 % 65_537 < 20 {
      let key = parent(child)
      if sums[key] == nil { order.append(key) }
      sums[key, default: (0, 0)].count += 1
      sums[key, default: (0, 0)].sum += child * 104_729 % 65_537
    }
    let wanted = order.map { key in
      [integers(key), integers(sums[key]?.count), integers(sums[key]?.sum)]
    }
    let outputs = (0..<3).map { computed(s, $0, .integer) }
    #expect(try world.rows(plan, outputs) == wanted)
  }

  @Test(arguments: JoinKind.allCases, [0, 1e6])
  func `joins on row ids whatever is expected`(kind: JoinKind, expected: Double) throws {
    var few = filter(compare(childN, .less, integer(20)), scanChildren)
    few.estimatedRows = expected
    let key = JoinKey(probe: .rowID(p), build: childParentRow)
    let plan = PhysicalPlan(
      .join(
        kind,
        probe: scanParents,
        build: few,
        keys: [key],
        residual: nil,
        .rows(World.parents)
      )
    )
    var children: [Int: [Int]] = [:]
    for child in 0..<childCount where child * 104_729 % 65_537 < 20 {
      if let parent = parent(child) { children[parent, default: []].append(child) }
    }
    var wanted: [[Value]] = []
    for parent in 0..<parentCount {
      let found = children[parent] ?? []
      switch kind {
      case .inner: wanted += found.map { [integers(parent), integers($0)] }
      case .left, .full:
        wanted += found.map { [integers(parent), integers($0)] }
        if found.isEmpty { wanted.append([integers(parent), nil]) }
      case .semi: if !found.isEmpty { wanted.append([integers(parent)]) }
      case .anti: if found.isEmpty { wanted.append([integers(parent)]) }
      }
    }
    if kind == .full {
      for child in 0..<childCount
      where child * 104_729 % 65_537 < 20 && parent(child) == nil {
        wanted.append([nil, integers(child)])
      }
    }
    #expect(try world.rows(plan, Joins.outputs(kind, p, c)) == wanted)
  }

  @Test(arguments: [0, 1e9]) func `distinct pairs in an array, packed and hashed`(expected: Double)
    throws
  {
    var scan = scanChildren
    scan.estimatedRows = expected
    let keys: [([Expression], (Int) -> [Int?])] = [
      ([childN], { [$0 * 104_729 % 65_537] }),
      ([childN, childParent], { [$0 * 104_729 % 65_537, parent($0)] }),
      ([childParent, childID], { [parent($0), $0] }),
    ]
    for (expressions, key) in keys {
      var seen: Set<[Int?]> = []
      let wanted = (0..<childCount).filter { seen.insert(key($0)).inserted }.map { RowID($0) }
      let plan = PhysicalPlan(.distinct(keys: expressions, .general, scan))
      #expect(try world.ids(plan, c, World.children) == wanted)
    }
  }
}
