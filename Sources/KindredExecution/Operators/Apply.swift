// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Runs a subquery for each row and adds its outcome as a column.
///
/// Streams its input and keeps its order and its duplicates. Without bindings the subquery runs once
/// in all; otherwise once per distinct binding, as the outcomes are kept (the latest 65,536). Without
/// input rows it does not run.
///
/// - Complexity: O(rows + distinct bindings · subquery).
final class Apply: Operator {
  private let input: Operator
  private let bindings: [(parameter: Int, value: BoundExpression)]
  private let outcome: SubqueryOutcome
  private let subquery: Subquery

  init(
    _ source: SourceID,
    _ outcome: SubqueryOutcome,
    bindings: [(parameter: Int, value: BoundExpression)],
    _ subquery: Subquery,
    _ input: Operator
  ) {
    self.input = input
    self.outcome = outcome
    self.bindings = bindings
    self.subquery = subquery
    var layout = input.layout
    layout.addComputed(source, [.vector(layout.addVector(outcome.storageClass))])
    super.init(layout)
  }

  override func next() throws(KindredError) -> Batch? {
    guard var batch = try input.next() else { return nil }
    batch.vectors.append(try outcomes(batch))
    return batch
  }

  private func outcomes(_ batch: Batch) throws(KindredError) -> Vector {
    let tested = try outcome.tested?.values(batch)
    if bindings.isEmpty {
      return try outcome.vector(
        try subquery.answer([], outcome),
        tested,
        count: batch.count
      )
    }
    var bound: [Vector] = []
    for binding in bindings { bound.append(try binding.value.values(batch)) }
    var values: [Value] = []
    values.reserveCapacity(batch.count)
    for row in 0..<batch.count {
      probes += 1
      let arguments = bound.map { $0.value(at: row) }
      let answer = try subquery.answer(arguments, outcome)
      values.append(outcome.value(answer, tested, row))
    }
    return Vector(values, as: outcome.storageClass)
  }
}
