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
    while let batch = try input.next() { store.append(batch) }
    let rows = store.batch
    return SortedBatches(rows, try positions(rows))
  }

  /// The positions of the rows that are kept, ascending.
  private func positions(_ rows: Batch) throws(KindredError) -> [Int32] {
    let (groups, bound) = try groups(rows)
    if window == 0..<1, let codes = try BoundSortKey.codes(order, rows) {
      return GroupWindow.leastOfEach(groups, codes, groupCount: bound)
    }
    var counts = GroupWindow(window)
    return counts.positions(
      groups,
      groupCount: bound,
      inOrder: try BoundSortKey.permutation(order, rows)
    )
  }

  /// The group of each row, below a bound: in any order, and some may have no row.
  private func groups(_ rows: Batch) throws(KindredError) -> (groups: [Int32], bound: Int) {
    guard let grouping else { return ([Int32](repeating: 0, count: rows.count), 1) }
    if let numbering = grouping as? NumberGrouping {
      return (try numbering.numbers(rows), numbering.bound)
    }
    var fresh: [Int32] = []
    let groups = try grouping.assign(rows, fresh: &fresh)
    return (groups, grouping.groupCount)
  }
}
