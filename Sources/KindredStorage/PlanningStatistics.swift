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
    samples.sample(of: column, in: snapshot[table])
  }
}

/// Samples of columns, each taken anew once its table has doubled or halved.
///
/// Safe to use from any task.
package final class SampleCache: Sendable {
  private let entries = Mutex<[Key: Entry]>([:])

  private struct Key: Hashable {
    let table: TableID
    let column: Int
  }

  private struct Entry {
    let sample: ColumnSample
    let rowCount: Int
  }

  package init() {}

  fileprivate func sample(of column: Int, in table: Table) -> ColumnSample? {
    guard table.rowCount > 0 else { return nil }
    let key = Key(table: table.id, column: column)
    let known = entries.withLock { $0[key] }
    if let known, table.rowCount <= 2 * known.rowCount, known.rowCount <= 2 * table.rowCount {
      return known.sample
    }
    let sample = table.sample(of: column)
    entries.withLock { $0[key] = Entry(sample: sample, rowCount: table.rowCount) }
    return sample
  }
}

extension Table {
  /// Rows of which a sample is taken, at most.
  private static let sampleCount = 512

  /// The values of the live ones of some rows at even distances.
  ///
  /// - Complexity: O(1): as many rows are read of any table.
  fileprivate func sample(of column: Int) -> ColumnSample {
    let step = Double(slotCount) / Double(min(slotCount, Self.sampleCount))
    var values: [Value] = []
    var next = 0.0
    while Int(next) < slotCount {
      if isLive(RowID(next)) { values.append(columns[column].value(Int(next))) }
      next += step
    }
    return ColumnSample(values, of: rowCount)
  }
}
