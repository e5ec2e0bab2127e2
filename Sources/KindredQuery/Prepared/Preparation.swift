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
  private let plans = Mutex<[Statement?]>(Form.allCases.map { _ in nil })

  /// What a terminal makes of the query.
  enum Form: Int, CaseIterable {
    case rows
    case count
    case update
    case delete
  }

  /// The query as it was planned last.
  final class Statement: Sendable {
    let catalogue: Catalogue
    let query: LogicalPlan
    let kept: KeptPlan

    init(_ query: LogicalPlan, _ kept: KeptPlan, _ catalogue: Catalogue) {
      self.catalogue = catalogue
      self.query = query
      self.kept = kept
    }
  }

  init(_ alias: Alias) { self.alias = alias }

  /// The plan, if it was made for this database and its tables are about as large as they were.
  func statement(_ form: Form, _ catalogue: Catalogue, _ view: Snapshot) -> Statement? {
    guard let known = plans.withLock({ $0[form.rawValue] }), known.catalogue === catalogue,
      known.kept.isGood(for: view)
    else { return nil }
    return known
  }

  func keep(_ statement: Statement, for form: Form) {
    plans.withLock { $0[form.rawValue] = statement }
  }
}

extension Session {
  /// What a prepared query yields with its values, by the plan of an earlier run.
  ///
  /// - Returns: nil if the query is none, has had a clause added since, or is to be planned first.
  func keptAnswer(
    _ core: QueryCore,
    _ form: Preparation.Form
  ) throws(KindredError) -> Answer? {
    guard let binding = core.binding, core.isPreparedAsIs else { return nil }
    if let fault = core.fault { throw fault }
    let view = try view()
    guard let known = binding.preparation.statement(form, catalogue, view) else { return nil }
    return try answer(binding, known, view)
  }

  /// What a prepared query yields with its values; planned before, if it is to be.
  func preparedAnswer(
    _ core: QueryCore,
    _ form: Preparation.Form,
    _ view: Snapshot,
    _ lower: (inout Lowering) throws(KindredError) -> LogicalPlan
  ) throws(KindredError) -> Answer {
    guard let binding = core.binding else { preconditionFailure("the query is not prepared") }
    if let fault = core.fault { throw fault }
    if let known = binding.preparation.statement(form, catalogue, view) {
      return try answer(binding, known, view)
    }
    let statement = try prepared(binding.preparation, view, lower)
    binding.preparation.keep(statement, for: form)
    return try answer(binding, statement, view)
  }

  private func answer(
    _ binding: QueryBinding,
    _ statement: Preparation.Statement,
    _ view: Snapshot
  ) throws(KindredError) -> Answer {
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
    let kept = KeptPlan(try physicalPlan(of: query, view), for: query, view)
    return Preparation.Statement(query, kept, catalogue)
  }
}
