// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Keeps the rows for which the condition is true: neither false nor unknown.
///
/// Streams its input and keeps its order and its duplicates. Conjuncts are asked one after the other,
/// cheap ones first, each about the rows that are left.
///
/// - Complexity: O(rows); no memory beyond the batch.
final class Filter: Operator {
  private let input: Operator
  private let condition: BoundExpression

  init(_ condition: BoundExpression, _ input: Operator) {
    self.input = input
    self.condition =
      if case .and(let operands) = condition {
        .and(BoundExpression.sortedConjuncts(operands))
      } else {
        condition
      }
    super.init(input.layout)
  }

  override func next() throws(KindredError) -> Batch? {
    while let batch = try input.next() {
      let positions = try condition.positions(batch)
      if !positions.isEmpty { return batch.keeping(positions) }
    }
    return nil
  }
}
