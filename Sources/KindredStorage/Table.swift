// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

/// The state of one table at one epoch.
///
/// Snapshots share it until a writer copies it.
///
/// A copy is shallow: columns, indexes and bitmaps stay shared, each with the epoch in which the
/// writer made it its own, until the writer first touches them.
package final class Table: @unchecked Sendable {
  package let id: TableID
  package let schema: TableSchema
  let keys: TableKeys
  package internal(set) var columns: [Column]
  /// Row ids are `0 ..< slotCount`, those of deleted rows included.
  package internal(set) var slotCount = 0
  /// Live rows.
  package internal(set) var rowCount = 0
  /// The deleted rows; nil while none ever was.
  package internal(set) var deleted: Bitmap?
  /// By ``UniqueKeyID/index``; the first is the primary key's.
  package internal(set) var uniqueIndexes: [UniqueIndex]
  /// By ``ForeignKeyID/index``.
  package internal(set) var foreignKeyIndexes: [ForeignKeyIndex]
  /// By ``OrderedIndexID/index``.
  package internal(set) var orderedIndexes: [OrderedIndex]
  /// The next key that the table hands out.
  var nextKey: Int64 = 1

  var epoch: Epoch
  /// Whether the table is among ``DatabaseState/written``.
  var isWritten = false
  private var columnEpochs: [Epoch]
  private var uniqueEpochs: [Epoch]
  private var foreignKeyEpochs: [Epoch]
  private var orderedEpochs: [Epoch]
  private var deletedEpoch: Epoch

  init(_ id: TableID, in database: Schema, epoch: Epoch) {
    let schema = database[id]
    self.id = id
    self.schema = schema
    keys = TableKeys(id, in: database)
    self.epoch = epoch
    columns = schema.columns.map { Column($0.type.storageClass) }
    uniqueIndexes = schema.uniqueKeys.map { UniqueIndex(columns: $0, in: schema) }
    foreignKeyIndexes = schema.foreignKeys.map { _ in ForeignKeyIndex() }
    orderedIndexes = schema.indexes.map(OrderedIndex.init)
    columnEpochs = columns.map { _ in epoch }
    uniqueEpochs = uniqueIndexes.map { _ in epoch }
    foreignKeyEpochs = foreignKeyIndexes.map { _ in epoch }
    orderedEpochs = orderedIndexes.map { _ in epoch }
    deletedEpoch = epoch
  }

  init(sharing other: Table, epoch: Epoch) {
    id = other.id
    schema = other.schema
    keys = other.keys
    columns = other.columns
    slotCount = other.slotCount
    rowCount = other.rowCount
    deleted = other.deleted
    uniqueIndexes = other.uniqueIndexes
    foreignKeyIndexes = other.foreignKeyIndexes
    orderedIndexes = other.orderedIndexes
    nextKey = other.nextKey
    self.epoch = epoch
    columnEpochs = other.columnEpochs
    uniqueEpochs = other.uniqueEpochs
    foreignKeyEpochs = other.foreignKeyEpochs
    orderedEpochs = other.orderedEpochs
    deletedEpoch = other.deletedEpoch
  }

  /// The table without its deleted rows.
  ///
  /// It has the adjacencies of the old rows still: ``Compaction`` renumbers them.
  init(keeping rows: Renumbering, of other: Table, epoch: Epoch) {
    id = other.id
    schema = other.schema
    keys = other.keys
    columns = other.columns.map { $0.keeping(rows, epoch: epoch) }
    slotCount = rows.oldRows.count
    rowCount = rows.oldRows.count
    uniqueIndexes = []
    foreignKeyIndexes = other.foreignKeyIndexes
    orderedIndexes = other.orderedIndexes.map { $0.renumbered(rows, epoch: epoch) }
    nextKey = other.nextKey
    self.epoch = epoch
    columnEpochs = columns.map { _ in epoch }
    uniqueEpochs = other.uniqueIndexes.map { _ in epoch }
    foreignKeyEpochs = other.foreignKeyEpochs
    orderedEpochs = other.orderedIndexes.map { _ in epoch }
    deletedEpoch = epoch
    uniqueIndexes = other.uniqueIndexes.map { $0.rebuilt(for: self, epoch: epoch) }
  }

  package func isLive(_ row: RowID) -> Bool {
    row >= 0 && Int(row) < slotCount && !(deleted?[Int(row)] ?? false)
  }
}

// MARK: - Ownership

extension Table {
  /// Makes the column the writer's own before it is written.
  func own(column: Int) {
    guard columnEpochs[column] != epoch else { return }
    columns[column] = columns[column].shared()
    columnEpochs[column] = epoch
  }

  func own(uniqueIndex index: Int) {
    guard uniqueEpochs[index] != epoch else { return }
    uniqueIndexes[index] = uniqueIndexes[index].shared()
    uniqueEpochs[index] = epoch
  }

  func own(foreignKeyIndex index: Int) {
    guard foreignKeyEpochs[index] != epoch else { return }
    foreignKeyIndexes[index] = foreignKeyIndexes[index].shared()
    foreignKeyEpochs[index] = epoch
  }

  func own(orderedIndex index: Int) {
    guard orderedEpochs[index] != epoch else { return }
    orderedIndexes[index] = orderedIndexes[index].shared()
    orderedEpochs[index] = epoch
  }

  /// The bits of the deleted rows, as the writer's own.
  ///
  /// Whoever sets them keeps ``rowCount`` right.
  func ownDeleted() -> Bitmap {
    if let deleted, deletedEpoch == epoch { return deleted }
    let bits = deleted?.shared() ?? Bitmap()
    deleted = bits
    deletedEpoch = epoch
    return bits
  }
}

// MARK: - Statistics

extension Table {
  /// Exact and free: what the columns and indexes count as they go.
  package var statistics: TableStatistics {
    TableStatistics(
      rowCount: rowCount,
      slotCount: slotCount,
      distinctParents: foreignKeyIndexes.map(\.distinctParents),
      distinctValues: columns.map { column in
        guard case .texts(_, let pool) = column.cells, pool.isDictionary else { return nil }
        return pool.stringCount
      }
    )
  }
}
