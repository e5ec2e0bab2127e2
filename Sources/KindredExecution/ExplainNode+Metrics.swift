// SPDX-License-Identifier: Apache-2.0

package import KindredPlan

extension ExplainNode {
  /// Adds what the operators of the plan did.
  package mutating func add(_ metrics: OperatorMetrics, of plan: PhysicalPlan) {
    actual = Actual(
      rows: metrics.rows,
      batches: metrics.batches,
      probes: metrics.probes,
      starts: metrics.starts,
      bufferedBytes: metrics.bufferedBytes,
      time: metrics.time
    )
    var inputs = metrics.inputs
    // The subquery of an apply is measured first, and shown last.
    if case .apply = plan.operation, inputs.count == 2 { inputs.swapAt(0, 1) }
    for (position, input) in plan.inputs.enumerated() where position < inputs.count {
      children[position].add(inputs[position], of: input)
    }
  }
}
