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
  /// - Throws: As for inserting; `foreignKey` also where rows still refer to a key that changed;
  ///   `notFound` for a row that was deleted.
  /// - Complexity: O(rows × columns), and per key that has one of the columns O(rows + children).
  package func update(
    _ id: TableID,
    columns: [Int],
    rows: [RowID],
    values: [Vector]
  ) throws(KindredError) {
    for (column, vector) in zip(columns, values) {
      try store.schema.tables[id.index].check(vector, column, count: rows.count)
    }
    let keys = store.withState { $0.database.tables[id.index].keys }
    let update = Update(table: id, columns: columns, rows: rows, values: values, keys: keys)
    try statement(Update.Phase.all, rows: rows.count) { (state, phase, part) throws(KindredError) in
      switch phase {
      case .store: try update.store(part, in: &state)
      case .enterKeys: try update.enterKeys(part, in: &state)
      case .moveRows: try update.moveRows(part, in: &state)
      case .keepChildren: try update.keepChildren(part, in: &state)
      case .enterOrder: update.enterOrder(part, in: &state)
      }
    }
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
