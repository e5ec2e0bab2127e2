// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import KindredStorage
import Testing

/// Two ways from a row to another: `a` has rows in `b` and in `c`, and `b` has rows in `c`.
@Suite struct `Deletion through a diamond` {
  private static let orders = [
    ["a", "b", "c"], ["a", "c", "b"], ["b", "a", "c"], ["b", "c", "a"], ["c", "a", "b"],
    ["c", "b", "a"],
  ]

  /// The tables in an order, with one row each: a1, b1 of a1, c1 of a1 and b1.
  private func store(
    _ order: [String],
    _ action: ReferentialAction,
    restrictFirst: Bool
  ) throws -> DatabaseStore {
    let id = { (name: String) in TableID(order.firstIndex(of: name) ?? 0) }
    let toA = ForeignKey(columns: [1], parent: id("a"), parentColumns: [0], onDelete: .cascade)
    let toB = ForeignKey(columns: [2], parent: id("b"), parentColumns: [0], onDelete: action)
    let columns = ["id", "a", "b"].map { ColumnSchema($0, .integer) }
    let tables = [
      "a": TableSchema(name: "a", columns: [columns[0]], uniqueKeys: [[0]]),
      "b": TableSchema(
        name: "b",
        columns: Array(columns[...1]),
        uniqueKeys: [[0]],
        foreignKeys: [toA]
      ),
      "c": TableSchema(
        name: "c",
        columns: columns,
        uniqueKeys: [[0]],
        foreignKeys: restrictFirst ? [toB, toA] : [toA, toB]
      ),
    ]
    let store = DatabaseStore(schema: try Schema(validating: order.compactMap { tables[$0] }))
    try store.write { tx in
      try tx.insert(id("a"), [[.integer(1)]])
      try tx.insert(id("b"), [[.integer(1), .integer(1)]])
      try tx.insert(id("c"), [[.integer(1), .integer(1), .integer(1)]])
    }
    return store
  }

  @Test(arguments: orders, [false, true])
  func `K08 restrict blocks a row that another path would have removed, in any order`(
    order: [String],
    restrictFirst: Bool
  ) throws {
    let store = try store(order, .restrict, restrictFirst: restrictFirst)
    let a = try #require(store.schema.table(named: "a"))
    let before = store.snapshot()
    let error = #expect(throws: KindredError.self) {
      try store.write { tx in try tx.delete(a, rows: [0]).deleted }
    }
    #expect(error?.kind == .foreignKey)
    #expect(error?.message.hasPrefix("b id 1 is still referred to by 1 c row through b:") == true)
    #expect(store.snapshot().contents() == before.contents())
    #expect(store.snapshot().faults() == [])
  }

  @Test(arguments: orders, [false, true])
  func `K09 a row reached along two paths is deleted once`(
    order: [String],
    restrictFirst: Bool
  ) throws {
    let store = try store(order, .cascade, restrictFirst: restrictFirst)
    let a = try #require(store.schema.table(named: "a"))
    let deleted = try store.write { tx in try tx.delete(a, rows: [0]).deleted }
    #expect(deleted == [1, 1, 1])
    #expect(store.snapshot().faults() == [])
  }
}

@Suite struct `Deletion of rows that refer to each other` {
  private func store() throws -> DatabaseStore {
    let key = ForeignKey(
      columns: [1],
      parent: TableID(0),
      parentColumns: [0],
      onDelete: .restrict
    )
    let schema = try Schema(validating: [
      TableSchema(
        name: "nodes",
        columns: [ColumnSchema("id", .integer), ColumnSchema("up", .integer, isNullable: true)],
        uniqueKeys: [[0]],
        foreignKeys: [key]
      )
    ])
    let store = DatabaseStore(schema: schema)
    try store.write { tx in
      try tx.insert(
        TableID(0),
        [[.integer(1), .null], [.integer(2), .integer(1)], [.integer(3), .integer(3)]]
      )
    }
    return store
  }

  @Test func `K07 a restricting child may go before its parent in one statement`() throws {
    let deleted = try store().write { tx in try tx.delete(TableID(0), rows: [1, 0]).deleted }
    #expect(deleted == [2])
  }

  @Test func `K07 a parent may not go before its restricting child`() throws {
    let store = try store()
    let error = #expect(throws: KindredError.self) {
      try store.write { tx in try tx.delete(TableID(0), rows: [0, 1]) }
    }
    #expect(
      error?.message.hasPrefix("nodes id 1 is still referred to by 1 nodes row through up") == true
    )
    #expect(store.snapshot()[TableID(0)].rowCount == 3)
  }

  @Test func `K09 a row that refers to itself does not restrict itself`() throws {
    let store = try store()
    let deleted = try store.write { tx in try tx.delete(TableID(0), rows: [2, 2]).deleted }
    #expect(deleted == [1])
    #expect(store.snapshot().faults() == [])
  }

  @Test func `a row that is gone is passed over`() throws {
    let store = try store()
    let deleted = try store.write { tx in
      try tx.delete(TableID(0), rows: [2])
      return try tx.delete(TableID(0), rows: [2, 1]).deleted
    }
    #expect(deleted == [1])
  }
}
