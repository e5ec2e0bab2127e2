// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension Transaction {
  private enum DeletePhase { case delete }

  /// Deletes rows, and does to those that refer to them what their foreign keys say.
  ///
  /// The rows are taken one by one, each with all that goes with it; rows that stay are changed, and
  /// foreign keys without an action are checked, at the end of the statement.
  ///
  /// - Parameters:
  ///   - id: The table.
  ///   - rows: Which rows; those already gone are passed over.
  /// - Returns: Which rows of which tables were deleted or changed.
  /// - Throws: `foreignKey` if a row that goes is still referred to through a key that says `restrict`,
  ///   even by a row that would have gone too, unless an earlier one of the rows took it along; or, at
  ///   the end, through one that says `noAction` and is not deferred. What updates throw, where rows are
  ///   changed.
  /// - Complexity: O(changed rows × keys), however deep the references go.
  @discardableResult
  package func delete(_ id: TableID, rows: [RowID]) throws(KindredError) -> StatementEffect {
    var deletion = Deletion(store.schema)
    var consequences = Consequences(of: rows, in: id, store.schema)
    let start = try statement([DeletePhase.delete], rows: rows.count) {
      (state, _, part) throws(KindredError) in
      try deletion.delete(rows[part], of: id, in: &state, &consequences)
    }
    if !deletion.postponed.isEmpty {
      store.keepLastCommit()
      let rows = deletion.takePostponed()
      try undoing(to: start) { () throws(KindredError) in
        try inTurns([()], rows: rows.count) { (state, _, part) throws(KindredError) in
          try deletion.delete(rows[part], of: id, in: &state, &consequences)
        }
      }
    }
    try settle(&consequences, from: start)
    return StatementEffect(deletedRows: deletion.deleted, updated: consequences.updated)
  }
}
