// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredPlan
import KindredSchema
import Testing

/// Random plans over random data: what a plan means, before and after each decision.
///
/// `KINDRED_PLAN_CASES` sets how many cases, `KINDRED_PLAN_SEED` where to start.
@Suite struct `The meaning of a plan` {
  private static func environment(_ name: String, _ fallback: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? fallback
  }

  private static var seeds: Range<Int> {
    let first = environment("KINDRED_PLAN_SEED", 0)
    return first..<(first + environment("KINDRED_PLAN_CASES", 2_000))
  }

  @Test func `stays the same, rows and order, through all rules and the planner`() throws {
    for seed in Self.seeds {
      let outcome = try Case(seed: seed).check(disabled: [])
      if let outcome {
        Issue.record("seed \(seed): \(outcome)")
        return
      }
    }
  }

  @Test func `stays the same with each rule switched off`() throws {
    for seed in Self.seeds.prefix(Self.seeds.count / 2) {
      let rules = Optimizer.standardRules
      let disabled = rules[seed % rules.count].name
      if let outcome = try Case(seed: seed).check(disabled: [disabled]) {
        Issue.record("seed \(seed) without \(disabled): \(outcome)")
        return
      }
    }
  }

  @Test func `stays the same with each rule alone`() throws {
    for seed in Self.seeds.prefix(Self.seeds.count / 2) {
      let rules = Optimizer.standardRules
      let name = rules[seed % rules.count].name
      let disabled = Set(rules.map(\.name)).subtracting([name])
      if let outcome = try Case(seed: seed).check(disabled: disabled) {
        Issue.record("seed \(seed) with \(name) alone: \(outcome)")
        return
      }
    }
  }
}

private struct Case {
  let plan: LogicalPlan
  let data: TestData

  init(seed: Int) {
    var random = Random(seed: UInt64(seed))
    data = TestData(&random)
    var plans = RandomPlan(random)
    plan = plans.plan()
  }

  /// - Returns: What is wrong; nil if all agree or the query fails as it stands.
  func check(disabled: Set<String>) throws -> String? {
    let expressions = ExpressionInterpreter(data: data)
    let logical = LogicalInterpreter(expressions: expressions)
    let expected: [[Value]]
    do {
      expected = try logical.rows(plan).map { logical.outputs(of: plan, $0) }
    } catch is EvaluationFailure {
      return nil
    }
    var steps: [String] = []
    let optimized = Optimizer(schema: Library.schema, disabled: disabled).optimize(plan) {
      steps.append($0.rule)
    }
    if steps.count >= 500 { return describe("\(steps.count) steps", optimized, steps.suffix(12)) }
    if let wrong = difference(expected, { try logical.rows(optimized) }) {
      return describe("rules: \(wrong)", optimized, steps[...])
    }
    for (name, start) in [("planner", plan), ("planner after rules", optimized)] {
      guard let physical = try planned(start) else { continue }
      let run = PhysicalInterpreter(expressions: expressions)
      if let wrong = difference(expected, { try run.rows(physical) }) {
        return describe("\(name): \(wrong)", start, steps[...])
          + "\n\(physical.explained(Library.schema))"
      }
    }
    return nil
  }

  /// Nil for a query that the planner says it cannot run, or documents to run with less shielding: a
  /// left join whose condition has a subquery that can fail.
  private func planned(_ plan: LogicalPlan) throws -> PhysicalPlan? {
    if plan.hasFailingOuterCondition { return nil }
    do {
      return try Planner(schema: Library.schema, statistics: data).plan(plan)
    } catch {
      if error.kind == .query { return nil }
      throw error
    }
  }

  private func difference(_ expected: [[Value]], _ run: () throws -> [Row]) -> String? {
    let rows: [Row]
    do { rows = try run() } catch { return "fails with \(error)" }
    let found = rows.map { row in plan.output.map { LogicalInterpreter.value(of: $0, row) } }
    return found == expected ? nil : "\(found) instead of \(expected)"
  }

  private func describe(
    _ wrong: String,
    _ changed: LogicalPlan,
    _ steps: ArraySlice<String>
  ) -> String {
    """
    \(wrong)
    \(plan.explained(Library.schema))
    after \(steps.joined(separator: ", "))
    \(changed.explained(Library.schema))
    over \(data.tables)
    """
  }
}

extension LogicalPlan {
  fileprivate var hasFailingOuterCondition: Bool {
    var found = false
    if case .join(.left, _, _, let condition) = self {
      found = condition.hasSubquery && condition.canFail
    }
    forEachInput { found = found || $0.hasFailingOuterCondition }
    forEachExpression { expression in
      expression.forEachSubplan { found = found || $0.hasFailingOuterCondition }
    }
    return found
  }
}
