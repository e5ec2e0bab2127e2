// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredExecution
import KindredPlan
import KindredSQL
import KindredSchema

/// What a statement was, rendered as SQL when that is asked for.
struct StatementText: Sendable {
  let form: Form
  let schema: Schema

  enum Form: Sendable {
    case query(LogicalPlan)
    case insert(TableID, [Vector], count: Int)
    /// An insertion that leaves rows out whose key, nil for any, is taken, or assigns to those in the way.
    case upsert(TableID, [Vector], count: Int, key: Int?, [(column: Int, value: Expression)])
    /// The plan yields the new values, then the row.
    case updateRows(TableID, columns: [Int], LogicalPlan)
    case deleteRows(TableID, LogicalPlan)
    /// What is written to columns of single rows, which are named by their primary keys.
    case update(TableID, columns: [Int], keys: [[Value]], [Vector])
  }

  init(_ form: Form, _ schema: Schema) {
    self.form = form
    self.schema = schema
  }

  /// Runnable as it stands.
  var sql: String {
    rendered(.inlined).map(\.text).joined(separator: "; ")
  }

  /// With the values apart; statements on single rows one after the other.
  var bound: [BoundSQL] { rendered(.bound).map(BoundSQL.init) }

  private func rendered(_ values: SQLValues) -> [SQLStatement] {
    do throws(KindredError) {
      return try DeepStack.run(if: isDeep) { statements(values) }
    } catch {
      return [SQLStatement(text: "-- \(error.message)")]
    }
  }

  private var isDeep: Bool {
    switch form {
    case .query(let plan), .updateRows(_, _, let plan), .deleteRows(_, let plan): plan.isDeep
    case .upsert(_, _, _, _, let changes): changes.contains { $0.value.isDeep }
    case .insert, .update: false
    }
  }

  private func statements(_ values: SQLValues) -> [SQLStatement] {
    let printer = SQLPrinter(schema: schema, values: values)
    switch form {
    case .query(let plan): return [printer.select(plan)]
    case .insert(let table, let vectors, let count):
      return [printer.insert(Self.rows(vectors, count), into: table)]
    case .upsert(let table, let vectors, let count, let key, let changes):
      return [
        printer.upsert(
          Self.rows(vectors, count),
          into: table,
          key: key,
          stored: Upsert.stored,
          proposed: Upsert.proposed,
          changes
        )
      ]
    case .updateRows(let table, let columns, let plan):
      return [printer.update(table, columns: columns, rowsOf: plan)]
    case .deleteRows(let table, let plan): return [printer.delete(from: table, rowsOf: plan)]
    case .update(let table, let columns, let keys, let vectors):
      let rows = zip(keys, Self.rows(vectors, keys.count)).map { (key: $0, values: $1) }
      return printer.updates(table, columns: columns, rows)
    }
  }

  private static func rows(_ vectors: [Vector], _ count: Int) -> [[Value]] {
    (0..<count).map { row in vectors.map { $0.value(at: row) } }
  }
}
