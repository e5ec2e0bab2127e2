// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
package import KindredSchema

/// The naive reference: slow, simple, and the last word on what a plan means.
package final class ReferenceEngine: Engine {
  package private(set) var store: ReferenceStore
  /// Applied to each plan before it is run: a set of rewrite rules, or a planted bug.
  private let rewrite: (LogicalPlan) -> LogicalPlan

  package init(
    _ definition: CheckedSchema,
    rewrite: @escaping (LogicalPlan) -> LogicalPlan = { $0 }
  ) {
    store = ReferenceStore(definition)
    self.rewrite = rewrite
  }

  package init(_ store: ReferenceStore) {
    self.store = store
    rewrite = { $0 }
  }

  package var ruleNames: [String] { [] }

  package func run(_ writes: [FuzzCase.Write]) -> [KindredError?] {
    writes.map { write in
      let outcome = transact([write], commits: true)
      return outcome[0] ?? outcome[1]
    }
  }

  package func transact(_ writes: [FuzzCase.Write], commits: Bool) -> [KindredError?] {
    var errors: [KindredError?] = []
    let faults = store.transact(writes, commits: commits) { _, _, faults in
      errors.append(Self.error(faults))
    }
    return errors + [Self.error(faults)]
  }

  package func rows(
    of plan: LogicalPlan,
    without rules: Set<String>
  ) throws(KindredError) -> Answer {
    try answer(rewrite(plan), mode: .lazy)
  }

  /// The plan as it stands.
  package func answer(_ plan: LogicalPlan, mode: ReferenceMode) throws(KindredError) -> Answer {
    let output = plan.output
    let evaluator = ReferenceEvaluator(store: store, mode: mode)
    return Answer(rows: try evaluator.rows(plan, ReferenceRow()).map { $0.values(output) })
  }

  private static func error(_ faults: Set<KindredError.Kind>) -> KindredError? {
    KindredError.Kind.allCases.first(where: faults.contains).map {
      KindredError($0, "the reference refuses the write")
    }
  }
}
