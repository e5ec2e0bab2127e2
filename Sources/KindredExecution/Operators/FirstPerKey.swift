// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Keeps, of the rows with equal keys, those at certain places in the order in which they come.
///
/// Streams its input and keeps its order. Buffers the distinct keys and a count for each. NULLs are
/// equal.
///
/// - Complexity: O(rows).
final class FirstPerKey: Operator {
  private let input: Operator
  /// Nil without keys: all rows are of one group.
  private let grouping: Grouping?
  private var window: GroupWindow

  init(_ grouping: Grouping?, _ window: Range<Int>, _ input: Operator) {
    self.input = input
    self.grouping = grouping
    self.window = GroupWindow(window)
    super.init(input.layout)
  }

  override func next() throws(KindredError) -> Batch? {
    while let batch = try input.next() {
      var fresh: [Int32] = []
      let groups =
        try grouping?.assign(batch, fresh: &fresh) ?? [Int32](repeating: 0, count: batch.count)
      let positions = window.positions(groups, groupCount: grouping?.groupCount ?? 1)
      if !positions.isEmpty { return batch.keeping(positions) }
    }
    return nil
  }
}
