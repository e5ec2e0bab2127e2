// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Frees what no row has any more: the slots of deleted rows, and texts.
///
/// Slots are not reused: the rows of a table that is mostly dead move together, in their order, so that
/// scans stay dense and rows come in the order in which they were added. Row ids change by that, so it
/// happens between two transactions only. Snapshots keep the table as it was, with the old row ids.
///
/// The compacted tables are built beside the writer's, which readers may share meanwhile.
///
/// - Complexity: Per transaction O(tables written) to see that there is nothing to do. Else O(live rows
///   + rows that refer to the table), which is at most a fixed multiple of the rows deleted or the texts
///   written since the last time.
struct Compaction {
  private let schema: Schema
  private let epoch: Epoch
  private var tables: [Table]
  private var isReplaced: [Bool]

  /// Compacts those of the tables that need it.
  init(_ ids: [TableID], of state: DatabaseState, schema: Schema, slack: Int) {
    self.schema = schema
    epoch = state.epoch
    tables = state.tables
    isReplaced = tables.map { _ in false }
    for id in ids {
      if tables[id.index].isSparse(in: tables, schema, slack: slack) { dropDeletedRows(id) }
      for column in tables[id.index].columns.indices
      where tables[id.index].hasWastefulPool(column, slack: slack) {
        dropUnusedTexts(column, of: id)
      }
    }
  }

  /// Puts the compacted tables into the place of those that they were made of.
  func install(in state: inout DatabaseState) {
    for index in tables.indices where isReplaced[index] { state.tables[index] = tables[index] }
  }

  private mutating func dropDeletedRows(_ id: TableID) {
    let old = tables[id.index]
    let rows = Renumbering(keeping: old.liveRows, of: old.slotCount)
    let compacted = Table(keeping: rows, of: old, epoch: epoch)
    tables[id.index] = compacted
    isReplaced[id.index] = true
    for (index, key) in old.schema.foreignKeys.enumerated() {
      let parents = key.parent == id ? rows : nil
      compacted.renumber(foreignKeyIndex: index, children: rows, parents: parents)
    }
    for key in schema.referrers[id.index] where key.table != id {
      writable(key.table).renumber(foreignKeyIndex: key.index, children: nil, parents: rows)
    }
  }

  private mutating func dropUnusedTexts(_ column: Int, of id: TableID) {
    writable(id).refreshPool(of: column)
  }

  /// The table as one that nobody else has yet.
  private mutating func writable(_ id: TableID) -> Table {
    if !isReplaced[id.index] {
      tables[id.index] = Table(sharing: tables[id.index], epoch: epoch)
      isReplaced[id.index] = true
    }
    return tables[id.index]
  }
}

extension DatabaseState {
  /// Whether one of the tables written since the last call is to be compacted.
  ///
  /// - Returns: Those written; none if there is nothing to do.
  mutating func tablesToCompact(_ schema: Schema, slack: Int) -> [TableID] {
    let ids = written
    written.removeAll(keepingCapacity: true)
    for id in ids where tables[id.index].epoch == epoch { tables[id.index].isWritten = false }
    let isDue = ids.contains { id in
      let table = tables[id.index]
      return table.isSparse(in: tables, schema, slack: slack)
        || table.columns.indices.contains { table.hasWastefulPool($0, slack: slack) }
    }
    return isDue ? ids : []
  }
}

extension Table {
  /// Whether most slots are dead, so many that it is worth renaming the rows that refer to the others.
  fileprivate func isSparse(in tables: [Table], _ schema: Schema, slack: Int) -> Bool {
    let deadCount = slotCount - rowCount
    guard deadCount > slack, deadCount > rowCount else { return false }
    let referring = schema.referrers[id.index].reduce(0) { $0 + tables[$1.table.index].slotCount }
    return deadCount > referring / Self.referringRowsPerDeadRow
  }

  /// Renaming a parent's row in a child takes this part of the time that deleting a row takes.
  private static var referringRowsPerDeadRow: Int { 16 }

  fileprivate func hasWastefulPool(_ column: Int, slack: Int) -> Bool {
    guard case .texts(_, let pool) = columns[column].cells else { return false }
    return pool.isWasteful(rowCount: rowCount, slack: slack)
  }

  fileprivate func refreshPool(of column: Int) {
    own(column: column)
    columns[column] = columns[column].withFreshPool(isLive: isLive, epoch: epoch)
  }

  fileprivate func renumber(
    foreignKeyIndex index: Int,
    children: Renumbering?,
    parents: Renumbering?
  ) {
    own(foreignKeyIndex: index)
    foreignKeyIndexes[index] = foreignKeyIndexes[index]
      .renumbered(children: children, parents: parents, epoch: epoch)
  }
}
