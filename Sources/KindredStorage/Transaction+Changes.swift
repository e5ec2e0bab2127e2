// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema

/// Which rows a transaction has added, changed or deleted, and the states before and after.
package struct ChangedRows: Sendable {
  /// The last commit.
  package let before: Snapshot
  package let after: Snapshot
  /// By table, in row-id order; a row that is as it was is not among them.
  package let rows: [[RowID]]
}

extension Transaction {
  /// What the transaction has changed so far, through cascades and other actions too.
  ///
  /// - Complexity: O(changes × columns); nothing is kept for it while the transaction runs.
  package func changedRows() -> ChangedRows {
    let (after, before, log) = store.withState { state in
      var after = state.database.forked()
      let before = after.forked()
      return (after, before, state.log)
    }
    var old = before
    old.rollback(log)
    var touched = store.schema.tables.map { _ in Set<RowID>() }
    for entry in log { entry.note(in: &touched) }
    let rows = touched.indices.map { index in
      touched[index].sorted().filter { after.tables[index].differs($0, from: old.tables[index]) }
    }
    return ChangedRows(
      before: Snapshot(schema: store.schema, tables: old.tables),
      after: Snapshot(schema: store.schema, tables: after.tables),
      rows: rows
    )
  }
}

extension UndoEntry {
  fileprivate func note(in touched: inout [Set<RowID>]) {
    switch self {
    case .inserted(let id, let rows):
      for row in rows { touched[id.index].insert(RowID(row)) }
    case .deleted(let id, let rows), .updated(let id, _, let rows, _):
      touched[id.index].formUnion(rows)
    case .changed(let id, _, let row, _): touched[id.index].insert(row)
    // The foreign keys whose rows moved were changed, which is an entry of its own.
    case .moved, .handedOut: break
    }
  }
}

extension Table {
  /// Whether the row is there in one of the states only, or has other values.
  fileprivate func differs(_ row: RowID, from other: Table) -> Bool {
    guard isLive(row), other.isLive(row) else { return isLive(row) != other.isLive(row) }
    return columns.indices.contains { column in
      !columns[column].equals(Int(row), other.columns[column].value(Int(row)))
    }
  }
}
