// SPDX-License-Identifier: Apache-2.0

import KindredChoices
import KindredColumns
import KindredSchema
import KindredStorage
import Testing

/// Ordered indexes against arrays that are sorted anew.
@Suite struct `Ordered indexes` {
  private struct Undone: Error {}

  private static let table = TableID(0)
  private static let texts = [
    "", "a", "ab", "abc", "abcdefgh", "abcdefghi", "b", "\u{E9}", "e\u{301}",
  ]

  private static let indexes = [
    IndexSchema(columns: [1]), IndexSchema([.init(2, isDescending: true)]),
    IndexSchema(columns: [3]), IndexSchema([.init(3, isDescending: true), .init(1)]),
    IndexSchema([.init(1), .init(2), .init(3, isDescending: true)]),
    IndexSchema([.init(1)], tests: [IndexTest(2, .isNotNull)]),
    IndexSchema(
      [.init(3, isDescending: true), .init(2)],
      tests: [IndexTest(1, .greater(.integer(-10))), IndexTest(3, .notEqual(.text("a")))]
    ),
  ]

  private func store() throws -> DatabaseStore {
    DatabaseStore(
      schema: try Schema(validating: [
        TableSchema(
          name: "items",
          columns: [
            ColumnSchema("id", .integer), ColumnSchema("number", .integer, isNullable: true),
            ColumnSchema("size", .real, isNullable: true),
            ColumnSchema("name", .text, isNullable: true),
          ],
          uniqueKeys: [[0]],
          indexes: Self.indexes,
          autoIncrementColumn: 0
        )
      ])
    )
  }

  private func value(_ column: Int, _ random: inout SplitMix64) -> Value {
    if random.next(below: 8) == 0 { return .null }
    switch column {
    case 1: return .integer(Int64(random.next(below: 50)) - 20)
    case 2: return .real([-.infinity, -1.5, -0.0, 0.0, 0.25, 7, .infinity][random.next(below: 7)])
    default: return .text(Self.texts[random.next(below: Self.texts.count)])
    }
  }

  private func insert(_ count: Int, _ tx: Transaction, _ random: inout SplitMix64) throws {
    var rows: [[Value]] = []
    for _ in 0..<count {
      rows.append([.integer(tx.nextAutoIncrement(Self.table))])
      for column in 1...3 { rows[rows.count - 1].append(value(column, &random)) }
    }
    try tx.insert(Self.table, rows)
  }

  private func step(_ tx: Transaction, _ random: inout SplitMix64) throws {
    let live = tx.view[Self.table].liveRows
    func some(_ most: Int) -> [RowID] {
      let count = min(live.count, random.next(below: most) + 1)
      let start = random.next(below: max(1, live.count - count))
      return Array(live[start..<start + count])
    }
    switch random.next(below: 8) {
    case 0: try insert(random.next(below: 900), tx, &random)
    case 1, 2: try insert(random.next(below: 20), tx, &random)
    case 3: try tx.delete(Self.table, rows: some(20))
    case 4: try tx.delete(Self.table, rows: some(500))
    case 5: try tx.update(Self.table, 1, some(400).map { ($0, value(1, &random)) })
    case 6:
      let rows = some(20)
      try tx.update(
        Self.table,
        columns: [2, 3],
        rows: rows,
        values: [
          Vector(rows.map { _ in value(2, &random) }, as: .real),
          Vector(rows.map { _ in value(3, &random) }, as: .text),
        ]
      )
    default: try tx.update(Self.table, 3, some(2).map { ($0, value(3, &random)) })
    }
  }

  private func orders(_ snapshot: Snapshot) -> [[RowID]] {
    let table = snapshot[Self.table]
    return table.orderedIndexes.map { $0.rows($0.run(KeyRange(), in: table)) }
  }

  @Test func `a test implies another where every value that passes it passes the other`() {
    let constants: [Value] = [-1, 0, 1].map { .real($0) }
    var tests: [IndexTest.Test] = [.isNull, .isNotNull]
    for value in constants {
      tests += [.equal(value), .notEqual(value), .less(value), .lessOrEqual(value)]
      tests += [.greater(value), .greaterOrEqual(value)]
    }
    let values = [.null] + stride(from: -2, through: 2, by: 0.5).map(Value.real)
    for given in tests {
      for wanted in tests {
        let isSubset = values.allSatisfy {
          !IndexTest(0, given).passes($0) || IndexTest(0, wanted).passes($0)
        }
        #expect(IndexTest(0, wanted).isImplied(by: IndexTest(0, given)) == isSubset)
        #expect(!IndexTest(1, wanted).isImplied(by: IndexTest(0, given)))
      }
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `X01 an index is its table sorted, in every snapshot and fork`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed &+ 0x0DE5)
    var stores = [try store()]
    var held: [(snapshot: Snapshot, orders: [[RowID]])] = []
    for _ in 0..<30 {
      let store = stores[random.next(below: stores.count)]
      if random.next(below: 5) == 0, stores.count < 3 { stores.append(store.fork()) }
      if random.next(below: 4) == 0 {
        if held.count > 3 { held.remove(at: random.next(below: held.count)) }
        held.append((store.snapshot(), orders(store.snapshot())))
      }
      let before = orders(store.snapshot())
      let isUndone = random.next(below: 3) == 0
      try? store.write { tx in
        try step(tx, &random)
        let inner = orders(tx.view)
        try? tx.savepoint {
          for _ in 0..<3 { try step(tx, &random) }
          #expect(orders(store.snapshot()) == before, "seed \(seed)")
          throw Undone()
        }
        #expect(orders(tx.view) == inner, "seed \(seed)")
        try step(tx, &random)
        #expect(tx.view.faults() == [], "seed \(seed)")
        if isUndone { throw Undone() }
      }
      if isUndone { #expect(orders(store.snapshot()) == before, "seed \(seed)") }
      #expect(store.snapshot().faults() == [], "seed \(seed)")
      #expect(held.allSatisfy { orders($0.snapshot) == $0.orders }, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `X02 a range has the rows that a scan finds, and counts them`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed &+ 0xA11)
    let store = try store()
    try store.write { tx in
      try insert(seed == 0 ? 40 : 1500, tx, &random)
      for _ in 0..<6 { try step(tx, &random) }
    }
    let snapshot = store.snapshot()
    let table = snapshot[Self.table]
    for _ in 0..<400 {
      let position = random.next(below: Self.indexes.count)
      let parts = Self.indexes[position].parts
      let prefixCount = random.next(below: parts.count + 1)
      var range = KeyRange(prefix: parts.prefix(prefixCount).map { value($0.column, &random) })
      if prefixCount < parts.count {
        let column = parts[prefixCount].column
        func bound() -> KeyRange.Bound? {
          let value = value(column, &random)
          return value.isNull
            ? nil : KeyRange.Bound(value, isInclusive: random.next(below: 2) == 0)
        }
        if column == 3, random.next(below: 3) == 0 {
          range.limits = .textPrefix(Self.texts[random.next(below: Self.texts.count)])
        } else if random.next(below: 3) > 0 {
          range.limits = .between(bound(), bound())
        }
      }
      let index = table.orderedIndexes[position]
      let all = index.rows(index.run(KeyRange(), in: table))
      let expected = all.filter { matches($0, range, parts, table) }
      var run = index.run(range, in: table)
      #expect(index.rows(run) == expected, "seed \(seed): \(range) of \(parts)")
      #expect(
        snapshot.rowCount(of: OrderedIndexID(table: Self.table, index: position), in: range)
          == expected.count
      )
      var backwards: [RowID] = []
      while index.takeLast(&run, into: &backwards) {}
      #expect(backwards == expected.reversed())
    }
  }

  private func matches(
    _ row: RowID,
    _ range: KeyRange,
    _ parts: [IndexSchema.Part],
    _ table: Table
  ) -> Bool {
    for (part, value) in zip(parts, range.prefix)
    where table.columns[part.column].value(Int(row)) != value { return false }
    guard range.prefix.count < parts.count else { return true }
    let value = table.columns[parts[range.prefix.count].column].value(Int(row))
    switch range.limits {
    case .none: return true
    case .textPrefix(let prefix):
      guard case .text(let text) = value else { return false }
      return text.utf8.starts(with: prefix.utf8)
    case .between(let lower, let upper):
      if value.isNull { return false }
      if let lower, value == lower.value ? !lower.isInclusive : isLess(value, lower.value) {
        return false
      }
      if let upper, value == upper.value ? !upper.isInclusive : isLess(upper.value, value) {
        return false
      }
      return true
    }
  }

  private func isLess(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left < right
    case (.real(let left), .real(let right)): left < right
    case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.null, _), (.integer, _), (.real, _), (.text, _): false
    }
  }

  /// One by one, so that leaves and branches split, then one by one again until nothing is left.
  @Test(arguments: ["rising", "falling", "random"])
  func `X03 a tree grows and shrinks row by row, and its nodes are used again`(
    order: String
  ) throws {
    var random = SplitMix64(seed: 5)
    let store = DatabaseStore(
      schema: try Schema(validating: [
        TableSchema(
          name: "items",
          columns: [ColumnSchema("id", .integer), ColumnSchema("number", .integer)],
          uniqueKeys: [[0]],
          indexes: [IndexSchema(columns: [1])]
        )
      ])
    )
    for round in 0..<2 {
      try store.write { tx in
        // Leaves that fill up in order are left full; others are split in half.
        let count = round > 0 ? 3_000 : order == "rising" ? 33_000 : 18_000
        for number in 0..<count {
          let key: Int64 =
            switch order {
            case "rising": Int64(number)
            case "falling": Int64(-number)
            default: Int64(random.next(below: count))
            }
          try tx.insert(
            into: Self.table,
            [Vector(.integers([Int64(round * 100_000 + number)])), Vector(.integers([key]))],
            count: 1
          )
        }
        #expect(tx.view.faults() == [])
        var live = tx.view[Self.table].liveRows
        while let row = live.popLast() {
          if live.count % 2 == 0 { live.swapAt(0, live.count / 2) }
          try tx.delete(Self.table, rows: [row])
          if live.count == 9_001 { #expect(tx.view.faults() == []) }
        }
        #expect(tx.view.faults() == [])
      }
    }
  }
}
