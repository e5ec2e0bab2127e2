// SPDX-License-Identifier: Apache-2.0

import KindredSQL
import KindredSchema

/// Random writes, valid or not.
///
/// The store is kept as the write leaves it.
struct WriteGenerator {
  let choices: Choices
  let pool: ValuePool
  let rows: RowGenerator

  init(_ choices: Choices, _ pool: ValuePool, _ rows: RowGenerator) {
    self.choices = choices
    self.pool = pool
    self.rows = rows
  }

  /// A single statement, or a transaction of several with savepoints in it.
  func step(_ store: inout ReferenceStore) -> FuzzCase.Step {
    let transaction: FuzzCase.Step? = choices.optional(25) {
      let before = store
      let (writes, keeps) = undoable(&store, depth: 2)
      if store.hasOpenReferences { store = before }
      return .transaction(writes, commits: keeps)
    }
    if let transaction { return transaction }
    let before = store
    let write = write(&store)
    if store.hasOpenReferences { store = before }
    return .write(write)
  }

  /// Statements that are kept or undone together.
  private func undoable(
    _ store: inout ReferenceStore,
    depth: Int
  ) -> (writes: [FuzzCase.Write], keeps: Bool) {
    let before = store
    let writes = choices.many(4, percent: 75) { _ -> FuzzCase.Write in
      let savepoint: FuzzCase.Write? =
        depth == 0
        ? nil
        : choices.optional(20) {
          let (writes, keeps) = undoable(&store, depth: depth - 1)
          return .savepoint(writes, keeps: keeps)
        }
      return savepoint ?? write(&store)
    }
    let keeps = !choices.chance(35)
    if !keeps { store = before }
    return (writes, keeps)
  }

  private func write(_ store: inout ReferenceStore) -> FuzzCase.Write {
    choices.span {
      let table = TableID(choices.draw(store.schema.tables.count))
      switch choices.weighted([35, 20, 25, 20]) {
      case 0: return insert(&store, table)
      case 1:
        let rows = rowChoice(store, table)
        _ = store.delete(rows, from: table, isStrict: true)
        return .delete(rows, table)
      case 2: return update(&store, table)
      case _: return upsert(&store, table)
      }
    }
  }

  private func insert(_ store: inout ReferenceStore, _ table: TableID) -> FuzzCase.Write {
    let count = store.tables[table.index].count
    let more = choices.many(3, percent: 40) { row(store, table, number: count + $0 + 1) }
    let inserted = [row(store, table, number: count)] + more
    _ = store.insert(inserted, into: table)
    return .insert(inserted, table)
  }

  /// Assigns no column of a unique key, and has no values of other types.
  ///
  /// Which keys are taken is looked up before; SQLite does not look at the types of rows that it leaves out.
  private func upsert(_ store: inout ReferenceStore, _ table: TableID) -> FuzzCase.Write {
    let definition = store.schema[table]
    let count = store.tables[table.index].count
    let more = choices.many(3, percent: 60) { _ in
      row(store, table, number: choices.draw(count + 2), isTyped: true)
    }
    let rows = [row(store, table, number: choices.draw(count + 2), isTyped: true)] + more
    let key = choices.chance(70) ? choices.pick(nameableKeys(definition)) : nil
    let keyColumns = Set(definition.uniqueKeys.joined())
    let free = definition.columns.indices.filter { !keyColumns.contains($0) }
    var changes: [(column: Int, value: ConflictValue)] = []
    if key != nil, !free.isEmpty {
      var changed: Set<Int> = []
      changes = choices.many(2, percent: 70) { _ in
        let column = choices.pick(free)
        return (column, conflictValue(definition, column))
      }.filter { changed.insert($0.column).inserted }
    }
    let upsertion = FuzzCase.Upsertion(rows, table, key: key, changes)
    _ = store.upsert(upsertion)
    return .upsert(upsertion)
  }

  /// The unique keys that ON CONFLICT can name: SQLite does not know those that contain its row id.
  private func nameableKeys(_ table: TableSchema) -> [Int] {
    let key = table.primaryKey
    let isRowID = key.count == 1 && table.columns[key[0]].type.storageClass == .integer
    return table.uniqueKeys.indices.filter {
      $0 == 0 || !isRowID || !table.uniqueKeys[$0].contains(key[0])
    }
  }

  private func conflictValue(_ table: TableSchema, _ column: Int) -> ConflictValue {
    switch choices.weighted([50, 25, 25]) {
    case 0: .proposed
    case 1: .storedOrProposed
    case _: .constant(pool.value(table.columns[column].type, choices))
    }
  }

  private func row(
    _ store: ReferenceStore,
    _ table: TableID,
    number: Int,
    isTyped: Bool = false
  ) -> [Value] {
    let definition = store.schema[table]
    var row =
      rows.row(table, store, number: number)
      ?? definition.columns.map { pool.value($0.type, choices) }
    guard choices.chance(25) else { return row }
    let column = choices.draw(row.count)
    row[column] = odd(definition, column, isTyped: isTyped)
    return row
  }

  /// A value that may not be allowed.
  ///
  /// SQLite would number a NULL in a single integer key, and would convert a number into a text
  /// column; the engine does neither (N06, V02), so neither is asked.
  private func odd(_ table: TableSchema, _ column: Int, isTyped: Bool = false) -> Value {
    let type = table.columns[column].type
    let isNumbered = table.primaryKey == [column] && type.storageClass == .integer
    switch choices.weighted([50, 40, isTyped ? 0 : 10]) {
    case 0: return pool.value(type, choices)
    case 1: return isNumbered ? pool.value(type, choices) : .null
    case _: return type == .text ? pool.value(.text, choices) : .text("x")
    }
  }

  private func update(_ store: inout ReferenceStore, _ table: TableID) -> FuzzCase.Write {
    let definition = store.schema[table]
    var changed: Set<Int> = []
    let more = choices.many(2, percent: 40) { _ in choices.draw(definition.columns.count) }
    let columns = ([choices.draw(definition.columns.count)] + more).filter {
      changed.insert($0).inserted
    }
    // SQLite changes row after row: keys, and with them references that are changed too.
    let setsOwnKey = definition.foreignKeys.contains {
      $0.parent == table && $0.parentColumns.contains(where: columns.contains)
    }
    let rows = setsOwnKey ? RowChoice.key(key(store, table)) : rowChoice(store, table)
    let changes = columns.map { ColumnChange(column: $0, value: value(store, definition, $0)) }
    _ = store.update(changes, rows, in: table)
    return .update(changes, rows, table)
  }

  private func value(_ store: ReferenceStore, _ table: TableSchema, _ column: Int) -> Value {
    let references = table.foreignKeys.filter { $0.columns == [column] }
    if let key = references.first, choices.chance(70) {
      let parents = store.tables[key.parent.index]
      if !parents.isEmpty { return choices.pick(parents)[key.parentColumns[0]] }
    }
    return choices.chance(20) ? odd(table, column) : pool.value(table.columns[column].type, choices)
  }

  /// Several rows only of small tables: the reference takes them one by one, looking at all others.
  private func rowChoice(_ store: ReferenceStore, _ table: TableID) -> RowChoice {
    if store.tables[table.index].count > 50 { return .key(key(store, table)) }
    switch choices.weighted([70, 25, 5]) {
    case 0: return .key(key(store, table))
    case 1:
      let definition = store.schema[table]
      let column = choices.draw(definition.columns.count)
      let rows = store.tables[table.index]
      return .equal(
        column: column,
        rows.isEmpty
          ? pool.value(definition.columns[column].type, choices) : choices.pick(rows)[column]
      )
    case _: return .all
    }
  }

  /// Mostly that of a row that is there.
  private func key(_ store: ReferenceStore, _ table: TableID) -> [Value] {
    let definition = store.schema[table]
    let rows = store.tables[table.index]
    if !rows.isEmpty && !choices.chance(10) {
      return ReferenceStore.values(definition.primaryKey, of: choices.pick(rows))
    }
    return definition.primaryKey.map { pool.value(definition.columns[$0].type, choices) }
  }
}
