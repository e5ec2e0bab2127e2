// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema
import Synchronization

/// The statistics of a snapshot, with samples that are kept from one query to the next.
package struct PlanningStatistics: StatisticsSource {
  private let snapshot: Snapshot
  private let samples: SampleCache

  package init(_ snapshot: Snapshot, _ samples: SampleCache) {
    self.snapshot = snapshot
    self.samples = samples
  }

  package func statistics(of table: TableID) -> TableStatistics { snapshot.statistics(of: table) }

  package func rowCount(of index: OrderedIndexID, in range: KeyRange) -> Int? {
    snapshot.rowCount(of: index, in: range)
  }

  package func sample(of column: Int, in table: TableID) -> ColumnSample? {
    samples.sample(SampleCache.Key(table: table, column: column), snapshot[table])
  }

  package func sample(of column: Int, seenThrough key: ForeignKeyID) -> ColumnSample? {
    let table = snapshot[key.table]
    return samples.sample(
      SampleCache.Key(table: key.table, column: column, foreignKey: key.index),
      table,
      of: snapshot[table.schema.foreignKeys[key.index].parent]
    )
  }
}

/// Samples of columns, each taken anew once its table has doubled or halved.
///
/// Safe to use from any task.
package final class SampleCache: Sendable {
  private let entries = Mutex<[Key: Entry]>([:])

  fileprivate struct Key: Hashable {
    /// Whose rows are taken.
    let table: TableID
    let column: Int
    /// By which they refer to the row whose column it is; nil for their own.
    var foreignKey: Int?
  }

  private struct Entry {
    let sample: ColumnSample
    let rowCount: Int
  }

  package init() {}

  fileprivate func sample(_ key: Key, _ table: Table, of parents: Table? = nil) -> ColumnSample? {
    guard table.rowCount > 0 else { return nil }
    let known = entries.withLock { $0[key] }
    if let known, table.rowCount <= 2 * known.rowCount, known.rowCount <= 2 * table.rowCount {
      return known.sample
    }
    let sample = table.sample(key, of: parents)
    entries.withLock { $0[key] = Entry(sample: sample, rowCount: table.rowCount) }
    return sample
  }
}

extension Table {
  /// Rows of which a sample is taken, at most.
  private static let sampleCount = 512

  /// The values of the live ones of some rows at even distances, or of the rows that those refer to.
  ///
  /// - Complexity: O(1): as many rows are read of any table.
  fileprivate func sample(_ key: SampleCache.Key, of parents: Table?) -> ColumnSample {
    let step = Double(slotCount) / Double(min(slotCount, Self.sampleCount))
    var values: [Value] = []
    var next = 0.0
    while Int(next) < slotCount {
      if isLive(RowID(next)) { values.append(value(key, Int(next), of: parents)) }
      next += step
    }
    return ColumnSample(values, of: rowCount)
  }

  private func value(_ key: SampleCache.Key, _ row: Int, of parents: Table?) -> Value {
    guard let parents, let foreignKey = key.foreignKey else {
      return columns[key.column].value(row)
    }
    let parent = Int(foreignKeyIndexes[foreignKey].parentRows[row])
    return parent < 0 ? .null : parents.columns[key.column].value(parent)
  }
}
