// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
package import KindredSchema

/// Writes to the rows that a plan yields: the plan becomes a common table expression, whose rows are found in
/// the table by its primary key.
extension SQLPrinter {
  /// An UPDATE of the rows of a plan that yields a value for each of the columns, then the row.
  ///
  /// - Precondition: The plan's last output is a row of the table.
  package func update(
    _ table: TableID,
    columns: [Int],
    rowsOf plan: LogicalPlan
  ) -> SQLStatement {
    let schema = schema[table]
    let name = dialect.identifier(schema.name)
    let chosen = chosenName(schema)
    let assignments = columns.enumerated().map { number, column in
      "\(dialect.identifier(schema.columns[column].name)) = \(chosen).v\(number)"
    }
    let matches = schema.primaryKey.map { column in
      "\(name).\(dialect.identifier(schema.columns[column].name)) = \(chosen).c\(column)"
    }
    let text: SQLText =
      "\(with(chosen, plan, columns.count, schema)) UPDATE \(name) "
      + "SET \(assignments.joined(separator: ", ")) FROM \(chosen) "
      + "WHERE \(matches.joined(separator: " AND "))"
    return text.statement(values, dialect)
  }

  /// A DELETE of the rows that a plan yields.
  ///
  /// - Precondition: The plan's last output is a row of the table.
  package func delete(from table: TableID, rowsOf plan: LogicalPlan) -> SQLStatement {
    let schema = schema[table]
    let chosen = chosenName(schema)
    let keys = schema.primaryKey.map { "c\($0)" }.joined(separator: ", ")
    let text: SQLText =
      "\(with(chosen, plan, plan.output.count - 1, schema)) "
      + "DELETE FROM \(dialect.identifier(schema.name)) "
      + "WHERE (\(names(schema.primaryKey, schema))) IN (SELECT \(keys) FROM \(chosen))"
    return text.statement(values, dialect)
  }

  /// UPDATEs of single rows, by the values of their primary keys.
  package func updates(
    _ table: TableID,
    columns: [Int],
    _ rows: [(key: [Value], values: [Value])]
  ) -> [SQLStatement] {
    rows.map { row in
      update(
        Array(zip(columns, row.values)).map { (column: $0, value: $1) },
        .key(row.key),
        in: table
      )
    }
  }

  /// A name that is not the table's.
  private func chosenName(_ table: TableSchema) -> String {
    table.name.lowercased() == "chosen" ? "chosen_rows" : "chosen"
  }

  private func with(
    _ name: String,
    _ plan: LogicalPlan,
    _ valueCount: Int,
    _ table: TableSchema
  ) -> SQLText {
    let columns = (0..<valueCount).map { "v\($0)" } + table.columns.indices.map { "c\($0)" }
    let query = PlanWriter(plan, schema, dialect).select(plan)
    return "WITH \(name)(\(columns.joined(separator: ", "))) AS (\(query))"
  }
}
