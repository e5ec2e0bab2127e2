// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Adds to each row its position in the input, from 0.
///
/// Streams its input and keeps its order. Two runs of one plan number its rows alike.
///
/// - Complexity: O(rows); no memory beyond the batch.
final class NumberRows: Operator {
  private let input: Operator
  private var count: Int64 = 0

  init(_ source: SourceID, _ input: Operator) {
    self.input = input
    var layout = input.layout
    layout.addComputed(source, [.vector(layout.addVector(.integer))])
    super.init(layout)
  }

  override func next() throws(KindredError) -> Batch? {
    guard var batch = try input.next() else { return nil }
    let end = count + Int64(batch.count)
    batch.vectors.append(Vector(.integers(Array(count..<end)), nulls: nil))
    count = end
    return batch
  }
}
