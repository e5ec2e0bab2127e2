// SPDX-License-Identifier: Apache-2.0

/// What one operator of a plan did, in the plan's shape: what `explain analyze` shows.
package struct OperatorMetrics: Sendable, Hashable {
  /// Rows handed on.
  package var rows = 0
  package var batches = 0
  /// Rows looked up in an index or a join's table.
  package var probes = 0
  /// Bytes that the operator kept of its inputs' rows, at most.
  package var bufferedBytes = 0
  /// How often the operator was started: once, or once per binding below an `apply`.
  package var starts = 0
  /// The time spent in the operator and everything below it.
  package var time: Duration = .zero
  /// Of the operator's inputs, in the order of the plan; the subquery of an `apply` comes first.
  package var inputs: [OperatorMetrics] = []

  package init() {}
}

/// The counters behind ``OperatorMetrics`` while a plan runs.
final class MetricsNode {
  var metrics = OperatorMetrics()
  var inputs: [MetricsNode] = []
  private var next = 0

  /// The node of the next input; the same ones again each time the operators are built anew.
  func input() -> MetricsNode {
    if next == inputs.count { inputs.append(MetricsNode()) }
    next += 1
    return inputs[next - 1]
  }

  func beginInputs() {
    next = 0
    metrics.starts += 1
  }

  var total: OperatorMetrics {
    var total = metrics
    total.inputs = inputs.map(\.total)
    return total
  }
}
