// SPDX-License-Identifier: Apache-2.0

/// Takes out of the right side of a semi- or anti-join what does not change which partners there are.
///
///     Semi-join on l.x = v                    Semi-join on l.x = r.y
///     ├─ l                                    ├─ l
///     └─ Distinct / Sort               ⟶     └─ r
///        └─ Project v = r.y
///           └─ r
///
/// Holds because these joins ask whether there is a partner, not how many or in which order: distinct,
/// sort and grouping by the joined keys do not matter, a projection is inlined into the condition, and
/// an inner join below whose one side nothing else mentions is itself only a question for partners.
package struct SimplifySemiJoinInput: RewriteRule {
  package let roots: PlanFeatures = [.semiJoin, .antiJoin]

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard case .join(let kind, let left, let right, let on) = plan,
      kind == .semi || kind == .anti
    else { return nil }
    switch right {
    case .distinct(let input), .sort(_, let input): return .join(kind, left, input, on: on)
    case .project(let source, let expressions, let input):
      guard expressions.allSatisfy({ !$0.hasSubquery && !$0.canFail }) else { return nil }
      return .join(kind, left, input, on: on.inlining(source, expressions))
    case .aggregate(let source, let keys, _, let input):
      guard !keys.isEmpty, keys.allSatisfy({ !$0.hasSubquery && !$0.canFail }),
        !on.hasSubquery, on.allColumns({ $0.source != source || $0.index < keys.count })
      else { return nil }
      return .join(kind, left, input, on: on.inlining(source, keys))
    case .scan, .filter, .join, .limit, .firstPerKey, .setOperation:
      return plan.narrowed(throughLimits: false) { node, usage in
        node.asPartnerQuestion(usage, isOrderFree: true).map { ($0, []) }
      }
    }
  }
}

extension LogicalPlan {
  /// A join of which only one side is used, where duplicates do not count: an inner join asks for a
  /// partner, a left join for nothing.
  package func asPartnerQuestion(_ usage: Usage, isOrderFree: Bool) -> LogicalPlan? {
    guard case .join(let kind, let left, let right, let on) = self, !on.canFail, !on.hasSubquery
    else { return nil }
    let usesRight = !usage.sources.isDisjoint(with: right.visible)
    let usesLeft = !usage.sources.isDisjoint(with: left.visible)
    switch kind {
    case .left: return usesRight ? nil : left
    case .inner where !usesRight: return .join(.semi, left, right, on: on)
    case .inner where !usesLeft && isOrderFree: return .join(.semi, right, left, on: on)
    case .inner, .full, .semi, .anti: return nil
    }
  }
}
