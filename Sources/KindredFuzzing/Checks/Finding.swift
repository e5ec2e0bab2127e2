// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// A case that failed, small.
package struct Finding: Sendable {
  package var seed: UInt64?
  package var choices: [Int]
  package var failure: Failure
  package var fuzzCase: FuzzCase
  /// The rules without any one of which the case passes.
  package var suspects: [String] = []

  /// Everything needed to see it again.
  package var report: String {
    let rules = failure.disabledRules.sorted().joined(separator: ", ")
    var lines = ["FAILURE (\(failure.kind.rawValue)): \(failure.message)"]
    if let seed { lines.append("seed: \(seed)") }
    lines.append("rules off: \(rules.isEmpty ? "none" : rules)")
    if !suspects.isEmpty { lines.append("passes without: \(suspects.joined(separator: ", "))") }
    lines.append("replay: \(ChoiceCoding.encode(choices))")
    lines += ["", trace, "", FuzzScript.sql(fuzzCase, upTo: failure.step), ""]
    return lines.joined(separator: "\n")
  }

  /// The plan of the failing query, and after each rule that fired.
  private var trace: String {
    guard let step = failure.step, fuzzCase.steps.indices.contains(step),
      let plan = fuzzCase.steps[step].plan
    else { return "" }
    var lines = [plan.explained(fuzzCase.schema).text()]
    let optimizer = Optimizer(schema: fuzzCase.schema, disabled: failure.disabledRules)
    _ = optimizer.optimize(plan) { step in
      lines += ["", step.rule, step.plan.explained(fuzzCase.schema).text()]
    }
    return lines.joined(separator: "\n")
  }
}

extension FuzzCase.Step {
  fileprivate var plan: LogicalPlan? {
    switch self {
    case .query(let query): query.plan
    case .partition(let partition): .filter(partition.predicate, partition.plan)
    case .write, .transaction: nil
    }
  }
}
