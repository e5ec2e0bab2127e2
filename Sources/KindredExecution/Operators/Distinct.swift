// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Keeps the first row of each combination of keys.
///
/// Streams its input and keeps its order. Buffers the distinct keys. NULL keys are equal.
///
/// - Complexity: O(rows); an array by row id or by code where the keys allow it.
final class Distinct: Operator {
  private let input: Operator
  /// Nil without keys: all rows are equal.
  private let grouping: Grouping?
  private var hasRow = false

  init(_ grouping: Grouping?, _ input: Operator) {
    self.input = input
    self.grouping = grouping
    super.init(input.layout)
  }

  override func next() throws(KindredError) -> Batch? {
    if grouping == nil, hasRow { return nil }
    while let batch = try input.next() {
      guard let grouping else {
        hasRow = true
        return batch.slice(0..<1)
      }
      let first = try grouping.firstPositions(batch)
      if !first.isEmpty { return batch.keeping(first) }
    }
    return nil
  }
}
