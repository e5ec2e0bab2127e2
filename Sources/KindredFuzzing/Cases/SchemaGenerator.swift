// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Random tables with their first rows: keys of every shape, references backward, to the table itself
/// and, in cycles, forward.
///
/// All choices of a table, its rows included, are one span, so that the shrinker takes out whole tables.
struct SchemaGenerator {
  let choices: Choices
  private var tables: [TableSchema] = []
  private var checks: [[CheckConstraint]] = []
  private var rows: [[[Value]]] = []
  /// Columns that refer to the table that comes next, if one does.
  private var forward: [(table: Int, column: Int, parent: Int)] = []

  private static let names = ["alpha", "beta", "gamma", "delta", "epsilon"]

  init(_ choices: Choices) { self.choices = choices }

  /// The tables, filled.
  mutating func store(_ rowGenerator: RowGenerator) -> ReferenceStore {
    for index in Self.names.indices {
      let isThere = choices.span {
        guard choices.chance(60) || index == 0 else { return false }
        addTable(index)
        checks.append(checks(of: tables[index], rowGenerator.pool))
        fill(index, rowGenerator)
        return true
      }
      if !isThere { break }
    }
    closeCycles()
    return ReferenceStore(CheckedSchema(checked(tables), checks), rows)
  }

  private func checked(_ tables: [TableSchema]) -> Schema {
    do {
      return try Schema(validating: tables)
    } catch {
      preconditionFailure("the generator made a schema that is not valid: \(error)")
    }
  }

  private mutating func addTable(_ index: Int) {
    tables.append(keyedTable(index))
    let count = choices.many(3, percent: index == 0 ? 25 : 65) { number in
      addReference(from: index, to: parent(index), number)
    }.count
    if count == 2 { makeLinkTable(index) }
    addColumns(index)
    if choices.chance(8) {
      forward.append((index, tables[index].columns.count, index + 1))
      tables[index].columns.append(ColumnSchema("f", .integer, isNullable: true))
    }
  }

  /// Rows as the tables so far allow; what refers to a later table is NULL at first.
  private mutating func fill(_ index: Int, _ generator: RowGenerator) {
    var store = ReferenceStore(CheckedSchema(checked(tables), checks), rows + [[]])
    generator.fill(&store, TableID(index)) { row in
      for reference in forward where reference.table == index { row[reference.column] = .null }
    }
    rows = store.tables
  }

  /// A table of its primary key: one integer, one text, or two columns.
  private func keyedTable(_ index: Int) -> TableSchema {
    let name = Self.names[index]
    let isReferredTo = forward.contains { $0.parent == index }
    switch choices.weighted([6, 2, 2]) {
    case 1 where !isReferredTo:
      return TableSchema(name: name, columns: [ColumnSchema("code", .text)], uniqueKeys: [[0]])
    case 2 where !isReferredTo:
      let types: [ColumnType] = [.integer, .text, .date, .bytes]
      return TableSchema(
        name: name,
        columns: [ColumnSchema("k1", .integer), ColumnSchema("k2", choices.pick(types))],
        uniqueKeys: [[0, 1]]
      )
    case _:
      return TableSchema(
        name: name,
        columns: [ColumnSchema("id", .integer)],
        uniqueKeys: [[0]],
        autoIncrementColumn: choices.chance(30) ? 0 : nil
      )
    }
  }

  /// Mostly an earlier table, so that rows find parents; at times the table itself.
  private func parent(_ index: Int) -> Int {
    index == 0 || choices.chance(15) ? index : choices.draw(index)
  }

  private mutating func addReference(from index: Int, to parent: Int, _ number: Int) {
    let isNullable = choices.chance(50) || parent == index
    let target = tables[parent].primaryKey
    let start = tables[index].columns.count
    for (position, column) in target.enumerated() {
      let name = "r\(number)" + (target.count > 1 ? "_\(position)" : "")
      tables[index].columns.append(
        ColumnSchema(name, tables[parent].columns[column].type, isNullable: isNullable)
      )
    }
    let columns = Array(start..<tables[index].columns.count)
    tables[index].foreignKeys.append(
      ForeignKey(
        columns: columns,
        parent: TableID(parent),
        parentColumns: target,
        onDelete: action(isNullable: isNullable),
        onUpdate: action(isNullable: isNullable),
        isDeferred: choices.chance(15)
      )
    )
  }

  /// A cascade more often than the others; only those that can succeed.
  private mutating func action(isNullable: Bool) -> ReferentialAction {
    let actions: [ReferentialAction] = [.noAction, .cascade, .cascade, .restrict]
    return choices.pick(isNullable ? actions + [.cascade, .setNull, .setDefault] : actions)
  }

  /// Two references may be unique together.
  private mutating func makeLinkTable(_ index: Int) {
    let columns = tables[index].foreignKeys.flatMap(\.columns)
    let canBeKey = columns.allSatisfy { !tables[index].columns[$0].isNullable }
    if canBeKey && choices.chance(50) { tables[index].uniqueKeys.append(columns) }
  }

  private mutating func addColumns(_ index: Int) {
    let types: [ColumnType] = [.integer, .text, .real, .boolean, .date, .bytes]
    tables[index].columns += choices.many(4, percent: 70) { number in
      ColumnSchema("c\(number)", choices.pick(types), isNullable: choices.chance(50))
    }
    guard choices.chance(25) else { return }
    let all = Array(tables[index].columns.indices)
    let first = choices.pick(all)
    let second = choices.pick(all)
    let key = first == second ? [first] : [first, second]
    if !tables[index].uniqueKeys.contains(where: { Set($0) == Set(key) }) {
      tables[index].uniqueKeys.append(key)
    }
  }

  /// Declares the forward references whose table did come.
  private mutating func closeCycles() {
    for reference in forward where reference.parent < tables.count {
      tables[reference.table].foreignKeys.append(
        ForeignKey(
          columns: [reference.column],
          parent: TableID(reference.parent),
          parentColumns: [0],
          onDelete: .cascade
        )
      )
    }
  }
}
