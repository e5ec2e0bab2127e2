// SPDX-License-Identifier: Apache-2.0

import KindredPlan
package import KindredSQL
package import KindredSchema

/// The tables as plain lists of rows, every constraint checked by looking at all of them.
package struct ReferenceStore: Sendable {
  package let definition: CheckedSchema
  package internal(set) var tables: [[[Value]]]

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
  ///
  /// The rows are taken one after the other.
  package mutating func delete(
    _ choice: RowChoice,
    from table: TableID,
    isStrict: Bool,
    isReversed: Bool = false
  ) -> Set<KindredError.Kind> {
    let rows = rows(choice, of: table)
    if rows.isEmpty { return [] }
    let keys = rows.map { Self.values(schema[table].primaryKey, of: $0) }
    return change { store in
      for key in isReversed ? keys.reversed() : keys {
        // It may be another by now, or be gone.
        guard let row = store.rows(.key(key), of: table).first else { continue }
        guard store.follow([.removed(row, table)], isStrict: isStrict) else { return false }
      }
      return true
    }
  }

  /// Likewise for an update.
  package mutating func update(
    _ changes: [ColumnChange],
    _ choice: RowChoice,
    in table: TableID
  ) -> Set<KindredError.Kind> {
    let rows = rows(choice, of: table)
    if rows.isEmpty { return [] }
    let events = rows.map { old -> Event in
      var new = old
      for change in changes { new[change.column] = change.value }
      return .changed(old, new, table)
    }
    return change { store in store.follow(events, isStrict: true) }
  }

  /// Likewise for an insertion that expects conflicts: one row after the other.
  mutating func upsert(_ upsertion: FuzzCase.Upsertion) -> Set<KindredError.Kind> {
    let id = upsertion.table
    let keys = upsertion.key.map { [$0] } ?? Array(schema[id].uniqueKeys.indices)
    var faults = ownFaults(of: upsertion.rows, in: id)
    let before = tables
    faults.formUnion(
      change { store in
        for row in upsertion.rows { store.place(row, upsertion, keys) }
        return true
      }
    )
    if !faults.isEmpty { tables = before }
    return faults
  }

  private mutating func place(_ row: [Value], _ upsertion: FuzzCase.Upsertion, _ keys: [Int]) {
    let (index, uniqueKeys) = (upsertion.table.index, schema[upsertion.table].uniqueKeys)
    let holder = tables[index].firstIndex { other in
      keys.contains { key in
        let values = Self.values(uniqueKeys[key], of: row)
        return !values.contains(where: \.isNull)
          && values == Self.values(uniqueKeys[key], of: other)
      }
    }
    guard let holder else { return tables[index].append(row) }
    for (column, value) in upsertion.changes {
      switch value {
      case .constant(let value): tables[index][holder][column] = value
      case .proposed: tables[index][holder][column] = row[column]
      case .storedOrProposed where tables[index][holder][column].isNull:
        tables[index][holder][column] = row[column]
      case .storedOrProposed: break
      }
    }
  }

  /// Makes a change, and takes it back if any row of any table has a fault then.
  private mutating func change(
    _ body: (inout ReferenceStore) -> Bool
  ) -> Set<KindredError.Kind> {
    let before = tables
    let isDone = body(&self)
    var faults: Set<KindredError.Kind> = isDone ? [] : [.foreignKey]
    for (index, rows) in tables.enumerated() {
      faults.formUnion(self.faults(of: rows, in: TableID(index)))
    }
    if !faults.isEmpty { tables = before }
    return faults
  }

  /// Runs the statements in one transaction; `visit` is called for each with the state before it and what it
  /// could be refused for.
  ///
  /// - Returns: What the commit is refused for; then nothing of it stays.
  mutating func transact(
    _ writes: [FuzzCase.Write],
    commits: Bool,
    visit: (FuzzCase.Write, ReferenceStore, Set<KindredError.Kind>) -> Void
  ) -> Set<KindredError.Kind> {
    let before = self
    run(writes, visit: visit)
    let faults: Set<KindredError.Kind> = commits && hasOpenReferences ? [.foreignKey] : []
    if !commits || !faults.isEmpty { self = before }
    return faults
  }

  private mutating func run(
    _ writes: [FuzzCase.Write],
    visit: (FuzzCase.Write, ReferenceStore, Set<KindredError.Kind>) -> Void
  ) {
    for write in writes {
      let before = self
      switch write {
      case .insert(let rows, let table): visit(write, before, insert(rows, into: table))
      case .upsert(let upsertion): visit(write, before, upsert(upsertion))
      case .delete(let rows, let table):
        visit(write, before, delete(rows, from: table, isStrict: true))
      case .update(let changes, let rows, let table):
        visit(write, before, update(changes, rows, in: table))
      case .savepoint(let writes, let keeps):
        run(writes, visit: visit)
        if !keeps { self = before }
      }
    }
  }

  func rows(_ choice: RowChoice, of table: TableID) -> [[Value]] {
    tables[table.index].filter { row in
      switch choice {
      case .key(let key): Self.values(schema[table].primaryKey, of: row) == key
      case .equal(let column, let value): row[column] == value
      case .all: true
      }
    }
  }

  /// The values of the columns.
  package static func values(_ columns: [Int], of row: [Value]) -> [Value] {
    columns.map { row[$0] }
  }

  // MARK: - Constraints

  private func faults(of rows: [[Value]], in table: TableID) -> Set<KindredError.Kind> {
    let definition = schema[table]
    var faults = ownFaults(of: rows, in: table)
    for row in rows {
      for key in definition.foreignKeys where !key.isDeferred && isDangling(row, key) {
        faults.insert(.foreignKey)
      }
    }
    for key in definition.uniqueKeys where hasDuplicates(key, table) { faults.insert(.unique) }
    return faults
  }

  /// What is wrong with rows by themselves.
  private func ownFaults(of rows: [[Value]], in table: TableID) -> Set<KindredError.Kind> {
    let definition = schema[table]
    var faults: Set<KindredError.Kind> = []
    for row in rows {
      for (column, value) in zip(definition.columns, row) {
        if value.isNull && !column.isNullable { faults.insert(.notNull) }
        if let held = value.storageClass, held != column.type.storageClass { faults.insert(.type) }
      }
      // Which of its faults a row is refused for is not said.
      if failsCheck(row, table) { faults.insert(.check) }
    }
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

  /// Whether some row refers, by a deferred key, to one that is not there: no commit is possible.
  var hasOpenReferences: Bool {
    zip(schema.tables, tables).contains { definition, rows in
      definition.foreignKeys.contains { key in
        key.isDeferred && rows.contains { isDangling($0, key) }
      }
    }
  }

  private func isDangling(_ row: [Value], _ key: ForeignKey) -> Bool {
    let values = Self.values(key.columns, of: row)
    guard !values.contains(where: \.isNull) else { return false }
    return !tables[key.parent.index].contains { Self.values(key.parentColumns, of: $0) == values }
  }
}
