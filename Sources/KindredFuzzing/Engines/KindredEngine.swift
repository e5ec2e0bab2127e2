// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredExecution
package import KindredPlan
package import KindredSchema
import KindredStorage

/// The engine under test: storage, rules, planner and operators, driven by dynamic schemas.
package final class KindredEngine: Engine {
  private let store: DatabaseStore

  package init(_ schema: Schema) { store = DatabaseStore(schema: schema) }

  package var ruleNames: [String] { Optimizer.standardRules.map(\.name) }

  package func insert(_ rows: [[Value]], into table: TableID) throws(KindredError) {
    let columns = Array(store.schema[table].columns.indices)
    let vectors = try vectors(columns.map { column in rows.map { $0[column] } }, columns, table)
    try write { (transaction) throws(KindredError) in
      try transaction.insert(into: table, vectors, count: rows.count)
    }
  }

  package func delete(key: [Value], from table: TableID) throws(KindredError) {
    try write { (transaction) throws(KindredError) in
      guard let row = Self.row(key, in: table, transaction) else { return }
      try transaction.delete(table, rows: [row])
    }
  }

  package func update(
    _ changes: [ColumnChange], key: [Value], in table: TableID
  ) throws(KindredError) {
    let columns = changes.map(\.column)
    let vectors = try vectors(changes.map { [$0.value] }, columns, table)
    try write { (transaction) throws(KindredError) in
      guard let row = Self.row(key, in: table, transaction) else { return }
      try transaction.update(table, columns: columns, rows: [row], values: vectors)
    }
  }

  package func rows(
    of plan: LogicalPlan, without rules: Set<String>
  ) throws(KindredError) -> Answer {
    var fired: [String: Int] = [:]
    let snapshot = store.snapshot()
    let optimized = Optimizer(schema: store.schema, disabled: rules).optimize(plan) { step in
      fired[step.rule, default: 0] += 1
    }
    let physical = try Planner(schema: store.schema, statistics: snapshot).plan(optimized)
    let result = try Executor(snapshot: snapshot).run(physical, output: optimized.output)
    return Answer(rows: Self.rows(of: result, snapshot), firedRules: fired)
  }

  /// What is wrong with the tables and indexes, by brute force.
  package func faults() -> [String] { store.snapshot().faults() }

  private func write(
    _ body: (Transaction) throws(KindredError) -> Void
  ) throws(KindredError) {
    do {
      try store.write(body)
    } catch let error as KindredError {
      throw error
    } catch {
      preconditionFailure("a write threw \(error)")
    }
  }

  /// One vector for each column; where all values are of another class, a vector of that class, so that
  /// the engine refuses it itself.
  private func vectors(
    _ values: [[Value]], _ columns: [Int], _ table: TableID
  ) throws(KindredError) -> [Vector] {
    var vectors: [Vector] = []
    for (values, column) in zip(values, columns) {
      let expected = store.schema[table].columns[column].type.storageClass
      let classes = Set(values.compactMap(\.storageClass))
      guard classes.count <= 1 else {
        throw KindredError(.type, "the values of one column are of several classes")
      }
      vectors.append(Vector(values, as: classes.first ?? expected))
    }
    return vectors
  }

  private static func row(
    _ key: [Value], in table: TableID, _ transaction: Transaction
  ) -> RowID? {
    let table = transaction.view[table]
    let row = table.uniqueIndexes[0].row(of: key, in: table)
    return row < 0 ? nil : row
  }

  /// Whole rows are expanded to the values of all their columns.
  private static func rows(of result: ResultSet, _ snapshot: Snapshot) -> [[Value]] {
    var rows = [[Value]](repeating: [], count: result.rowCount)
    for column in result.columns {
      switch column {
      case .vector(let vector):
        for index in rows.indices { rows[index].append(vector.value(at: index)) }
      case .rows(let table, let ids):
        for stored in snapshot[table].columns {
          for index in rows.indices {
            rows[index].append(ids[index] < 0 ? .null : stored.value(Int(ids[index])))
          }
        }
      }
    }
    return rows
  }
}
