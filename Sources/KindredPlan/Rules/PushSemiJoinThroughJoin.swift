// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Asks for partners of one table before joining it with another.
///
///     Semi-join on c(m, r)              Join on d(l, m)
///     ├─ Join on d(l, m)                ├─ l
///     │  ├─ l                    ⟶     └─ Semi-join on c(m, r)
///     │  └─ m                              ├─ m
///     └─ r                                 └─ r
///
/// Holds because a semi- or anti-join is a filter of its left rows, here by a condition on m alone; and
/// a filter moves into either side of an inner join and into the left side of every join.
package struct PushSemiJoinThroughJoin: RewriteRule {
  package let roots: PlanFeatures = [.semiJoin, .antiJoin]
  package let needs: PlanFeatures = []

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard
      case .join(let kind, .join(let below, let first, let second, let inner), let right, let on) =
        plan, kind == .semi || kind == .anti, below == .inner || below == .left, !on.canFail
    else { return nil }
    let usesFirst = on.mentions(first.visible)
    let usesSecond = on.mentions(second.visible)
    if usesFirst, !usesSecond {
      return .join(below, .join(kind, first, right, on: on), second, on: inner)
    }
    if usesSecond, !usesFirst, below == .inner {
      return .join(.inner, first, .join(kind, second, right, on: on), on: inner)
    }
    return nil
  }
}
