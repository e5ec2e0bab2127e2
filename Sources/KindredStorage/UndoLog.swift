// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// One thing that a transaction did, with what it takes to undo it.
enum UndoEntry: Sendable {
  /// Rows were added at the end.
  case inserted(TableID, rows: Range<Int>)
  /// Rows were deleted. Their cells, and their places in their parents' chains, are still there.
  case deleted(TableID, rows: [RowID])
  /// Cells of columns had these values.
  case updated(TableID, columns: [Int], rows: [RowID], old: [Vector])
  /// The same for a single cell, without memory of its own.
  case changed(TableID, column: Int, RowID, old: Value)
  /// Children were moved to other parents.
  case moved(ForeignKeyID, [ChainMove])
  /// The table's next key was this.
  case handedOut(TableID, next: Int64)

  var rowCount: Int {
    switch self {
    case .inserted(_, let rows): rows.count
    case .deleted(_, let rows): rows.count
    case .updated(_, _, let rows, _): rows.count
    case .moved(_, let moves): moves.count
    case .changed, .handedOut: 1
    }
  }
}

extension DatabaseState {
  /// Undoes all entries, last first.
  ///
  /// Cannot fail.
  mutating func rollback(_ log: [UndoEntry]) {
    for entry in log.reversed() { undo(entry) }
  }

  /// Undoes the last thing that was done.
  mutating func undo(_ entry: UndoEntry) {
    switch entry {
    case .inserted(let id, let rows): writable(id).removeInserted(from: rows.lowerBound)
    case .deleted(let id, let rows): writable(id).putBack(rows)
    case .updated(let id, let columns, let rows, let old):
      writable(id).restore(columns, rows: rows, old)
    case .changed(let id, let column, let row, let old):
      let table = writable(id)
      let values = Vector([old], as: table.columns[column].storageClass)
      table.restore([column], rows: [row], [values])
    case .moved(let key, let moves):
      let table = writable(key.table)
      table.own(foreignKeyIndex: key.index)
      table.foreignKeyIndexes[key.index].undo(moves, epoch: epoch)
    case .handedOut(let id, let next): writable(id).nextKey = next
    }
  }
}

extension Table {
  fileprivate func removeInserted(from start: Int) {
    leaveOrder(RowID(start)..<RowID(slotCount), orderedIndexes.indices)
    for index in foreignKeyIndexes.indices {
      own(foreignKeyIndex: index)
      foreignKeyIndexes[index].truncate(to: start, epoch: epoch)
    }
    for index in uniqueIndexes.indices {
      own(uniqueIndex: index)
      uniqueIndexes[index].leave(RowID(start)..<RowID(slotCount), in: self, epoch: epoch)
    }
    for column in columns.indices {
      own(column: column)
      columns[column].truncate(to: start)
    }
    rowCount -= slotCount - start
    slotCount = start
  }

  /// A key may be taken for a while by a row that is undone later: nothing is checked.
  fileprivate func restore(_ changed: [Int], rows: [RowID], _ old: [Vector]) {
    let affected = uniqueIndexes.indices.filter { index in
      changed.contains { keys.uniqueIndexes[$0].contains(index) }
    }
    for index in affected {
      own(uniqueIndex: index)
      uniqueIndexes[index].leave(rows, in: self, epoch: epoch)
    }
    let ordered = orderedIndexes(over: changed)
    leaveOrder(rows, ordered)
    for (column, values) in zip(changed, old) {
      own(column: column)
      columns[column].restore(rows, to: values, epoch: epoch)
    }
    for index in affected { uniqueIndexes[index].restore(rows, in: self, epoch: epoch) }
    enterOrder(rows, ordered)
  }
}
