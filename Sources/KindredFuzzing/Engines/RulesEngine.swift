// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
package import KindredSchema

/// The naive reference on rewritten plans: tests the rewrite rules alone, without the executor.
package final class RulesEngine: Engine {
  private let schema: Schema
  private let reference: ReferenceEngine

  package init(_ definition: CheckedSchema) {
    schema = definition.schema
    reference = ReferenceEngine(definition)
  }

  package var ruleNames: [String] { Optimizer.standardRules.map(\.name) }

  package func run(_ writes: [FuzzCase.Write]) -> [KindredError?] { reference.run(writes) }

  package func transact(_ writes: [FuzzCase.Write], commits: Bool) -> [KindredError?] {
    reference.transact(writes, commits: commits)
  }

  package func rows(
    of plan: LogicalPlan,
    without rules: Set<String>
  ) throws(KindredError) -> Answer {
    var fired: [String: Int] = [:]
    let rewritten = Optimizer(schema: schema, disabled: rules).optimize(plan) { step in
      fired[step.rule, default: 0] += 1
    }
    var answer = try reference.answer(rewritten, mode: .lazy)
    answer.firedRules = fired
    return answer
  }
}
