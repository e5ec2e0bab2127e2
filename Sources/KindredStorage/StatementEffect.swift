// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// What a statement did, to its own table and through foreign keys to others.
package struct StatementEffect: Sendable {
  /// By table: which rows were deleted; empty for a statement that deletes none.
  package var deletedRows: [[RowID]]
  /// By table: how many rows were deleted; empty for a statement that deletes none.
  package var deleted: [Int] { deletedRows.map(\.count) }
  /// Rows whose foreign keys were changed, beside those that the statement itself changes; repetitions are
  /// possible.
  package var updated: [(key: ForeignKeyID, rows: [RowID])]

  package init(deletedRows: [[RowID]] = [], updated: [(key: ForeignKeyID, rows: [RowID])] = []) {
    self.deletedRows = deletedRows
    self.updated = updated
  }
}
