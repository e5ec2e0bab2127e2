// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSQL
import KindredSchema

/// The SQL of a statement, rendered when it is asked for.
enum StatementText: Sendable {
  case query(LogicalPlan, Schema)
  case insert(TableID, [Vector], Int, Schema)
  /// An insertion that leaves rows out, or updates columns of those in the way; nil for any unique key.
  case upsert(TableID, [Vector], Int, key: Int?, updated: [Int], Schema)
  /// What is done to the rows of a plan.
  case write(String, LogicalPlan, Schema)
  /// What is written to the columns of single rows.
  case update(TableID, [Int], [RowID], [Vector], Schema)

  var sql: String {
    switch self {
    case .query(let plan, let schema): return Self.select(plan, schema)
    case .insert(let table, let vectors, let count, let schema):
      return Self.insert(table, vectors, count, schema)
    case .upsert(let table, let vectors, let count, let key, let updated, let schema):
      let names = { (columns: [Int]) in
        columns.map { schema[table].columns[$0].name }.joined(separator: ", ")
      }
      let target = key.map { " (\(names(schema[table].uniqueKeys[$0])))" } ?? ""
      let action = updated.isEmpty ? "NOTHING" : "UPDATE (\(names(updated)))"
      return Self.insert(table, vectors, count, schema) + " ON CONFLICT\(target) DO \(action)"
    case .write(let statement, let plan, let schema):
      return "\(statement) OF \(Self.select(plan, schema))"
    case .update(let table, let columns, let rows, let vectors, let schema):
      let names = columns.map { schema[table].columns[$0].name }.joined(separator: ", ")
      let values = rows.indices.map { row in
        let cells = zip(columns, vectors).map { column, vector in
          vector.value(at: row).description(as: schema[table].columns[column].type)
        }
        return "(\(cells.joined(separator: ", ")))"
      }
      return "UPDATE \(schema[table].name) (\(names)) TO \(values.joined(separator: ", "))"
    }
  }

  private static func select(_ plan: LogicalPlan, _ schema: Schema) -> String {
    do throws(KindredError) {
      return try DeepStack.run(if: plan.isDeep) {
        SQLPrinter(schema: schema).select(plan).text
      }
    } catch {
      return "-- \(error.message)"
    }
  }

  private static func insert(
    _ table: TableID,
    _ vectors: [Vector],
    _ count: Int,
    _ schema: Schema
  ) -> String {
    let rows = (0..<count).map { row in vectors.map { $0.value(at: row) } }
    return SQLPrinter(schema: schema).insert(rows, into: table).text
  }
}
