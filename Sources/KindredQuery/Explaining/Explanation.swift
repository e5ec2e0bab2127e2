// SPDX-License-Identifier: Apache-2.0

import KindredExecution
package import KindredPlan
package import KindredSchema
import KindredStorage

/// How a query would be run, or was: a tree of operators with the rows expected of each, what led to it,
/// and what is doubtful about the query.
///
/// A value: tests can assert on it, and it prints as a tree, or as a ``mermaid`` diagram.
public struct Explanation: Sendable {
  /// The names of the rules that changed the query, and of the planner's choices, in the order in which
  /// they did.
  public let rules: [String]
  /// The query as SQL, before any rewriting.
  public let sql: String
  /// The operator that yields the result.
  public let root: PlanNode
  /// What may not be meant as it is written, or could be faster.
  public let warnings: [QueryWarning]
  /// The statements that load relations after the query, as `Author.books: one batched statement`.
  public package(set) var loads: [String] = []

  /// The tree of operators without estimates, which depend on the data: equal for queries that are run
  /// the same way.
  public var plan: String { root.node.text(shows: .operators) }

  /// All operators, each before its inputs.
  public var operators: [PlanNode] { root.withInputs }

  /// The names of the indexes that are used, as `books foreign key (authorID)`.
  public var indexes: [String] { operators.compactMap(\.index) }

  /// The tables that are read from end to end.
  public var scannedTables: [String] {
    operators.compactMap { $0.name == "Scan" ? $0.table : nil }
  }

  /// How many rows all operators handed on, the result's included; nil before it was run, see `analyze`.
  public var rowsTouched: Int? {
    operators.reduce(0) { sum, node in sum.flatMap { sum in node.rows.map { sum + $0 } } }
  }
}

extension Explanation: CustomStringConvertible {
  /// The tree, a line for each operator, then rules, loads and warnings.
  public var description: String {
    var text = root.node.text(shows: .numbers)
    if !rules.isEmpty { text += "\nrules: " + rules.joined(separator: ", ") }
    for load in loads { text += "\nthen " + load }
    for warning in warnings { text += "\nwarning: " + warning.message }
    return text
  }
}

extension Session {
  /// How a query would be run; nothing is.
  package func explain(_ query: UntypedQuery) throws(KindredError) -> Explanation {
    try explain(query, runs: false)
  }

  /// Runs a query and tells what each operator did.
  ///
  /// - Parameters:
  ///   - query: The query.
  ///   - draw: The order of joins to take; nil for the cheapest.
  /// - Returns: The plan, with what each operator did.
  /// - Throws: What running the query throws.
  package func analyze(
    _ query: UntypedQuery,
    draw: JoinDraw? = nil
  ) throws(KindredError) -> Explanation {
    try explain(query, runs: true, draw: draw)
  }

  private func explain(
    _ asked: UntypedQuery,
    runs: Bool,
    draw: JoinDraw? = nil
  ) throws(KindredError) -> Explanation {
    try flush()
    return try DeepStack.run(if: asked.core.isDeep) { () throws(KindredError) -> Explanation in
      let view = try view()
      let query = try lowered(asked)
      var rules: [String] = []
      let optimized = Optimizer(schema: catalogue.schema).optimize(query) { rules.append($0.rule) }
      let statistics = PlanningStatistics(view, catalogue.samples)
      let (plan, features) = try Planner(
        schema: catalogue.schema,
        statistics: statistics,
        draw: draw
      ).planNoting(optimized)
      var root = plan.explained(catalogue.schema)
      if runs {
        let run = try Executor(snapshot: view, limits: budget.limits)
          .runMeasuring(plan, output: query.output)
        root.add(run.metrics, of: plan)
      }
      return Explanation(
        rules: rules + features.map(\.rawValue),
        sql: try text(of: asked, query).sql,
        root: PlanNode(node: root),
        warnings: (query.warnings(catalogue.schema)
          + plan.warnings(catalogue.schema, statistics)).map(QueryWarning.init)
      )
    }
  }
}
