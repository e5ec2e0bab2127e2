// SPDX-License-Identifier: Apache-2.0

import KindredExecution
import KindredPlan
import KindredSchema
import KindredStorage
import Synchronization

/// What a prepared query keeps: its parameters' name, and its plans.
final class Preparation: Sendable {
  /// The name of the parameters: those of another prepared query have another one.
  let alias: Alias
  private let plans = Mutex<[Form: Statement]>([:])

  /// What a terminal makes of the query.
  enum Form: Hashable {
    case rows
    case count
    case update
    case delete
  }

  /// The query as it was planned last.
  struct Statement: Sendable {
    let catalogue: Catalogue
    let query: LogicalPlan
    let kept: KeptPlan
  }

  init(_ alias: Alias) { self.alias = alias }

  /// The plan, if it was made for this database and its tables are about as large as they were.
  func statement(_ form: Form, _ catalogue: Catalogue, _ view: Snapshot) -> Statement? {
    guard let known = plans.withLock({ $0[form] }), known.catalogue === catalogue,
      known.kept.isGood(for: view)
    else { return nil }
    return known
  }

  func keep(_ statement: Statement, for form: Form) {
    plans.withLock { $0[form] = statement }
  }
}

extension Session {
  /// What a prepared query yields with its values.
  ///
  /// - Returns: nil if the query is none, or has had a clause added since.
  func preparedAnswer(
    _ core: QueryCore,
    _ form: Preparation.Form,
    _ view: Snapshot,
    _ lower: (inout Lowering) throws(KindredError) -> LogicalPlan
  ) throws(KindredError) -> Answer? {
    // What is kept of a deep query would be released on another stack.
    guard let binding = core.binding, core.preparedShape == core.shape, !core.isDeep else {
      return nil
    }
    if let fault = core.fault { throw fault }
    let statement: Preparation.Statement
    if let known = binding.preparation.statement(form, catalogue, view) {
      statement = known
    } else {
      statement = try prepared(binding.preparation, view, lower)
      binding.preparation.keep(statement, for: form)
    }
    let executor = Executor(snapshot: view, parameters: binding.values, limits: budget.limits)
    let result = try executor.run(statement.kept.plan, output: statement.kept.output)
    return Answer(result: result, query: statement.query, parameters: binding.values)
  }

  private func prepared(
    _ preparation: Preparation,
    _ view: Snapshot,
    _ lower: (inout Lowering) throws(KindredError) -> LogicalPlan
  ) throws(KindredError) -> Preparation.Statement {
    var lowering = Lowering(catalogue)
    lowering.openParameters = preparation.alias
    let query = try lower(&lowering)
    return Preparation.Statement(
      catalogue: catalogue,
      query: query,
      kept: KeptPlan(try physicalPlan(of: query, view), for: query, view)
    )
  }
}
