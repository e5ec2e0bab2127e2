// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
package import KindredSchema

extension SQLPrinter {
  /// One INSERT of all the rows, each with a value for every column.
  package func insert(_ rows: [[Value]], into table: TableID) -> SQLStatement {
    insertion(rows, into: table).statement(values, dialect)
  }

  /// An INSERT that leaves out the rows whose unique key is taken, or sets columns of those in the way.
  ///
  /// - `key`: which of the table's unique keys; nil for any of them.
  /// - `changes`: empty to leave rows out.
  package func upsert(
    _ rows: [[Value]],
    into table: TableID,
    key: Int?,
    _ changes: [(column: Int, value: ConflictValue)]
  ) -> SQLStatement {
    let schema = schema[table]
    let assignments = changes.map { change -> SQLText in
      let column = schema.columns[change.column]
      let name = dialect.identifier(column.name)
      switch change.value {
      case .constant(let value): return assign(value, column)
      case .proposed: return "\(name) = \(dialect.proposedColumn(name))"
      case .storedOrProposed:
        return "\(name) = coalesce(\(name), \(dialect.proposedColumn(name)))"
      }
    }
    return upsert(rows, into: table, key, assignments).statement(values, dialect)
  }

  /// The same with expressions over the row in the way, `stored`, and the row that was to be added.
  package func upsert(
    _ rows: [[Value]],
    into table: TableID,
    key: Int?,
    stored: SourceID,
    proposed: SourceID,
    _ changes: [(column: Int, value: Expression)]
  ) -> SQLStatement {
    let spelling = { @Sendable [dialect, schema] (source: SourceID, name: String) -> SQLText in
      source == proposed
        ? dialect.proposedColumn(name) : "\(dialect.identifier(schema[table].name)).\(name)"
    }
    let assignments = changes.map { change -> SQLText in
      let value = PlanWriter.expression(
        change.value,
        over: [stored, proposed],
        of: table,
        schema,
        dialect,
        spelling
      )
      return "\(dialect.identifier(schema[table].columns[change.column].name)) = \(value)"
    }
    return upsert(rows, into: table, key, assignments).statement(values, dialect)
  }

  private func upsert(
    _ rows: [[Value]],
    into table: TableID,
    _ key: Int?,
    _ assignments: [SQLText]
  ) -> SQLText {
    let schema = schema[table]
    let target = key.map { SQLText(text: names(schema.uniqueKeys[$0], schema)) }
    let clause = dialect.conflictClause(
      target,
      assignments.isEmpty ? nil : assignments.joined(", ")
    )
    return insertion(rows, into: table) + clause
  }

  private func insertion(_ rows: [[Value]], into table: TableID) -> SQLText {
    let schema = schema[table]
    let columns = names(Array(schema.columns.indices), schema)
    let tuples = rows.map { row -> SQLText in
      let cells = zip(row, schema.columns).map { SQLText([.value($0, $1.type)]) }
      return "(\(cells.joined(", ")))"
    }
    return
      "INSERT INTO \(dialect.identifier(schema.name)) (\(columns)) VALUES \(tuples.joined(", "))"
  }

  /// A DELETE of the chosen rows.
  package func delete(_ rows: RowChoice, from table: TableID) -> SQLStatement {
    let schema = schema[table]
    let text: SQLText =
      "DELETE FROM \(dialect.identifier(schema.name))\(matches(rows, schema))"
    return text.statement(values, dialect)
  }

  /// An UPDATE of the chosen rows.
  package func update(
    _ changes: [(column: Int, value: Value)],
    _ rows: RowChoice,
    in table: TableID
  ) -> SQLStatement {
    let schema = schema[table]
    let assignments = changes.map { change -> SQLText in
      assign(change.value, schema.columns[change.column])
    }
    let text: SQLText =
      "UPDATE \(dialect.identifier(schema.name)) SET \(assignments.joined(", "))\(matches(rows, schema))"
    return text.statement(values, dialect)
  }

  private func matches(_ rows: RowChoice, _ table: TableSchema) -> SQLText {
    switch rows {
    case .all: return ""
    case .equal(let column, let value):
      let column = table.columns[column]
      let cell = SQLText([.value(value, column.type)])
      return " WHERE \(dialect.identifier(column.name)) IS \(cell)"
    case .key(let key):
      let tests = zip(table.primaryKey, key).map { column, value -> SQLText in
        assign(value, table.columns[column])
      }
      return " WHERE \(tests.joined(" AND "))"
    }
  }

  private func assign(_ value: Value, _ column: ColumnSchema) -> SQLText {
    "\(dialect.identifier(column.name)) = \(SQLText([.value(value, column.type)]))"
  }
}

/// Which rows of a table a statement changes.
package enum RowChoice: Sendable, Hashable {
  /// The one with the primary key.
  case key([Value])
  /// Those with the value in a column, NULL included.
  case equal(column: Int, Value)
  case all
}

/// What a column of a row that is in the way of another is set to.
package enum ConflictValue: Sendable, Hashable {
  case constant(Value)
  /// The value of the row that was to be added.
  case proposed
  /// The same, only where the column is NULL.
  case storedOrProposed
}
