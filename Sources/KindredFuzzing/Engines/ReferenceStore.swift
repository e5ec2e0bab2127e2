// SPDX-License-Identifier: Apache-2.0

import KindredPlan
package import KindredSchema

/// The tables as plain lists of rows, every constraint checked by looking at all of them.
package struct ReferenceStore: Sendable {
  package let definition: CheckedSchema
  package private(set) var tables: [[[Value]]]

  package var schema: Schema { definition.schema }

  package init(_ definition: CheckedSchema) {
    self.definition = definition
    tables = definition.schema.tables.map { _ in [] }
  }

  /// The tables with rows that satisfy all constraints.
  init(_ definition: CheckedSchema, _ tables: [[[Value]]]) {
    self.definition = definition
    self.tables = tables
  }

  /// Adds rows that satisfy all constraints, except that those that fail a check are left out.
  mutating func append(_ rows: [[Value]], to table: TableID) {
    tables[table.index] += rows.filter { !failsCheck($0, table) }
  }

  /// The kinds of errors that the insertion could be refused with; empty when it succeeds.
  package mutating func insert(_ rows: [[Value]], into table: TableID) -> Set<KindredError.Kind> {
    let before = tables[table.index]
    tables[table.index] += rows
    let faults = self.faults(of: rows, in: table)
    if !faults.isEmpty { tables[table.index] = before }
    return faults
  }

  /// Likewise for a deletion with everything that it takes along.
  ///
  /// If `isStrict`, a row that restricts stands in the way even if a cascade along another key would
  /// remove it.
  package mutating func delete(
    key: [Value],
    from table: TableID,
    isStrict: Bool
  ) -> Set<KindredError.Kind> {
    let before = tables
    guard let row = row(key: key, in: table) else { return [] }
    guard remove(row, from: table, isStrict: isStrict) else {
      tables = before
      return [.foreignKey]
    }
    return []
  }

  /// Likewise for an update.
  package mutating func update(
    _ changes: [ColumnChange],
    key: [Value],
    in table: TableID
  ) -> Set<KindredError.Kind> {
    guard let position = position(key: key, in: table) else { return [] }
    let old = tables[table.index][position]
    var new = old
    for change in changes { new[change.column] = change.value }
    tables[table.index][position] = new
    var faults = self.faults(of: [new], in: table)
    if orphans(old, of: table) { faults.insert(.foreignKey) }
    if !faults.isEmpty { tables[table.index][position] = old }
    return faults
  }

  /// Runs the statements in order; `visit` is called for each with the state before it and what it
  /// could be refused for.
  mutating func run(
    _ writes: [FuzzCase.Write],
    visit: (FuzzCase.Write, ReferenceStore, Set<KindredError.Kind>) -> Void
  ) {
    for write in writes {
      let before = self
      switch write {
      case .insert(let rows, let table): visit(write, before, insert(rows, into: table))
      case .delete(let key, let table):
        visit(write, before, delete(key: key, from: table, isStrict: true))
      case .update(let changes, let key, let table):
        visit(write, before, update(changes, key: key, in: table))
      case .savepoint(let writes, let keeps):
        run(writes, visit: visit)
        if !keeps { self = before }
      }
    }
  }

  package func row(key: [Value], in table: TableID) -> [Value]? {
    position(key: key, in: table).map { tables[table.index][$0] }
  }

  /// The values of the columns.
  package static func values(_ columns: [Int], of row: [Value]) -> [Value] {
    columns.map { row[$0] }
  }

  private func position(key: [Value], in table: TableID) -> Int? {
    tables[table.index].firstIndex { Self.values(schema[table].primaryKey, of: $0) == key }
  }

  // MARK: - Constraints

  private func faults(of rows: [[Value]], in table: TableID) -> Set<KindredError.Kind> {
    let definition = schema[table]
    var faults: Set<KindredError.Kind> = []
    for row in rows {
      for (column, value) in zip(definition.columns, row) {
        if value.isNull && !column.isNullable { faults.insert(.notNull) }
        if let held = value.storageClass, held != column.type.storageClass { faults.insert(.type) }
      }
      // Which of its faults a row is refused for is not said.
      if failsCheck(row, table) { faults.insert(.check) }
      for key in definition.foreignKeys where isDangling(row, key) { faults.insert(.foreignKey) }
    }
    for key in definition.uniqueKeys where hasDuplicates(key, table) { faults.insert(.unique) }
    return faults
  }

  /// Whether a check is false for the row; one with a value of another type may fail any.
  private func failsCheck(_ row: [Value], _ table: TableID) -> Bool {
    let checks = definition.checks[table.index]
    let isTyped = zip(schema[table].columns, row).allSatisfy { column, value in
      value.storageClass == nil || value.storageClass == column.type.storageClass
    }
    guard isTyped else { return !checks.isEmpty }
    let evaluator = ReferenceEvaluator(store: self)
    let visible = ReferenceRow(CheckConstraint.row, row)
    return checks.contains { (try? evaluator.value($0.condition, visible)) == .integer(0) }
  }

  private func hasDuplicates(_ key: [Int], _ table: TableID) -> Bool {
    var seen: Set<[Value]> = []
    return tables[table.index].contains { row in
      let values = Self.values(key, of: row)
      return !values.contains(where: \.isNull) && !seen.insert(values).inserted
    }
  }

  private func isDangling(_ row: [Value], _ key: ForeignKey) -> Bool {
    let values = Self.values(key.columns, of: row)
    guard !values.contains(where: \.isNull) else { return false }
    return !tables[key.parent.index].contains { Self.values(key.parentColumns, of: $0) == values }
  }

  /// Whether rows still refer to keys that only the old version of a row had.
  private func orphans(_ old: [Value], of table: TableID) -> Bool {
    schema.referrers[table.index].contains { id in
      let key = schema[id]
      let values = Self.values(key.parentColumns, of: old)
      return tables[id.table.index].contains { row in
        Self.values(key.columns, of: row) == values && isDangling(row, key)
      }
    }
  }

  // MARK: - Deletion

  /// Removes the row and its cascades; false when a row that stays still refers to one that goes by
  /// a key that restricts, or, if `isStrict`, when any row does.
  private mutating func remove(_ row: [Value], from table: TableID, isStrict: Bool) -> Bool {
    let before = self
    var removed: [(row: [Value], table: TableID)] = []
    var work = [(row: row, table: table)]
    while let next = work.popLast() {
      guard let position = tables[next.table.index].firstIndex(of: next.row) else { continue }
      tables[next.table.index].remove(at: position)
      removed.append(next)
      for id in schema.referrers[next.table.index] {
        switch schema[id].onDelete {
        case .cascade: work += children(of: next.row, id).map { ($0, id.table) }
        case .restrict:
          let others = before.children(of: next.row, id).filter {
            id.table != next.table || $0 != next.row
          }
          if isStrict && !others.isEmpty { return false }
        }
      }
    }
    return removed.allSatisfy { row, table in
      schema.referrers[table.index].allSatisfy { children(of: row, $0).isEmpty }
    }
  }

  private func children(of row: [Value], _ id: ForeignKeyID) -> [[Value]] {
    let key = schema[id]
    let values = Self.values(key.parentColumns, of: row)
    guard !values.contains(where: \.isNull) else { return [] }
    return tables[id.table.index].filter { Self.values(key.columns, of: $0) == values }
  }
}
