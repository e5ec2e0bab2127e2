// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Computes columns only for the rows that come out.
///
///     Limit n             Project e
///     └─ Project e   ⟶   └─ Limit n
///        └─ input            └─ input
///
/// Holds because a projection keeps the number of rows and their order.
package struct PushLimitThroughProject: RewriteRule {
  package let roots: PlanFeatures = .limit
  package let needs: PlanFeatures = .project

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard
      case .limit(let count, let offset, .project(let source, let expressions, let input)) = plan
    else { return nil }
    return .project(source, expressions, .limit(count: count, offset: offset, input))
  }
}
