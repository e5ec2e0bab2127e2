// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Random rows for a table that already has some: mostly valid, from the case's few values.
struct RowGenerator {
  let choices: Choices
  let pool: ValuePool
  /// The share of parents that go to one favourite, in percent.
  let skew: Int

  init(_ choices: Choices, _ pool: ValuePool) {
    self.choices = choices
    self.pool = pool
    skew = choices.chance(33) ? 90 : 0
  }

  /// Rows of the table, each amended before it is added; those that break a constraint are left out.
  func fill(_ store: inout ReferenceStore, _ table: TableID, amend: (inout [Value]) -> Void) {
    if var rows = choices.optional(1, { choices.chance(40) ? manyRows(store, table) : nil }) ?? nil
    {
      for index in rows.indices { amend(&rows[index]) }
      return store.append(rows, to: table)
    }
    _ = choices.many(10, percent: 80) { number in
      guard var row = row(table, store, number: number) else { return 0 }
      amend(&row)
      _ = store.insert([row], into: table)
      return 0
    }
  }

  /// A row; nil when it needs a parent and there is none.
  func row(_ table: TableID, _ store: ReferenceStore, number: Int) -> [Value]? {
    choices.span {
      let definition = store.schema[table]
      var row = definition.columns.map { value($0) }
      if choices.chance(85) {
        renumber(&row, definition, number)
      }
      for key in definition.foreignKeys {
        let isNullable = key.columns.contains { definition.columns[$0].isNullable }
        if isNullable && choices.chance(20) {
          for column in key.columns where definition.columns[column].isNullable {
            row[column] = .null
          }
          continue
        }
        guard let parent = parent(key, table, store, row) else {
          guard isNullable else { return nil }
          for column in key.columns { row[column] = .null }
          continue
        }
        for (column, target) in zip(key.columns, key.parentColumns) { row[column] = parent[target] }
      }
      return row
    }
  }

  private func value(_ column: ColumnSchema) -> Value {
    if column.isNullable && choices.chance(20) { return .null }
    return pool.value(column.type, choices)
  }

  /// Makes the primary key new, most likely.
  private func renumber(_ row: inout [Value], _ table: TableSchema, _ number: Int) {
    let column = table.primaryKey[0]
    switch table.columns[column].type {
    case .integer, .date, .boolean: row[column] = .integer(Int64(number + 1))
    case .text, .bytes: row[column] = .text("k\(number + 1)")
    case .real: row[column] = .real(Double(number + 1))
    }
  }

  private func parent(
    _ key: ForeignKey,
    _ table: TableID,
    _ store: ReferenceStore,
    _ row: [Value]
  ) -> [Value]? {
    let parents = store.tables[key.parent.index]
    if key.parent == table && choices.chance(20) { return row }
    if let first = parents.first, choices.chance(skew) { return first }
    return parents.isEmpty ? nil : choices.pick(parents)
  }
}

extension RowGenerator {
  /// More rows than fit into one chunk or batch, drawn from a single choice; nil for a table whose keys
  /// need more care.
  private func manyRows(_ store: ReferenceStore, _ table: TableID) -> [[Value]]? {
    let definition = store.schema[table]
    let count = choices.pick([2_047, 2_048, 2_049, 4_100])
    var random = SplitMix64(seed: UInt64(choices.draw(1 << 30)))
    let parents = definition.foreignKeys.map { store.tables[$0.parent.index] }
    guard definition.uniqueKeys.count == 1, definition.primaryKey.count == 1,
      definition.columns[definition.primaryKey[0]].type == .integer,
      !parents.contains(where: \.isEmpty)
    else { return nil }
    return (0..<count).map { number in
      var row = definition.columns.map { column in
        column.isNullable && Int.random(in: 0..<5, using: &random) == 0
          ? .null : pool.value(column.type, using: &random)
      }
      row[definition.primaryKey[0]] = .integer(Int64(number + 1))
      for (key, parents) in zip(definition.foreignKeys, parents) {
        let parent = parents[Int.random(in: 0..<parents.count, using: &random)]
        for (column, target) in zip(key.columns, key.parentColumns) { row[column] = parent[target] }
      }
      return row
    }
  }
}
