// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Makes a left join an inner join where padded rows are dropped anyway.
///
///     Filter p(r)                Filter p(r)
///     └─ Left join c      ⟶     └─ Join c
///        ├─ l                       ├─ l
///        └─ r                       └─ r
///
/// Holds when p is not true (false or unknown) wherever all columns of r are NULL, as in every row
/// that the left join pads. A full join becomes a left join where p needs the left rows, and an inner one
/// where it needs both.
/// The condition of an inner or semi-join above rejects rows the same way.
package struct OuterJoinToInner: RewriteRule {
  package let roots: PlanFeatures = [.filter, .innerJoin, .semiJoin]

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    switch plan {
    case .filter(let condition, let input):
      input.strengthened(by: condition).map { .filter(condition, $0) }
    case .join(.inner, let left, let right, let condition),
      .join(.semi, let left, let right, let condition):
      if let left = left.strengthened(by: condition) {
        plan.replacingLeft(left)
      } else {
        right.strengthened(by: condition).map { plan.replacingRight($0) }
      }
    case .scan, .project, .join, .aggregate, .distinct, .sort, .limit, .firstPerKey,
      .setOperation:
      nil
    }
  }
}

extension LogicalPlan {
  fileprivate func strengthened(by condition: Expression) -> LogicalPlan? {
    guard case .join(let kind, let left, let right, let on) = self,
      kind == .left || kind == .full
    else { return nil }
    let (leftSources, rightSources) = (left.visible, right.visible)
    let needsRight = condition.rejectsNull { rightSources.contains($0.source) }
    if kind == .left { return needsRight ? .join(.inner, left, right, on: on) : nil }
    guard condition.rejectsNull({ leftSources.contains($0.source) }) else { return nil }
    return .join(needsRight ? .inner : .left, left, right, on: on)
  }

  fileprivate func replacingLeft(_ left: LogicalPlan) -> LogicalPlan {
    guard case .join(let kind, _, let right, let condition) = self else { return self }
    return .join(kind, left, right, on: condition)
  }

  fileprivate func replacingRight(_ right: LogicalPlan) -> LogicalPlan {
    guard case .join(let kind, let left, _, let condition) = self else { return self }
    return .join(kind, left, right, on: condition)
  }
}
