// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredPlan
package import KindredSchema
package import KindredStorage

/// Runs physical plans over one state of the tables.
///
/// Nothing is shared between runs: the same executor may run any number of plans, also at once.
package struct Executor: Sendable {
  let snapshot: Snapshot
  let parameters: [Value]
  private let limits: ExecutionLimits

  /// - `parameters`: the values of the plan's parameters, by number.
  /// - `limits`: what each run may use.
  package init(
    snapshot: Snapshot,
    parameters: [Value] = [],
    limits: ExecutionLimits = ExecutionLimits()
  ) {
    self.snapshot = snapshot
    self.parameters = parameters
    self.limits = limits
  }

  /// Runs the plan to its end.
  ///
  /// - `output`: what the rows consist of: the logical plan's output.
  /// - Throws: `arithmetic` for a result that cannot be represented, `multipleFound` for a scalar
  ///   subquery with several rows, `limit` over the limits, `cancelled` when the task was.
  package func run(
    _ plan: PhysicalPlan,
    output: [OutputColumn]
  ) throws(KindredError) -> ResultSet {
    if limits.isEmpty, let result = lookedUp(plan, output) { return result }
    return try collect(
      plan,
      output,
      OperatorBuilder(snapshot, parameters, monitor: .make(limits))
    )
  }

  /// The same, and what each operator did.
  package func runMeasuring(
    _ plan: PhysicalPlan,
    output: [OutputColumn]
  ) throws(KindredError) -> (result: ResultSet, metrics: OperatorMetrics) {
    let node = MetricsNode()
    let result = try collect(
      plan,
      output,
      OperatorBuilder(snapshot, parameters, metrics: node, monitor: .make(limits))
    )
    return (result, node.total)
  }

  private func collect(
    _ plan: PhysicalPlan,
    _ output: [OutputColumn],
    _ builder: OperatorBuilder
  ) throws(KindredError) -> ResultSet {
    var needed = SourceSet()
    for column in output { needed.insert(column.source) }
    let root = builder.buildRoot(plan, needed: needed)
    let kept = PrunedLayout(root.layout, needed: needed)
    let rows = kept(try root.all())
    let binder = builder.binder(kept.layout)
    var columns: [ResultColumn] = []
    columns.reserveCapacity(output.count)
    for column in output { columns.append(try Self.result(column, rows, binder)) }
    return ResultSet(rowCount: rows.count, columns: columns)
  }

  private static func result(
    _ column: OutputColumn,
    _ rows: Batch,
    _ binder: Binder
  ) throws(KindredError) -> ResultColumn {
    switch column {
    case .row(let source, let table):
      .rows(table, rows.rows[binder.layout.slot(of: source)].ids)
    case .column(let reference):
      .vector(try binder.bind(.column(reference)).values(rows))
    }
  }
}
