// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Yields the rows after the first `offset`, at most `count` of them.
///
/// Streams its input, keeps its order, and stops asking as soon as it has enough.
///
/// - Complexity: O(batches up to the last row wanted); no memory beyond the batch.
final class Limit: Operator {
  private let input: Operator
  private var toSkip: Int
  private var toYield: Int

  init(count: Int?, offset: Int, _ input: Operator) {
    self.input = input
    toSkip = max(0, offset)
    toYield = max(0, count ?? .max)
    super.init(input.layout)
  }

  override func next() throws(KindredError) -> Batch? {
    while toYield > 0, let batch = try input.next() {
      if batch.count <= toSkip {
        toSkip -= batch.count
        continue
      }
      let end = min(batch.count, toYield > batch.count - toSkip ? batch.count : toSkip + toYield)
      let result = batch.slice(toSkip..<end)
      toSkip = 0
      toYield -= result.count
      return result
    }
    return nil
  }
}
