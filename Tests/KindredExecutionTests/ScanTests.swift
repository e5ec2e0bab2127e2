// SPDX-License-Identifier: Apache-2.0

import KindredExecution
import KindredPlan
import KindredSchema
import KindredStorage
import Testing

@Suite struct `Scan` {
  @Test(arguments: boundaryCounts)
  func `yields every row in row id order`(count: Int) throws {
    let world = try World(parents: someParents(count))
    #expect(try world.ids(scanParents, p, World.parents) == (0..<Int32(count)).map { $0 })
  }

  @Test(arguments: [1, 2048, 2049, 5000])
  func `leaves deleted rows out`(count: Int) throws {
    let world = try World(parents: someParents(count))
    let gone = (0..<count).filter { $0 % 3 == 0 || (2048..<4096).contains($0) }
    try world.store.write { try $0.delete(World.parents, rows: gone.map { RowID($0) }) }
    let left = (0..<count).filter { !gone.contains($0) }.map { RowID($0) }
    #expect(try world.ids(scanParents, p, World.parents) == left)
    #expect(
      try world.rows(scanParents, [parentID]) == left.map { [.integer(Int64($0) + 1)] }
    )
  }
}

@Suite struct `Row list` {
  @Test func `finds rows by key in row id order and each once`() throws {
    let world = try World(parents: someParents(10))
    let plan = PhysicalPlan(
      .keyLookup(
        p,
        World.parentKey,
        keys: [[integer(7)], [integer(3)], [integer(7)], [integer(99)], [integer(nil)]]
      )
    )
    #expect(try world.ids(plan, p, World.parents) == [2, 6])
  }

  @Test func `a real key finds the integer that it equals`() throws {
    let world = try World(parents: someParents(10))
    let plan = PhysicalPlan(.keyLookup(p, World.parentKey, keys: [[real(7)], [real(2.5)]]))
    #expect(try world.ids(plan, p, World.parents) == [6])
  }

  @Test func `keys may be parameters`() throws {
    let world = try World(parents: someParents(10))
    let plan = PhysicalPlan(.keyLookup(p, World.parentKey, keys: [[.parameter(0, .integer)]]))
    #expect(try world.rows(plan, [parentID], parameters: [.integer(4)]) == [[4]])
  }

  @Test func `finds children by the keys of their parents`() throws {
    let world = try World(
      parents: someParents(4),
      children: [[1, 2, nil, nil, nil], [2, 1, nil, nil, nil], [3, 2, nil, nil, nil]]
    )
    let plan = PhysicalPlan(
      .childLookup(
        c,
        World.foreignKey,
        parentKeys: [[integer(2)], [integer(1)], [integer(2)], [integer(4)], [integer(9)]]
      )
    )
    #expect(try world.ids(plan, c, World.children) == [0, 1, 2])
  }
}

@Suite struct `Empty` {
  @Test func `has the shape of the plan it stands for and no rows`() throws {
    let world = try World(parents: someParents(3))
    let plan = PhysicalPlan(
      .empty([.row(p, World.parents), .column(ColumnReference(s, 1, .text))])
    )
    #expect(try world.rows(plan, [parentID, computed(s, 1, .text)]) == [])
    let count = PhysicalPlan(
      .aggregate(t, keys: [], aggregates: [Aggregate(.count)], .general, plan)
    )
    #expect(try world.rows(count, [computed(t, 0, .integer)]) == [[0]])
  }
}

@Suite struct `Limit` {
  @Test(arguments: [0, 1, 2047, 2048, 2049, 3000], [0, 1, 2047, 2048, 2049, 3000])
  func `yields count rows after offset`(count: Int, offset: Int) throws {
    let world = try World(parents: someParents(2500))
    let plan = PhysicalPlan(.limit(count: count, offset: offset, scanParents))
    let expected = (0..<2500).dropFirst(offset).prefix(count).map { RowID($0) }
    #expect(try world.ids(plan, p, World.parents) == expected)
  }

  @Test func `without a count yields the rest`() throws {
    let world = try World(parents: someParents(2500))
    let plan = PhysicalPlan(.limit(count: nil, offset: 2490, scanParents))
    #expect(try world.ids(plan, p, World.parents) == (2490..<2500).map { $0 })
  }

  @Test func `stops asking once it has enough`() throws {
    let world = try World(parents: someParents(10_000))
    let metrics = try world.metrics(PhysicalPlan(.limit(count: 5, offset: 0, scanParents)))
    #expect(metrics.rows == 5)
    #expect(metrics.inputs[0].batches == 1)
  }
}
