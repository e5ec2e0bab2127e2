// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Filters before sorting.
///
///     Filter p              Sort k
///     └─ Sort k      ⟶     └─ Filter p
///        └─ input              └─ input
///
/// Holds because a stable sort of fewer rows is the sorted rows without the others.
package struct PushFilterThroughSort: RewriteRule {
  package let roots: PlanFeatures = .filter
  package let needs: PlanFeatures = .sort

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard case .filter(let condition, .sort(let keys, let input)) = plan else { return nil }
    return .sort(keys, .filter(condition, input))
  }
}
