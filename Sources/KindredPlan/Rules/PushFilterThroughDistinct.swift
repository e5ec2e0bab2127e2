// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Filters before removing duplicates.
///
///     Filter p                Distinct
///     └─ Distinct      ⟶     └─ Filter p
///        └─ input                └─ input
///
/// Holds because p can only mention outputs, in which duplicates agree: all of them pass or none.
package struct PushFilterThroughDistinct: RewriteRule {
  package let roots: PlanFeatures = .filter
  package let needs: PlanFeatures = .distinct

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard case .filter(let condition, .distinct(let input)) = plan else { return nil }
    return .distinct(.filter(condition, input))
  }
}
