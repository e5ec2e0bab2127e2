// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// Every fault of the tables, in declaration order, each a sentence that names where it is.
  package static func faults(of tables: [TableSchema]) -> [String] {
    var faults = repeatedNames(tables.map(\.name)).map { "two tables are named \"\($0)\"" }
    if tables.count > SchemaLimits.tables {
      faults.append("there are \(tables.count) tables, and at most \(SchemaLimits.tables) fit")
    }
    return faults + tables.flatMap { self.faults(of: $0, among: tables) }
  }

  private static func faults(of table: TableSchema, among tables: [TableSchema]) -> [String] {
    var faults: [String] = []
    if table.name.isEmpty { faults.append("a table has an empty name") }
    if table.columns.isEmpty { faults.append("\(table.name) has no columns") }
    if table.columns.count > SchemaLimits.columns {
      faults.append(
        "\(table.name) has \(table.columns.count) columns, and at most \(SchemaLimits.columns) fit"
      )
    }
    if table.columns.contains(where: \.name.isEmpty) {
      faults.append("\(table.name) has a column with an empty name")
    }
    for column in table.columns { faults += self.faults(of: column, in: table) }
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
    for key in table.uniqueKeys where key.count > SchemaLimits.keyColumns {
      faults.append(
        "\(table.name) has a key of \(key.count) columns, and at most \(SchemaLimits.keyColumns) fit"
      )
    }
    for key in table.uniqueKeys where !key.allSatisfy(columnRange.contains) {
      faults.append("\(table.name) has a unique key over a column it does not have")
      return faults
    }
    for key in repeated(table.uniqueKeys) {
      faults.append("\(table.label(of: key)) is declared unique twice")
    }
    for key in repeated(table.foreignKeys.map(\.columns)) where key.allSatisfy(columnRange.contains)
    {
      faults.append("\(table.label(of: key)) is declared a foreign key twice")
    }
    if let column = table.autoIncrementColumn,
      table.primaryKey != [column] || table.columns[column].type != .integer
    {
      faults.append("\(table.name) hands out keys that are not its primary key of one integer")
    }
    for column in table.primaryKey where table.columns[column].isNullable {
      faults.append("\(table.label(of: [column])) is part of the primary key and optional")
    }
    for index in table.indexes { faults += self.faults(of: index, in: table) }
    for index in Set(table.indexes) where table.indexes.count(where: { $0 == index }) > 1 {
      faults.append("\(table.label(of: index.parts.map(\.column))) has the same index twice")
    }
    for key in table.foreignKeys { faults += self.faults(of: key, in: table, among: tables) }
    return faults
  }

  private static func faults(of index: IndexSchema, in table: TableSchema) -> [String] {
    let columns = index.parts.map(\.column)
    guard columns.allSatisfy(table.columns.indices.contains) else {
      return ["\(table.name) has an index over a column it does not have"]
    }
    guard !columns.isEmpty, Set(columns).count == columns.count else {
      return ["\(table.name) has an index that is empty or names a column twice"]
    }
    for test in index.tests {
      guard table.columns.indices.contains(test.column) else {
        return ["\(table.name) has an index with a test of a column it does not have"]
      }
      if let value = test.value, value.storageClass != table.columns[test.column].type.storageClass
      {
        return [
          "\(table.label(of: columns)) has a partial index that compares "
            + "\(table.columns[test.column].name) with \(value)"
        ]
      }
    }
    return []
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
    return faults + actionFaults(of: key, in: table)
  }

  /// An action that could only ever fail.
  private static func actionFaults(of key: ForeignKey, in table: TableSchema) -> [String] {
    var faults: [String] = []
    for (action, event) in [(key.onDelete, "delete"), (key.onUpdate, "update")] {
      for column in key.columns where !table.columns[column].isNullable {
        let label = table.label(of: [column])
        switch action {
        case .setNull:
          faults.append("\(label) is set to NULL on \(event), but is not optional")
        case .setDefault where table.columns[column].defaultValue ?? .null == .null:
          faults.append("\(label) is set to its default on \(event), but has none")
        case .setDefault, .noAction, .restrict, .cascade: break
        }
      }
    }
    return faults
  }

  private static func faults(of column: ColumnSchema, in table: TableSchema) -> [String] {
    guard let value = column.defaultValue else { return [] }
    let label = "the default of \(table.name).\(column.name)"
    switch value {
    case .null:
      return column.isNullable ? [] : ["\(label) is NULL, but the column is not optional"]
    case .real(let real) where real.isNaN: return ["\(label) is not a number"]
    case .integer, .real, .text:
      return value.storageClass == column.type.storageClass
        ? [] : ["\(label) is not of its type, \(column.type.rawValue)"]
    }
  }

  /// The names that occur again.
  ///
  /// Names that differ only in the case of letters, or in how a letter is composed, are one name: in SQL
  /// they may be.
  private static func repeatedNames(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    var repeated: Set<String> = []
    return names.filter { name in
      let folded = name.lowercased()
      return !seen.insert(folded).inserted && repeated.insert(folded).inserted
    }
  }

  /// The lists that occur again, in any order of their members.
  private static func repeated(_ lists: [[Int]]) -> [[Int]] {
    var seen: Set<[Int]> = []
    return lists.filter { !seen.insert($0.sorted()).inserted }
  }
}
