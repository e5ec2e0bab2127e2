// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension Transaction {
  private enum DeletePhase { case delete }

  /// Deletes rows, and those that refer to them where the foreign key says `cascade`.
  ///
  /// The rows are taken one by one, each with all that goes with it.
  ///
  /// - Parameters:
  ///   - id: The table.
  ///   - rows: Which rows; those already gone are passed over.
  /// - Returns: For each table how many rows were deleted.
  /// - Throws: `foreignKey` if a row that goes is still referred to through a key that says `restrict`,
  ///   even by a row that would have gone too, unless an earlier one of the rows took it along.
  /// - Complexity: O(deleted rows × keys), however deep the references go.
  @discardableResult
  package func delete(_ id: TableID, rows: [RowID]) throws(KindredError) -> [Int] {
    var deletion = Deletion(store.schema)
    try statement([DeletePhase.delete], rows: rows.count) {
      (state, _, part) throws(KindredError) in
      try deletion.delete(rows[part], of: id, in: &state)
    }
    return deletion.rowCounts
  }
}
