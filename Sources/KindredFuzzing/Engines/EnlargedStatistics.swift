// SPDX-License-Identifier: Apache-2.0

import KindredSchema
import KindredStorage

/// Makes tables look large and the ranges of their indexes as small as they are, so that the planner
/// uses each index that it can, and joins in other orders: in a table of ten rows a scan is cheaper.
struct EnlargedStatistics: StatisticsSource {
  /// Switched off like a rule: what is off is the belief in the true sizes.
  static let name = "TrueSizes"

  private let snapshot: Snapshot

  init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  func statistics(of table: TableID) -> TableStatistics {
    var statistics = snapshot.statistics(of: table)
    // Some tables much larger than others, so that joins begin with other tables than they would.
    statistics.rowCount = (1_000_000 + statistics.rowCount * 1000) >> (table.index * 7 % 5 * 3)
    statistics.slotCount = statistics.rowCount
    return statistics
  }

  func rowCount(of index: OrderedIndexID, in range: KeyRange) -> Int? {
    snapshot.rowCount(of: index, in: range)
  }
}
