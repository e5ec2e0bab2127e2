// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Drops a distinct over rows that cannot repeat.
///
///     Distinct                              Project id, name
///     └─ Project id, name            ⟶     └─ Scan authors
///        └─ Scan authors
///
/// Holds when the outputs contain a key of the input: a unique key none of whose columns can be NULL
/// (NULLs are equal to DISTINCT but not to UNIQUE), a whole row, all keys of a grouping.
package struct EliminateDistinctOnKey: RewriteRule {
  package let roots: PlanFeatures = .distinct

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard case .distinct(let input) = plan, input.isUnique(on: input.output, rewriting.schema)
    else { return nil }
    return input
  }
}
