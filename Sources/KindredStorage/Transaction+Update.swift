// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

extension Transaction {
  /// Replaces values of rows.
  ///
  /// Keys are checked at the end of the statement, so rows may exchange their unique values.
  ///
  /// - Parameters:
  ///   - id: The table.
  ///   - columns: Which columns.
  ///   - rows: Which rows, each once.
  ///   - values: For each of the columns one value per row.
  /// - Returns: Which rows of which tables were changed through their foreign keys.
  /// - Throws: As for inserting; `foreignKey` also where rows still refer to a key that changed and
  ///   its foreign key has no action for it; `notFound` for a row that was deleted.
  /// - Complexity: O(rows × columns), and per key that has one of the columns O(rows + children).
  @discardableResult
  package func update(
    _ id: TableID,
    columns: [Int],
    rows: [RowID],
    values: [Vector]
  ) throws(KindredError) -> StatementEffect {
    var consequences = Consequences(of: rows, in: id, store.schema)
    try update(id, columns: columns, rows: rows, values: values, &consequences)
    return StatementEffect(updated: consequences.updated)
  }

  /// The same as a statement, or a part of one.
  func update(
    _ id: TableID,
    columns: [Int],
    rows: [RowID],
    values: [Vector],
    _ consequences: inout Consequences
  ) throws(KindredError) {
    for (column, vector) in zip(columns, values)
    where !store.schema.tables[id.index].columns[column].fits(vector, count: rows.count) {
      try store.schema.tables[id.index].check(vector, column, count: rows.count)
    }
    let keys = store.withState { $0.database.tables[id.index].keys }
    let update = Update(table: id, columns: columns, rows: rows, values: values, keys: keys)
    let start = try statement(Update.Phase.all, rows: rows.count) {
      (state, phase, part) throws(KindredError) in
      try update.run(phase, part, in: &state, &consequences)
    }
    try settle(&consequences, from: start)
  }

  /// Replaces the values of one column.
  package func update(
    _ id: TableID,
    column: Int,
    rows: [RowID],
    values: Vector
  ) throws(KindredError) {
    try update(id, columns: [column], rows: rows, values: [values])
  }
}
