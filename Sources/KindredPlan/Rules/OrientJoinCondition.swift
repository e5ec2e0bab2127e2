// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Writes the left side's part of a join condition on the left.
///
///     Join on r.y = l.x, r.z > l.w   ⟶   Join on l.x = r.y, l.w < r.z
///
/// Changes nothing but the spelling, so that equal questions end in equal plans.
package struct OrientJoinCondition: RewriteRule {
  package let roots: PlanFeatures = .joins

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard case .join(let kind, let left, let right, let on) = plan else { return nil }
    let leftSources = left.visible
    let rightSources = right.visible
    var hasChanged = false
    let oriented = on.conjuncts.map { conjunct in
      guard case .comparison(let op, let first, let second) = conjunct,
        first.mentions(rightSources), !first.mentions(leftSources),
        second.mentions(leftSources), !second.mentions(rightSources)
      else { return conjunct }
      hasChanged = true
      return .comparison(op.flipped, second, first)
    }
    return hasChanged ? .join(kind, left, right, on: .all(oriented)) : nil
  }
}
