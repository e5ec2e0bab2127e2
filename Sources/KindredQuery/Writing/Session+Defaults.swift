// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Session {
  /// The values of a column that is missing: handed out keys, its default, or NULL.
  func defaults(
    of column: Int,
    in table: TableID,
    count: Int,
    nextKey: () -> Value
  ) -> [Value] {
    let schema = catalogue.schema[table]
    let generated = catalogue.generatedDefaults[table.index].first { $0.column == column }
    return (0..<count).map { _ in
      if column == schema.autoIncrementColumn { return nextKey() }
      return generated?.make() ?? schema.columns[column].defaultValue ?? .null
    }
  }
}
