// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Keeps, of the rows with equal keys, those at certain places in an order of their own: the latest
/// version of each document, the three best reviews of each book.
///
/// Ties go by the input's order, which is also the order of what comes out. Buffers its input. NULL
/// keys are equal.
///
/// - Complexity: O(*n*) for the first row of each key where the order's keys fit into 64 bits together,
///   else a radix sort of all rows.
final class TopPerKey: Operator {
  private let input: Operator
  /// Nil without keys: all rows are of one group.
  private let grouping: Grouping?
  private let order: [BoundSortKey]
  private let window: Range<Int>
  private var kept: SortedBatches?

  init(_ grouping: Grouping?, _ order: [BoundSortKey], _ window: Range<Int>, _ input: Operator) {
    self.input = input
    self.grouping = grouping
    self.order = order
    self.window = window
    super.init(input.layout)
  }

  override func next() throws(KindredError) -> Batch? {
    if kept == nil { kept = try collect() }
    return kept?.next()
  }

  override func all() throws(KindredError) -> Batch {
    if kept == nil { kept = try collect() }
    return kept?.rest() ?? Batch(count: 0)
  }

  private func collect() throws(KindredError) -> SortedBatches {
    var store = RowStore(layout)
    var groups: [Int32] = []
    while let batch = try input.next() {
      var fresh: [Int32] = []
      if let grouping { groups.append(contentsOf: try grouping.assign(batch, fresh: &fresh)) }
      store.append(batch)
    }
    let rows = store.batch
    if grouping == nil { groups = [Int32](repeating: 0, count: rows.count) }
    return SortedBatches(rows, try positions(rows, groups))
  }

  /// The positions of the rows that are kept, ascending.
  private func positions(_ rows: Batch, _ groups: [Int32]) throws(KindredError) -> [Int32] {
    let groupCount = grouping?.groupCount ?? 1
    if window == 0..<1, let codes = try BoundSortKey.codes(order, rows) {
      return GroupWindow.leastOfEach(groups, codes, groupCount: groupCount)
    }
    var counts = GroupWindow(window)
    return counts.positions(
      groups,
      groupCount: groupCount,
      inOrder: try BoundSortKey.permutation(order, rows)
    )
  }
}
