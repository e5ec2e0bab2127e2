// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A model without its type: what the database must know of it.
protocol AnyModel: Sendable {
  var number: TableNumber { get }
  var typeName: String { get }
  var tableName: String { get }
  var fields: [any AnyField] { get }
  var columnNames: [String] { get }
  var keys: TableKeys { get }
  var primaryKey: [Int] { get }
  var faults: [String] { get }
  /// Whether the database hands out values of the column: it is of the model's own `ID`, by integers.
  func isAutomatic(_ column: Int) -> Bool
}

struct ModelOf<T: Entity>: AnyModel {
  var number: TableNumber { T.table.layout.number }
  var typeName: String { "\(T.self)" }
  var tableName: String { T.table.layout.name }
  var fields: [any AnyField] { T.table.layout.fields }
  var columnNames: [String] { T.table.layout.columnNames }
  var keys: TableKeys { T.table.keys }
  var primaryKey: [Int] { T.table.primaryKeyColumns }
  var faults: [String] { T.table.layout.faults + T.table.keys.faults + reservedNames }

  func isAutomatic(_ column: Int) -> Bool {
    fields[column].target == T.self && T.unassignedKey != nil && !fields[column].form.isNullable
  }

  /// Columns that a member of the library would hide.
  private var reservedNames: [String] {
    columnNames.filter { ReservedNames.all.contains($0) }.map {
      "\(tableName).\($0): the name is taken by a member of live objects or optional rows: rename it"
    }
  }
}

/// What columns may not be called, because a member of ``OptionalRef`` or of a live object would be found
/// in their place.
enum ReservedNames {
  static let all: Set<String> = [
    "set", "add", "remove", "clear", "related", "exists", "isEmpty", "row", "isDeleted",
    "description", "hashValue",
  ]
}

/// Makes the engine's schema of the models' declarations.
///
/// Faults are collected, not thrown.
struct SchemaBuilder {
  let tables: [TableID?]

  func schema(of model: any AnyModel, _ faults: inout [String]) -> TableSchema {
    var columns = zip(model.columnNames, model.fields).map { name, field in
      ColumnSchema(name, field.form.type, isNullable: field.form.isNullable)
    }
    for (column, value) in model.keys.defaults {
      if case .constant(let value) = value { columns[column].defaultValue = value }
    }
    let key = model.primaryKey
    let uniqueKeys = (key.isEmpty ? [] : [key]) + model.keys.uniques
    return TableSchema(
      name: model.tableName,
      columns: columns,
      uniqueKeys: uniqueKeys,
      foreignKeys: foreignKeys(of: model, &faults),
      indexes: model.keys.indexes.compactMap { index($0, of: model, &faults) },
      autoIncrementColumn: key.count == 1 && model.isAutomatic(key[0]) ? key[0] : nil
    )
  }

  /// The declared references, then one for each column of an ID that none of them covers.
  private func foreignKeys(of model: any AnyModel, _ faults: inout [String]) -> [ForeignKey] {
    var definitions = model.keys.foreignKeys
    for (column, field) in model.fields.enumerated() {
      guard let target = field.target, model.primaryKey != [column] || !model.isAutomatic(column),
        !definitions.contains(where: { $0.columns == [column] })
      else { continue }
      definitions.append(
        ForeignKeyDefinition(columns: [column], target: target)
      )
    }
    return definitions.compactMap { foreignKey($0, of: model, &faults) }
  }

  private func foreignKey(
    _ definition: ForeignKeyDefinition,
    of model: any AnyModel,
    _ faults: inout [String]
  ) -> ForeignKey? {
    let columns = definition.columns.map { model.columnNames[$0] }.joined(separator: ", ")
    let target = definition.target.asModel
    guard let parent = table(target.number) else {
      let place = definition.site.map { " (\($0))" } ?? ""
      faults.append(
        "\(model.tableName).\(columns) refers to \(target.typeName), which is not among the types of "
          + "this Database\(place)"
      )
      return nil
    }
    return ForeignKey(
      columns: definition.columns,
      parent: parent,
      parentColumns: definition.targetColumns?() ?? target.primaryKey,
      onDelete: definition.onDelete.action,
      onUpdate: definition.onUpdate.action,
      isDeferred: definition.isDeferred
    )
  }

  private func table(_ number: TableNumber) -> TableID? {
    number.index < tables.count ? tables[number.index] : nil
  }
}

extension Entity {
  fileprivate static var asModel: any AnyModel { ModelOf<Self>() }
}
