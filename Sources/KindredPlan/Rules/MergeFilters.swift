// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Merges two adjacent filters into one.
///
///     Filter p                Filter q AND p
///     └─ Filter q      ⟶     └─ input
///        └─ input
///
/// Holds because σₚ(σ_q(R)) = σ_{q ∧ p}(R), also under three-valued logic: a row survives only when
/// both are *true*. A condition that can fail stays above the filter that may shield it.
package struct MergeFilters: RewriteRule {
  package let roots: PlanFeatures = .filter

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard case .filter(let outer, .filter(let inner, let input)) = plan, !outer.canFail else {
      return nil
    }
    return .filter(.all([inner, outer]), input)
  }
}
