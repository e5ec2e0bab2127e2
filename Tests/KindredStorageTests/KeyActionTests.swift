// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import KindredStorage
import Testing

@Suite struct `Actions of foreign keys` {
  private static let parents = TableID(0)
  private static let children = TableID(1)

  /// Parents with the key (a, b), and children that refer to both, or to the first alone.
  private func store(
    onDelete: ReferentialAction = .noAction,
    onUpdate: ReferentialAction = .noAction,
    isDeferred: Bool = false,
    isNullable: Bool = true,
    defaults: [Value?] = [nil, nil],
    isComposite: Bool = false
  ) throws -> DatabaseStore {
    let count = isComposite ? 2 : 1
    let key = ForeignKey(
      columns: Array([1, 2][..<count]),
      parent: Self.parents,
      parentColumns: Array([0, 1][..<count]),
      onDelete: onDelete,
      onUpdate: onUpdate,
      isDeferred: isDeferred
    )
    let schema = try Schema(validating: [
      TableSchema(
        name: "parents",
        columns: [ColumnSchema("a", .integer), ColumnSchema("b", .text)],
        uniqueKeys: [[0], [0, 1]]
      ),
      TableSchema(
        name: "children",
        columns: [
          ColumnSchema("id", .integer),
          ColumnSchema("a", .integer, isNullable: isNullable, defaultValue: defaults[0]),
          ColumnSchema("b", .text, isNullable: isNullable, defaultValue: defaults[1]),
        ],
        uniqueKeys: [[0]],
        foreignKeys: [key]
      ),
    ])
    let store = DatabaseStore(schema: schema)
    try store.write { tx in
      try tx.insert(
        Self.parents,
        [[.integer(0), .text("none")], [.integer(1), .text("x")], [.integer(2), .text("y")]]
      )
      try tx.insert(
        Self.children,
        [
          [.integer(10), .integer(1), .text("x")], [.integer(11), .integer(2), .text("y")],
          [.integer(12), .integer(1), .text("x")],
        ]
      )
    }
    return store
  }

  private func keys(_ snapshot: Snapshot) -> [[Value]] {
    let rows = snapshot.contents()[1]
    return rows.keys.sorted().compactMap { rows[$0].map { Array($0[1...]) } }
  }

  private func change(_ tx: Transaction, _ row: RowID, to key: Int64) throws -> StatementEffect {
    try tx.update(
      Self.parents,
      columns: [0],
      rows: [row],
      values: [Vector([.integer(key)], as: .integer)]
    )
  }

  // MARK: - Delete

  @Test func `K12 a deleted row's key becomes NULL in all columns of those that referred to it`()
    throws
  {
    let store = try store(onDelete: .setNull, isComposite: true)
    let effect = try store.write { tx in try tx.delete(Self.parents, rows: [1]) }
    #expect(effect.deleted == [1, 0])
    #expect(effect.updated.map(\.rows) == [[0, 2]])
    #expect(
      keys(store.snapshot()) == [[.null, .null], [.integer(2), .text("y")], [.null, .null]]
    )
    #expect(store.snapshot().faults() == [])
  }

  @Test func `K11 the default takes the place of a deleted row's key, and must refer to a row`()
    throws
  {
    let store = try store(
      onDelete: .setDefault,
      isNullable: false,
      defaults: [.integer(0), .text("")]
    )
    try store.write { tx in try tx.delete(Self.parents, rows: [1]) }
    #expect(keys(store.snapshot()).map(\.[0]) == [.integer(0), .integer(2), .integer(0)])
    let before = store.snapshot()
    let error = #expect(throws: KindredError.self) {
      try store.write { tx in try tx.delete(Self.parents, rows: [0, 2]) }
    }
    #expect(error?.kind == .foreignKey)
    #expect(store.snapshot().contents() == before.contents())
    #expect(store.snapshot().faults() == [])
  }

  @Test func `K11 an action that could only fail is a fault of the schema`() {
    for (action, message) in [
      (ReferentialAction.setNull, "children.a is set to NULL on delete, but is not optional"),
      (.setDefault, "children.a is set to its default on delete, but has none"),
    ] {
      let error = #expect(throws: KindredError.self) {
        _ = try store(onDelete: action, isNullable: false)
      }
      #expect(error?.kind == .schema)
      #expect(error?.message.contains(message) == true)
    }
  }

  @Test func `K05 no action is checked at the end of the statement`() throws {
    let key = ForeignKey(columns: [1], parent: TableID(0), parentColumns: [0])
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
      // The child comes before its parent, and a row refers to itself.
      try tx.insert(
        TableID(0),
        [[.integer(2), .integer(1)], [.integer(1), .integer(3)], [.integer(3), .integer(3)]]
      )
    }
    let error = #expect(throws: KindredError.self) {
      try store.write { tx in try tx.delete(TableID(0), rows: [0, 2]) }
    }
    #expect(error?.row == 1)
    #expect(
      error?.message.hasPrefix("nodes id 3 is still referred to by 1 nodes row through up") == true
    )
    #expect(store.snapshot().faults() == [])
    try store.write { tx in try tx.delete(TableID(0), rows: [2, 1, 0]) }
    #expect(store.snapshot()[TableID(0)].rowCount == 0)
  }

  // MARK: - Update

  @Test func `K06 a changed key is followed by those that refer to it`() throws {
    let store = try store(onUpdate: .cascade, isComposite: true)
    let effect = try store.write { tx in try change(tx, 1, to: 7) }
    #expect(effect.updated.map(\.rows) == [[0, 2]])
    #expect(keys(store.snapshot()).map(\.[0]) == [.integer(7), .integer(2), .integer(7)])
    #expect(store.snapshot().faults() == [])
  }

  @Test func `K06 rows that exchange their keys take their children along`() throws {
    let store = try store(onUpdate: .cascade)
    try store.write { tx in
      try tx.update(
        Self.parents,
        columns: [0],
        rows: [1, 2],
        values: [Vector([.integer(2), .integer(1)], as: .integer)]
      )
    }
    #expect(keys(store.snapshot()).map(\.[0]) == [.integer(2), .integer(1), .integer(2)])
    #expect(store.snapshot().faults() == [])
  }

  @Test(arguments: [ReferentialAction.restrict, .cascade, .setNull, .setDefault, .noAction])
  func `K04 to change a key to itself is no change`(action: ReferentialAction) throws {
    let store = try store(onUpdate: action)
    let before = store.snapshot().contents()
    let effect = try store.write { tx in try change(tx, 1, to: 1) }
    #expect(effect.updated.isEmpty)
    #expect(store.snapshot().contents() == before)
  }

  @Test func `K07 a key that restricts does not let go of its children, also if it is deferred`()
    throws
  {
    let store = try store(onDelete: .restrict, onUpdate: .restrict, isDeferred: true)
    try store.write { tx in
      #expect(throws: KindredError.self) { try tx.delete(Self.parents, rows: [1]) }
      #expect(throws: KindredError.self) { try change(tx, 1, to: 7) }
    }
    #expect(store.snapshot().faults() == [])
  }

  // MARK: - Deferred

  @Test func `K07 a deferred key may be repaired until the end of the transaction`() throws {
    let store = try store(isDeferred: true)
    try store.write { tx in
      try tx.delete(Self.parents, rows: [1])
      try tx.insert(Self.children, [[.integer(13), .integer(5), .null]])
      #expect(tx.view.faults() == [])
      let error = #expect(throws: KindredError.self) { try tx.checkConstraints() }
      #expect(error?.violations.map(\.key) == ["10", "12", "13"])
      #expect(
        error?.violations.first?.description
          == "the children row 10 has a 1, which no parents row has"
      )
      try tx.insert(Self.parents, [[.integer(1), .text("again")], [.integer(5), .text("z")]])
      try tx.checkConstraints()
      #expect(tx.view.faults() == [])
    }
    #expect(store.snapshot()[Self.children].rowCount == 4)
    #expect(store.snapshot().faults() == [])
  }

  @Test func `K07 a violation at the end undoes the transaction and names every row`() throws {
    let store = try store(isDeferred: true)
    let before = store.snapshot().contents()
    let error = #expect(throws: KindredError.self) {
      try store.write { tx in try tx.delete(Self.parents, rows: [1, 2]) }
    }
    #expect(error?.kind == .foreignKey)
    #expect(error?.violations.count == 3)
    #expect(store.snapshot().contents() == before)
    #expect(store.snapshot().faults() == [])
  }

  @Test func `K13 a savepoint that is undone brings violations back`() throws {
    struct Undone: Error {}
    let store = try store(isDeferred: true)
    let before = store.snapshot().contents()
    let error = #expect(throws: KindredError.self) {
      try store.write { tx in
        try tx.delete(Self.parents, rows: [1])
        try? tx.savepoint {
          try tx.insert(Self.parents, [[.integer(1), .text("again")]])
          try tx.checkConstraints()
          throw Undone()
        }
        #expect(tx.view.faults() == [])
      }
    }
    #expect(error?.violations.count == 2)
    #expect(store.snapshot().contents() == before)
  }

  @Test func `a key that changes is found by the rows that wait for it`() throws {
    let store = try store(isDeferred: true)
    try store.write { tx in
      try tx.insert(Self.children, [[.integer(13), .integer(5), .null]])
      _ = try change(tx, 0, to: 5)
    }
    let index = store.snapshot()[Self.children].foreignKeyIndexes[0]
    #expect(index.children(of: 0) == [3])
    #expect(store.snapshot().faults() == [])
  }

  // MARK: - Depth

  @Test func `K10 a changed key is followed through 20,000 rows, one after the other`() throws {
    // Each row's key is also its reference: (tree, up) refers to (tree, id) of the same tree.
    let count: Int64 = 20_000
    let schema = try Schema(validating: [
      TableSchema(
        name: "nodes",
        columns: [
          ColumnSchema("id", .integer), ColumnSchema("tree", .integer),
          ColumnSchema("up", .integer, isNullable: true),
        ],
        uniqueKeys: [[0], [1, 0]],
        foreignKeys: [
          ForeignKey(
            columns: [1, 2],
            parent: TableID(0),
            parentColumns: [1, 0],
            onDelete: .cascade,
            onUpdate: .cascade
          )
        ]
      )
    ])
    let store = DatabaseStore(schema: schema)
    try store.write { tx in
      try tx.insert(
        TableID(0),
        (0..<count).map { [.integer($0), .integer(1), $0 == 0 ? .null : .integer($0 - 1)] }
      )
      let effect = try tx.update(
        TableID(0),
        columns: [1],
        rows: [0],
        values: [Vector([.integer(2)], as: .integer)]
      )
      #expect(effect.updated.reduce(0) { $0 + $1.rows.count } == Int(count) - 1)
    }
    #expect(store.snapshot().contents()[0].values.allSatisfy { $0[1] == .integer(2) })
    #expect(store.snapshot().faults() == [])
  }
}
