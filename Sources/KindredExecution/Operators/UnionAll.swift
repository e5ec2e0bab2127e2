// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Yields the rows of one input, then those of another.
///
/// Streams both, keeps the order of each, and duplicates. The second is not asked before the first has
/// ended.
///
/// - Complexity: O(rows · outputs); no memory beyond the batch.
final class UnionAll: Operator {
  private let operands: [SetOperand]
  private var position = 0

  init(_ layout: Layout, _ first: SetOperand, _ second: SetOperand) {
    operands = [first, second]
    super.init(layout)
  }

  override func next() throws(KindredError) -> Batch? {
    while position < operands.count {
      if let batch = try operands[position].next(layout) { return batch }
      position += 1
    }
    return nil
  }
}
