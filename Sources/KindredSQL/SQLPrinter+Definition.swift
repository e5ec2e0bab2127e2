// SPDX-License-Identifier: Apache-2.0

import KindredPlan
package import KindredSchema

extension SQLPrinter {
  /// The statements that create all tables and the indexes of their foreign keys.
  package func createTables() -> [String] {
    schema.tables.indices.map { createTable(TableID($0)) } + schema.tables.flatMap(createIndexes)
  }

  /// The table with its keys, references and checks.
  package func createTable(_ id: TableID) -> String {
    let table = schema[id]
    let columns = table.columns.enumerated().map { index, column in
      columnDefinition(column, isAutoIncrement: table.autoIncrementColumn == index)
    }
    let keys = table.uniqueKeys.enumerated().compactMap { index, key -> String? in
      if index == 0 && table.autoIncrementColumn != nil { return nil }
      return "\(index == 0 ? "PRIMARY KEY" : "UNIQUE") (\(names(key, table)))"
    }
    let references = table.foreignKeys.map { reference($0, of: table) }
    let parts = (columns + keys + references + checkClauses(id)).joined(separator: ", ")
    return "CREATE TABLE \(dialect.identifier(table.name)) (\(parts))\(dialect.tableSuffix)"
  }

  /// The ordered indexes, and one for each foreign key that no unique key begins with.
  package func createIndexes(_ table: TableSchema) -> [String] {
    referenceIndexes(table)
      + table.indexes.enumerated().map { number, index in
        let parts = index.parts.map { part in
          dialect.identifier(table.columns[part.column].name) + (part.isDescending ? " DESC" : "")
        }
        let name = dialect.identifier("\(table.name)_order_\(number)")
        return "CREATE INDEX \(name) ON \(dialect.identifier(table.name)) "
          + "(\(parts.joined(separator: ", ")))" + whereClause(index.tests, table)
      }
  }

  private func whereClause(_ tests: [IndexTest], _ table: TableSchema) -> String {
    if tests.isEmpty { return "" }
    let conditions = tests.map { test in
      let column = table.columns[test.column]
      let value = test.value.map { dialect.literal($0, column.type) } ?? "NULL"
      return "\(dialect.identifier(column.name)) \(test.test.sign) \(value)"
    }
    return " WHERE " + conditions.joined(separator: " AND ")
  }

  private func referenceIndexes(_ table: TableSchema) -> [String] {
    table.foreignKeys.enumerated().compactMap { index, key in
      guard !table.uniqueKeys.contains(where: { $0.starts(with: key.columns) }) else { return nil }
      let name = dialect.identifier("\(table.name)_reference_\(index)")
      let columns = names(key.columns, table)
      return "CREATE INDEX \(name) ON \(dialect.identifier(table.name)) (\(columns))"
    }
  }

  private func checkClauses(_ id: TableID) -> [String] {
    guard id.index < checks.count else { return [] }
    return checks[id.index].map { check in
      let condition = PlanWriter.condition(check.condition, of: id, schema, dialect)
        .statement(.inlined, dialect)
      return "CONSTRAINT \(dialect.identifier(check.name)) CHECK (\(condition.text))"
    }
  }

  private func columnDefinition(_ column: ColumnSchema, isAutoIncrement: Bool) -> String {
    let name = dialect.identifier(column.name)
    if isAutoIncrement { return "\(name) \(dialect.autoIncrementColumn)" }
    let notNull = column.isNullable ? "" : " NOT NULL"
    let value = column.defaultValue.map { " DEFAULT (\(dialect.literal($0, column.type)))" }
    return "\(name) \(dialect.typeName(column.type))\(notNull)\(value ?? "")"
  }

  private func reference(_ key: ForeignKey, of table: TableSchema) -> String {
    let parent = schema[key.parent]
    let isDeferred = key.isDeferred ? " DEFERRABLE INITIALLY DEFERRED" : ""
    return "FOREIGN KEY (\(names(key.columns, table))) REFERENCES "
      + "\(dialect.identifier(parent.name)) (\(names(key.parentColumns, parent)))"
      + Self.action(key.onDelete, on: "DELETE") + Self.action(key.onUpdate, on: "UPDATE")
      + isDeferred
  }

  private static func action(_ action: ReferentialAction, on event: String) -> String {
    switch action {
    case .noAction: ""
    case .restrict: " ON \(event) RESTRICT"
    case .cascade: " ON \(event) CASCADE"
    case .setNull: " ON \(event) SET NULL"
    case .setDefault: " ON \(event) SET DEFAULT"
    }
  }

  func names(_ columns: [Int], _ table: TableSchema) -> String {
    columns.map { dialect.identifier(table.columns[$0].name) }.joined(separator: ", ")
  }
}

extension IndexTest.Test {
  fileprivate var sign: String {
    switch self {
    case .isNull: "IS"
    case .isNotNull: "IS NOT"
    case .equal: "="
    case .notEqual: "<>"
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    }
  }
}
