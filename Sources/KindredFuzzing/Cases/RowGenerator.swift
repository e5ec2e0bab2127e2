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
    let (maximum, percent) = choices.chance(1) ? (200, 99) : (10, 80)
    _ = choices.many(maximum, percent: percent) { number in
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
    case .text: row[column] = .text("k\(number + 1)")
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
