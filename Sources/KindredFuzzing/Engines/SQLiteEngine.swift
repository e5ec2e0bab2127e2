// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
import KindredSQL
package import KindredSQLite
package import KindredSchema

/// SQLite, asked in SQL that is printed from the plan before any rewriting.
package final class SQLiteEngine: Engine {
  private let schema: Schema
  private let connection: SQLiteConnection
  private let printer: SQLPrinter

  package init(_ schema: Schema, _ library: SQLiteLibrary) throws(SQLiteError) {
    self.schema = schema
    printer = SQLPrinter(schema: schema, values: .bound)
    connection = try SQLiteConnection(library)
    let tables = printer.createTables().joined(separator: ";")
    try connection.execute("PRAGMA foreign_keys = ON;" + tables)
  }

  package var ruleNames: [String] { [] }

  package func insert(_ rows: [[Value]], into table: TableID) throws(KindredError) {
    guard !rows.isEmpty else { return }
    try write(printer.insert(rows, into: table))
  }

  package func delete(key: [Value], from table: TableID) throws(KindredError) {
    try write(printer.delete(key: key, from: table))
  }

  package func update(
    _ changes: [ColumnChange], key: [Value], in table: TableID
  ) throws(KindredError) {
    try write(printer.update(changes.map { ($0.column, $0.value) }, key: key, in: table))
  }

  package func rows(
    of plan: LogicalPlan, without rules: Set<String>
  ) throws(KindredError) -> Answer {
    let sql = printer.select(plan)
    do {
      let statement = try prepared(sql)
      let count = statement.columnCount
      var rows: [[Value]] = []
      while try statement.step() {
        rows.append((0..<count).map { Value(statement.value(at: $0)) })
      }
      return Answer(rows: rows)
    } catch {
      throw KindredError(error)
    }
  }

  private func write(_ sql: SQLStatement) throws(KindredError) {
    do {
      try prepared(sql).run()
    } catch {
      throw KindredError(error)
    }
  }

  private func prepared(_ sql: SQLStatement) throws(SQLiteError) -> SQLiteStatement {
    let statement = try connection.prepare(sql.text)
    for (index, value) in sql.parameters.enumerated() {
      try statement.bind(sql.firstParameter + index + 1, SQLiteValue(value))
    }
    return statement
  }
}

extension Value {
  fileprivate init(_ value: SQLiteValue) {
    switch value {
    case .null: self = .null
    case .integer(let value): self = .integer(value)
    case .real(let value): self = .real(value)
    case .text(let value): self = .text(value)
    case .bytes: preconditionFailure("SQLite answered with a blob, which no query asks for")
    }
  }
}

extension SQLiteValue {
  fileprivate init(_ value: Value) {
    switch value {
    case .null: self = .null
    case .integer(let value): self = .integer(value)
    case .real(let value): self = .real(value)
    case .text(let value): self = .text(value)
    }
  }
}

extension KindredError {
  /// The kind of mistake that SQLite's code stands for.
  fileprivate init(_ error: SQLiteError) {
    let kind: Kind =
      switch error.code {
      case .constraintUnique, .constraintPrimaryKey, .constraintRowID: .unique
      case .constraintForeignKey, .constraintTrigger: .foreignKey
      case .constraintNotNull: .notNull
      case .constraintType, .mismatch: .type
      case .constraintCheck: .check
      case .some where "\(error)".contains("integer overflow"): .arithmetic
      case _: .query
      }
    self.init(kind, "\(error)")
  }
}
