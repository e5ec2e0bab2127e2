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

  package init(_ definition: CheckedSchema, _ library: SQLiteLibrary) throws(SQLiteError) {
    schema = definition.schema
    printer = SQLPrinter(schema: schema, values: .bound, checks: definition.checks)
    connection = try SQLiteConnection(library)
    let tables = printer.createTables().joined(separator: ";")
    try connection.execute("PRAGMA foreign_keys = ON;" + tables)
  }

  package var ruleNames: [String] { [] }

  package func run(_ writes: [FuzzCase.Write]) -> [KindredError?] {
    writes.flatMap { write -> [KindredError?] in
      switch write {
      case .insert(let rows, let table):
        rows.isEmpty ? [nil] : [error(printer.insert(rows, into: table))]
      case .upsert(let upsertion):
        [
          error(
            printer.upsert(
              upsertion.rows,
              into: upsertion.table,
              key: upsertion.key,
              upsertion.changes
            )
          )
        ]
      case .delete(let rows, let table): [error(printer.delete(rows, from: table))]
      case .update(let changes, let rows, let table):
        [error(printer.update(changes.map { ($0.column, $0.value) }, rows, in: table))]
      case .savepoint(let writes, let keeps):
        savepoint(writes, keeps: keeps)
      }
    }
  }

  package func transact(_ writes: [FuzzCase.Write], commits: Bool) -> [KindredError?] {
    execute("BEGIN")
    let errors = run(writes)
    do {
      try connection.execute(commits ? "COMMIT" : "ROLLBACK")
      return errors + [nil]
    } catch {
      execute("ROLLBACK")
      return errors + [KindredError(error)]
    }
  }

  private func savepoint(_ writes: [FuzzCase.Write], keeps: Bool) -> [KindredError?] {
    execute("SAVEPOINT s")
    let errors = run(writes)
    execute(keeps ? "RELEASE s" : "ROLLBACK TO s; RELEASE s")
    return errors
  }

  private func execute(_ sql: String) {
    do {
      try connection.execute(sql)
    } catch {
      preconditionFailure("SQLite refused \(sql): \(error)")
    }
  }

  package func rows(
    of plan: LogicalPlan,
    without rules: Set<String>
  ) throws(KindredError) -> Answer {
    let sql = printer.select(plan)
    do {
      let statement = try prepared(sql)
      let types = columnTypes(plan)
      var rows: [[Value]] = []
      while try statement.step() {
        rows.append(types.enumerated().map { Value(statement.value(at: $0), as: $1) })
      }
      return Answer(rows: rows)
    } catch {
      throw KindredError(error)
    }
  }

  private func columnTypes(_ plan: LogicalPlan) -> [ColumnType] {
    plan.output.flatMap { output -> [ColumnType] in
      switch output {
      case .column(let reference): [reference.type]
      case .row(_, let table): schema[table].columns.map(\.type)
      }
    }
  }

  private func error(_ sql: SQLStatement) -> KindredError? {
    do {
      try prepared(sql).run()
      return nil
    } catch {
      return KindredError(error)
    }
  }

  private func prepared(_ sql: SQLStatement) throws(SQLiteError) -> SQLiteStatement {
    let statement = try connection.prepare(sql.text)
    for (index, parameter) in sql.parameters.enumerated() {
      try statement.bind(sql.firstParameter + index + 1, SQLiteValue(parameter))
    }
    return statement
  }
}

extension Value {
  /// SQLite keeps a whole real as an integer, and at times forgets to turn it back when it reads it from
  /// an index.
  fileprivate init(_ value: SQLiteValue, as type: ColumnType) {
    switch value {
    case .null: self = .null
    case .integer(let value) where type == .real: self = .real(Double(value))
    case .integer(let value): self = .integer(value)
    case .real(let value): self = .real(value)
    case .text(let value): self = .text(value)
    case .bytes(let value): self = .bytes(value)
    }
  }
}

extension SQLiteValue {
  fileprivate init(_ parameter: SQLParameter) {
    switch parameter.value {
    case .null: self = .null
    case .integer(let value): self = .integer(value)
    case .real(let value): self = .real(value)
    case .text(let value) where parameter.type == .bytes:
      self = .bytes(ByteText.bytes(of: value) ?? [])
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
    self.init(kind, String("\(error)".prefix(1_000)))
  }
}
