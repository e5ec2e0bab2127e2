// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredExecution
package import KindredPlan
package import KindredSchema
import KindredStorage

/// Running plans: the one place where queries meet the planner and the executor.
extension Session {
  /// Runs a query that was asked for by a terminal.
  func run(_ core: QueryCore, _ site: Site) throws(KindredError) -> ResultSet {
    try run(core, Purpose(site))
  }

  package func run(_ core: QueryCore, _ purpose: Purpose) throws(KindredError) -> ResultSet {
    try run(core, purpose, .rows) { lowering throws(KindredError) in try lowering.query(core) }
  }

  /// Writes what is pending, then lowers, plans and runs what `lower` makes of a query.
  func run(
    _ core: QueryCore,
    _ purpose: Purpose,
    _ form: Preparation.Form,
    _ lower: (inout Lowering) throws(KindredError) -> LogicalPlan
  ) throws(KindredError) -> ResultSet {
    try flush()
    if !isLogging, let answer = try keptAnswer(core, form) { return answer.result }
    return try DeepStack.run(if: core.isDeep) { () throws(KindredError) in
      let start = loggingStart
      let answer = try answer(core, form, lower)
      record(
        purpose,
        rows: answer.result.rowCount,
        since: start,
        .query(answer.asked)
      )
      return answer.result
    }
  }

  /// What a query yielded.
  struct Answer {
    let result: ResultSet
    let query: LogicalPlan
    let parameters: [Value]

    /// The query with the values of its parameters.
    var asked: LogicalPlan { query.binding(parameters) }
  }

  /// Lowers, plans and runs what `lower` makes of a query; a prepared one is only run.
  func answer(
    _ core: QueryCore,
    _ form: Preparation.Form,
    _ lower: (inout Lowering) throws(KindredError) -> LogicalPlan
  ) throws(KindredError) -> Answer {
    let view = try view()
    if core.isPreparedAsIs { return try preparedAnswer(core, form, view, lower) }
    var lowering = Lowering(catalogue, lifting: LiteralLifting())
    var query = try lower(&lowering)
    var values = lowering.lifting?.values ?? []
    if !lowering.isSharedByShape { (query, values) = (query.binding(values), []) }
    let (physical, output) = try cachedPlan(of: query, lowering, view, isDeep: core.isDeep)
    let result = try Executor(snapshot: view, parameters: values, limits: budget.limits)
      .run(physical, output: output)
    return Answer(result: result, query: query, parameters: values)
  }

  /// The rows of a query that is part of a statement, and not logged by itself.
  package func rows(_ core: QueryCore) throws(KindredError) -> [RowID] {
    try DeepStack.run(if: core.isDeep) { () throws(KindredError) in
      let answer = try answer(core, .rows) { lowering throws(KindredError) in
        try lowering.query(core)
      }
      return rowIDs(answer.result, 0)
    }
  }

  /// Records the statement that a relation was loaded by, if statements are recorded.
  package func recordLoad(
    _ purpose: Purpose,
    rows: Int,
    since start: ContinuousClock.Instant?,
    _ statement: () throws(KindredError) -> QueryCore
  ) throws(KindredError) {
    guard isLogging else { return }
    let core = try statement()
    try DeepStack.run(if: core.isDeep) { () throws(KindredError) in
      var lowering = Lowering(catalogue)
      let plan = try lowering.query(core)
      record(purpose, rows: rows, since: start, .query(plan))
    }
  }

  /// Whether two queries ask for the same rows in the same order.
  package func isSame(_ one: QueryCore, _ other: QueryCore) throws(KindredError) -> Bool {
    try DeepStack.run(if: one.isDeep || other.isDeep) { () throws(KindredError) in
      var (first, second) = (Lowering(catalogue), Lowering(catalogue))
      return try first.query(one) == second.query(other)
    }
  }

  /// The plan of a query whose literals were lifted: kept from an earlier one of its shape, or new.
  private func cachedPlan(
    of query: LogicalPlan,
    _ lowering: Lowering,
    _ view: Snapshot,
    isDeep: Bool
  ) throws(KindredError) -> (PhysicalPlan, [OutputColumn]) {
    // What is kept is compared, hashed and released on other stacks.
    guard lowering.lifting?.isShareable == true, !isDeep else {
      return (try physicalPlan(of: query, view), query.output)
    }
    if let kept = catalogue.planCache.plan(for: query, view) { return (kept.plan, kept.output) }
    let kept = KeptPlan(try physicalPlan(of: query, view), for: query, view)
    catalogue.planCache.keep(kept, for: query)
    return (kept.plan, kept.output)
  }

  /// Decides how a query is run, with nothing kept from earlier ones, and runs nothing.
  @discardableResult
  package func planAnew(_ core: QueryCore) throws(KindredError) -> PhysicalPlan {
    try DeepStack.run(if: core.isDeep) { () throws(KindredError) in
      var lowering = Lowering(catalogue)
      return try physicalPlan(of: try lowering.query(core), view())
    }
  }

  func physicalPlan(
    of plan: LogicalPlan,
    _ view: Snapshot,
    observer: ((RewriteStep) -> Void)? = nil
  ) throws(KindredError) -> PhysicalPlan {
    let optimized = Optimizer(schema: catalogue.schema).optimize(plan, observer: observer)
    return try Planner(
      schema: catalogue.schema,
      statistics: PlanningStatistics(view, catalogue.samples)
    ).plan(optimized)
  }

  /// The models of rows of a table.
  package func models<T: Entity>(
    _ type: T.Type,
    of rows: [RowID]
  ) throws(KindredError) -> [T] {
    let layout = T.table.layout
    return try layout.models(of: rows, in: reader(catalogue.table(layout.number)))
  }

  /// The row ids that a result holds as one of its columns.
  package func rowIDs(_ result: ResultSet, _ column: Int) -> [RowID] {
    guard case .rows(_, let rows) = result.columns[column] else {
      preconditionFailure("a query for rows yielded values")
    }
    return rows
  }

  /// The rows of a joined table as values.
  func rows<R: RowReference>(
    _ type: R.Type,
    _ result: ResultSet,
    _ column: Int
  ) throws(KindredError) -> [R.Row] {
    let rows = rowIDs(result, column)
    let models = try models(R.Model.self, of: rows.filter { $0 >= 0 })
    var next = 0
    return rows.map { row in
      guard row >= 0 else { return R.row(of: nil) }
      defer { next += 1 }
      return R.row(of: models[next])
    }
  }
}
