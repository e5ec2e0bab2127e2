// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A subquery taken apart: what it asks on its own, and the conditions that tie it to the outer row.
package struct Unnested {
  package let plan: LogicalPlan
  /// Conjuncts that mention the outer query; without subqueries, and none of them can fail.
  package let correlation: [Expression]
}

extension LogicalPlan {
  /// Pulls the conjuncts that mention the outer sources up to the top, so that the rest stands alone.
  ///
  /// For the outer row o, the plan's rows are those of `Unnested.plan` for which all correlation
  /// conjuncts are true. Filters commute with inner joins, the left side of other joins, sorts and
  /// distincts; through a projection, aggregation or limit nothing is pulled.
  ///
  /// - Returns: Nil when some mention of the outer query cannot be pulled up.
  package func unnested(from outer: SourceSet) -> Unnested? {
    guard !freeSources.isDisjoint(with: outer) else { return Unnested(plan: self, correlation: []) }
    switch self {
    case .join(.full, _, _, _): return nil
    case .scan, .project, .aggregate, .limit, .firstPerKey, .setOperation, .join(.left, _, _, _),
      .join(.semi, _, _, _), .join(.anti, _, _, _):
      return unnestedLeft(from: outer)
    case .filter(let condition, let input):
      guard let inner = input.unnested(from: outer),
        let (tied, own) = condition.separated(from: outer)
      else { return nil }
      return Unnested(
        plan: inner.plan.filtered(by: own),
        correlation: inner.correlation + tied
      )
    case .join(.inner, let left, let right, let on):
      guard let left = left.unnested(from: outer), let right = right.unnested(from: outer),
        let (tied, own) = on.separated(from: outer)
      else { return nil }
      return Unnested(
        plan: .join(.inner, left.plan, right.plan, on: .all(own)),
        correlation: left.correlation + right.correlation + tied
      )
    case .distinct(let input):
      guard let inner = input.unnested(from: outer) else { return nil }
      return Unnested(plan: .distinct(inner.plan), correlation: inner.correlation)
    case .sort(let keys, let input):
      guard let inner = input.unnested(from: outer),
        !keys.contains(where: { $0.expression.mentions(outer) })
      else { return nil }
      return Unnested(plan: .sort(keys, inner.plan), correlation: inner.correlation)
    }
  }

  /// Only the left input of a join may mention the outer query; neither its condition nor its right
  /// input, which decide about padding and absence, can be pulled up.
  private func unnestedLeft(from outer: SourceSet) -> Unnested? {
    guard case .join(let kind, let left, let right, let on) = self, !on.mentions(outer),
      right.freeSources.isDisjoint(with: outer), let inner = left.unnested(from: outer)
    else { return nil }
    return Unnested(
      plan: .join(kind, inner.plan, right, on: on),
      correlation: inner.correlation
    )
  }
}

extension Expression {
  /// The conjuncts that mention the outer query and those that do not; nil when one of the former
  /// cannot become part of a join's condition.
  fileprivate func separated(
    from outer: SourceSet
  ) -> (tied: [Expression], own: [Expression])? {
    let (tied, own) = conjuncts.partitioned { $0.mentions(outer) }
    guard !tied.contains(where: { $0.hasSubquery || $0.canFail }) else { return nil }
    return (tied, own)
  }
}
