// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Random ordered indexes of one to three columns, in either direction.
///
/// No row and no answer depends on them: they are chosen last, so that the rest of a case does not
/// either.
struct IndexGenerator {
  let choices: Choices

  /// The schema with indexes.
  func indexed(_ schema: Schema) -> Schema {
    let tables = schema.tables.map { table in
      var table = table
      for index in choices.many(3, percent: 60, { _ in index(of: table) })
      where !table.indexes.contains(index) {
        table.indexes.append(index)
      }
      return table
    }
    do {
      return try Schema(validating: tables)
    } catch {
      preconditionFailure("the generator made an index that is not valid: \(error)")
    }
  }

  private func index(of table: TableSchema) -> IndexSchema {
    let columns = Array(table.columns.indices)
    var parts = [IndexSchema.Part(choices.pick(columns), isDescending: choices.chance(30))]
    for column in choices.many(2, percent: 45, { _ in choices.pick(columns) })
    where !parts.contains(where: { $0.column == column }) {
      parts.append(.init(column, isDescending: choices.chance(30)))
    }
    return IndexSchema(parts)
  }
}
