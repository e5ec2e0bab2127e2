// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import KindredStorage
import Testing

@Suite struct `A limit` {
  private static func table(_ columns: Int, type: ColumnType = .integer) -> TableSchema {
    TableSchema(
      name: "wide",
      columns: [ColumnSchema("id", .integer)]
        + (1..<columns).map { ColumnSchema("c\($0)", type, isNullable: true) },
      uniqueKeys: [[0]]
    )
  }

  private func error(_ body: () throws -> Void) -> KindredError? {
    #expect(throws: KindredError.self) { try body() }
  }

  @Test func `of rows is an error, not a crash, and nothing changes`() throws {
    var limits = StorageLimits()
    limits.rows = 5000
    let store = DatabaseStore(
      schema: try Schema(validating: [Self.table(1)]),
      limits: limits
    )
    let ids = { (range: Range<Int64>) in [Vector(.integers(Array(range)))] }
    try store.write { try $0.insert(into: TableID(0), ids(0..<4000), count: 4000) }
    let over = error {
      _ = try store.write { try $0.insert(into: TableID(0), ids(4000..<7000), count: 3000) }
    }
    #expect(over?.kind == .limit && over?.table == "wide")
    #expect(store.snapshot()[TableID(0)].rowCount == 4000)
    try store.write { try $0.insert(into: TableID(0), ids(4000..<5000), count: 1000) }
    let full = error {
      _ = try store.write { try $0.insert(into: TableID(0), ids(9000..<9001), count: 1) }
    }
    #expect(full?.kind == .limit)
    #expect(store.fork().snapshot()[TableID(0)].rowCount == 5000)
  }

  @Test func `of text handles is an error of inserts and updates`() throws {
    var limits = StorageLimits()
    limits.textHandles = 4096
    let store = DatabaseStore(
      schema: try Schema(validating: [Self.table(2, type: .text)]),
      limits: limits
    )
    let over = error {
      try store.write { transaction in
        for round in 0..<200 {
          let rows = (0..<8).map { "\(round) \($0)" }
          try transaction.insert(
            into: TableID(0),
            [Vector(.integers((0..<8).map { Int64(round * 8 + $0) })), Vector(.strings(rows))],
            count: 8
          )
        }
      }
    }
    #expect(over?.kind == .limit && over?.columns == ["c1"])
    #expect(store.snapshot()[TableID(0)].rowCount == 0)
  }

  @Test func `is not 2,000 columns`() throws {
    let schema = try Schema(validating: [Self.table(2_000, type: .real)])
    let store = DatabaseStore(schema: schema)
    let columns =
      [Vector(.integers([1, 2]))] + (1..<2_000).map { Vector(.reals([Double($0), 0.5])) }
    try store.write { try $0.insert(into: TableID(0), columns, count: 2) }
    let table = store.snapshot()[TableID(0)]
    #expect(table.columns[1_999].value(0) == .real(1_999))
    let over = error { _ = try Schema(validating: [Self.table(40_000)]) }
    #expect(over?.kind == .schema && over?.message.contains("at most 32767") == true)
  }

  @Test func `is not a text of 100 MB`() throws {
    let store = DatabaseStore(schema: try Schema(validating: [Self.table(2, type: .text)]))
    let text = String(repeating: "0123456789", count: 10_000_000)
    try store.write { transaction in
      let rows = Vector(.strings([text, text + "x", text]))
      try transaction.insert(into: TableID(0), [Vector(.integers([1, 2, 3])), rows], count: 3)
    }
    let column = store.snapshot()[TableID(0)].columns[1]
    #expect(column.equals(0, otherRow: 2) && !column.equals(0, otherRow: 1))
    #expect(column.hash(0) == column.hash(2))
    #expect(column.value(1) == .text(text + "x"))
  }

  @Test func `of a key's columns is a fault of the schema`() {
    var wide = Self.table(70)
    wide.uniqueKeys.append(Array(0..<65))
    let over = error { _ = try Schema(validating: [wide]) }
    #expect(over?.message.contains("a key of 65 columns, and at most 64 fit") == true)
  }
}

@Suite struct `Integers` {
  private func bits(_ store: DatabaseStore) -> Int {
    guard case .integers(let cells) = store.snapshot()[TableID(0)].columns[1].cells else {
      return 0
    }
    return switch cells {
    case .int8: 8
    case .int16: 16
    case .int32: 32
    case .int64: 64
    }
  }

  @Test
  func `V11 take the narrowest width that holds them, and come back after growth and rollback`()
    throws
  {
    struct Undone: Error {}
    let schema = TableSchema(
      name: "t",
      columns: [ColumnSchema("id", .integer), ColumnSchema("n", .integer, isNullable: true)],
      uniqueKeys: [[0]]
    )
    let store = DatabaseStore(schema: try Schema(validating: [schema]))
    var all: [Int64] = []
    let insert = { (transaction: Transaction, values: [Int64]) in
      let ids = values.indices.map { Int64(all.count + $0) }
      try transaction.insert(
        into: TableID(0),
        [Vector(.integers(ids)), Vector(.integers(values))],
        count: values.count
      )
    }
    for (values, width) in [
      ([Int64(-128), 127], 8), ([128], 16), ([-32768, 32767], 16), ([32768], 32),
      ([Int64(Int32.min), Int64(Int32.max)], 32), ([Int64(Int32.max) + 1], 64),
      ([.min, .max, 1 << 53 + 1], 64),
    ] {
      let before = bits(store)
      #expect(throws: Undone.self) {
        try store.write { transaction in
          try insert(transaction, values)
          throw Undone()
        }
      }
      #expect(bits(store) >= before && store.snapshot()[TableID(0)].rowCount == all.count)
      try store.write { try insert($0, values) }
      all += values
      #expect(bits(store) == width)
      let column = store.snapshot()[TableID(0)].columns[1]
      #expect((0..<all.count).map { column.value($0) } == all.map(Value.integer))
    }
  }

  @Test func `N05 many NULLs are unique, and one in a composite key is enough`() throws {
    let schema = TableSchema(
      name: "t",
      columns: [
        ColumnSchema("id", .integer), ColumnSchema("a", .integer, isNullable: true),
        ColumnSchema("b", .text, isNullable: true),
      ],
      uniqueKeys: [[0], [1, 2]]
    )
    let store = DatabaseStore(schema: try Schema(validating: [schema]))
    let rows: [[Value]] = [
      [.integer(1), .null, .null], [.integer(2), .null, .null], [.integer(3), .integer(1), .null],
      [.integer(4), .integer(1), .null], [.integer(5), .null, .text("x")],
      [.integer(6), .null, .text("x")], [.integer(7), .integer(1), .text("e\u{301}")],
      [.integer(8), .integer(1), .text("\u{E9}")],
    ]
    let columns = (0..<3).map { column in
      Vector(rows.map { $0[column] }, as: schema.columns[column].type.storageClass)
    }
    try store.write { try $0.insert(into: TableID(0), columns, count: rows.count) }
    for (row, a, b) in [(4, Value.integer(1), Value.text("x")), (2, .integer(1), .text("\u{E9}"))] {
      let change = {
        try store.write { transaction in
          _ = try transaction.update(
            TableID(0),
            columns: [1, 2],
            rows: [RowID(row)],
            values: [Vector([a], as: .integer), Vector([b], as: .text)]
          )
        }
      }
      if b == .text("x") {
        try change()
      } else {
        let error = #expect(throws: KindredError.self) { try change() }
        #expect(error?.kind == .unique)
      }
    }
  }
}
