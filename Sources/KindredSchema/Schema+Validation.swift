// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// Every fault of the tables, in declaration order, each a sentence that names where it is.
  package static func faults(of tables: [TableSchema]) -> [String] {
    repeatedNames(tables.map(\.name)).map { "two tables are named \"\($0)\"" }
      + tables.flatMap { faults(of: $0, among: tables) }
  }

  private static func faults(of table: TableSchema, among tables: [TableSchema]) -> [String] {
    var faults: [String] = []
    if table.name.isEmpty { faults.append("a table has an empty name") }
    if table.columns.isEmpty { faults.append("\(table.name) has no columns") }
    for name in repeatedNames(table.columns.map(\.name)) {
      faults.append("\(table.name) has two columns named \"\(name)\"")
    }
    guard table.uniqueKeys.first?.isEmpty == false else {
      faults.append("\(table.name) has no primary key: add an `id`, or .primaryKey(…)")
      return faults
    }
    let columnRange = table.columns.indices
    for key in table.uniqueKeys where key.isEmpty || Set(key).count != key.count {
      faults.append("\(table.name) has a unique key that is empty or names a column twice")
    }
    for key in table.uniqueKeys where !key.allSatisfy(columnRange.contains) {
      faults.append("\(table.name) has a unique key over a column it does not have")
      return faults
    }
    for column in table.primaryKey where table.columns[column].isNullable {
      faults.append("\(table.label(of: [column])) is part of the primary key and optional")
    }
    for key in table.foreignKeys { faults += self.faults(of: key, in: table, among: tables) }
    return faults
  }

  private static func faults(
    of key: ForeignKey,
    in table: TableSchema,
    among tables: [TableSchema]
  ) -> [String] {
    guard key.columns.allSatisfy(table.columns.indices.contains), !key.columns.isEmpty else {
      return ["\(table.name) has a foreign key over a column it does not have"]
    }
    let label = table.label(of: key.columns)
    guard tables.indices.contains(key.parent.index) else {
      return ["\(label) refers to a table that is not part of the schema"]
    }
    let parent = tables[key.parent.index]
    guard key.parentColumns.allSatisfy(parent.columns.indices.contains) else {
      return ["\(label) refers to a column that \(parent.name) does not have"]
    }
    guard key.columns.count == key.parentColumns.count else {
      return ["\(label) has \(key.columns.count) columns but refers to \(key.parentColumns.count)"]
    }
    var faults: [String] = []
    if !parent.uniqueKeys.contains(where: { Set($0) == Set(key.parentColumns) }) {
      faults.append(
        "\(label) refers to \(parent.label(of: key.parentColumns)), which is not a unique key"
      )
    }
    for (column, target) in zip(key.columns, key.parentColumns)
    where table.columns[column].type != parent.columns[target].type {
      faults.append(
        "\(table.label(of: [column])) is \(table.columns[column].type.rawValue) but refers to "
          + "\(parent.label(of: [target])), which is \(parent.columns[target].type.rawValue)"
      )
    }
    return faults
  }

  private static func repeatedNames(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    var repeated: [String] = []
    for name in names where !seen.insert(name).inserted && !repeated.contains(name) {
      repeated.append(name)
    }
    return repeated
  }
}
