// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Random ordered indexes of one to three columns, in either direction, some of them partial.
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
    return IndexSchema(parts, tests: choices.optional(25) { [test(of: table)] } ?? [])
  }

  private func test(of table: TableSchema) -> IndexTest {
    let column = choices.draw(table.columns.count)
    let value: Value =
      switch table.columns[column].type.storageClass {
      case .integer: .integer(Int64(choices.draw(3)))
      case .real: .real(Double(choices.draw(3)) / 2)
      case .text: .text(choices.pick(["", "a", "b", "k1"]))
      }
    let tests: [IndexTest.Test] = [
      .isNotNull, .equal(value), .greater(value), .less(value), .notEqual(value), .isNull,
      .greaterOrEqual(value), .lessOrEqual(value),
    ]
    return IndexTest(column, choices.pick(tests))
  }
}
