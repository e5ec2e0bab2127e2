// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension SQLPrinter {
  /// One INSERT of all the rows, each with a value for every column.
  package func insert(_ rows: [[Value]], into table: TableID) -> SQLStatement {
    let schema = schema[table]
    let columns = names(Array(schema.columns.indices), schema)
    let tuples = rows.map { row -> SQLText in
      let cells = zip(row, schema.columns).map { SQLText([.value($0, $1.type)]) }
      return "(\(cells.joined(", ")))"
    }
    let text: SQLText =
      "INSERT INTO \(dialect.identifier(schema.name)) (\(columns)) VALUES \(tuples.joined(", "))"
    return text.statement(values, dialect)
  }

  /// A DELETE of the row that has the primary key.
  package func delete(key: [Value], from table: TableID) -> SQLStatement {
    let schema = schema[table]
    let text: SQLText =
      "DELETE FROM \(dialect.identifier(schema.name)) WHERE \(matches(key, schema))"
    return text.statement(values, dialect)
  }

  /// An UPDATE of the row that has the primary key.
  package func update(
    _ changes: [(column: Int, value: Value)],
    key: [Value],
    in table: TableID
  ) -> SQLStatement {
    let schema = schema[table]
    let assignments = changes.map { change -> SQLText in
      assign(change.value, schema.columns[change.column])
    }
    let text: SQLText =
      "UPDATE \(dialect.identifier(schema.name)) SET \(assignments.joined(", ")) WHERE \(matches(key, schema))"
    return text.statement(values, dialect)
  }

  private func matches(_ key: [Value], _ table: TableSchema) -> SQLText {
    zip(table.primaryKey, key).map { column, value -> SQLText in
      assign(value, table.columns[column])
    }.joined(" AND ")
  }

  private func assign(_ value: Value, _ column: ColumnSchema) -> SQLText {
    "\(dialect.identifier(column.name)) = \(SQLText([.value(value, column.type)]))"
  }
}
