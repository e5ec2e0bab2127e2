// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// One thing that a transaction did, with what it takes to undo it.
enum UndoEntry: Sendable {
  /// The rows from a slot on were added.
  case inserted(TableID, from: Int)
  /// The row was marked as deleted and taken out of the unique indexes.
  case marked(TableID, RowID)
  /// The row was taken out of its parents' chains.
  case unlinked(TableID, RowID)
  /// Cells of a column had these values.
  case updated(TableID, column: Int, rows: [RowID], old: [Value])
  /// A child was moved to another parent.
  case moved(ForeignKeyID, child: RowID, from: ChainPlace)
  /// The table's next key was this.
  case handedOut(TableID, next: Int64)
}

extension DatabaseState {
  /// Undoes the entries from a position on, last first.
  ///
  /// Cannot fail.
  mutating func rollback(_ log: [UndoEntry], downTo position: Int) {
    var index = log.count
    while index > position {
      index -= 1
      undo(log[index])
    }
  }

  private mutating func undo(_ entry: UndoEntry) {
    switch entry {
    case .inserted(let id, let start): writable(id).removeInserted(from: start)
    case .marked(let id, let row): writable(id).unmark(row)
    case .unlinked(let id, let row): writable(id).relink(row)
    case .updated(let id, let column, let rows, let old):
      writable(id).restore(column: column, rows: rows, old)
    case .moved(let key, let child, let place):
      let table = writable(key.table)
      table.own(foreignKeyIndex: key.index)
      table.foreignKeyIndexes[key.index].restore(child, to: place, epoch: epoch)
    case .handedOut(let id, let next): writable(id).nextKey = next
    }
  }
}

extension Table {
  fileprivate func removeInserted(from start: Int) {
    for index in foreignKeyIndexes.indices {
      own(foreignKeyIndex: index)
      foreignKeyIndexes[index].truncate(to: start, epoch: epoch)
    }
    for index in uniqueIndexes.indices {
      own(uniqueIndex: index)
      for row in start..<slotCount {
        uniqueIndexes[index].remove(RowID(row), in: self, epoch: epoch)
      }
    }
    for column in columns.indices {
      own(column: column)
      columns[column].truncate(to: start)
    }
    rowCount -= slotCount - start
    slotCount = start
  }

  fileprivate func relink(_ row: RowID) {
    for index in foreignKeyIndexes.indices.reversed() {
      own(foreignKeyIndex: index)
      foreignKeyIndexes[index].relink(row, epoch: epoch)
    }
  }

  fileprivate func unmark(_ row: RowID) {
    setDeleted(row, false)
    for index in uniqueIndexes.indices {
      own(uniqueIndex: index)
      uniqueIndexes[index].restore(row, in: self, epoch: epoch)
    }
  }

  fileprivate func restore(column: Int, rows: [RowID], _ old: [Value]) {
    let affected = uniqueIndexes.indices.filter { uniqueIndexes[$0].columns.contains(column) }
    for index in affected {
      own(uniqueIndex: index)
      for row in rows { uniqueIndexes[index].remove(row, in: self, epoch: epoch) }
    }
    own(column: column)
    for (row, value) in zip(rows, old) { columns[column].set(Int(row), value, epoch: epoch) }
    for index in affected {
      for row in rows { uniqueIndexes[index].restore(row, in: self, epoch: epoch) }
    }
  }
}
