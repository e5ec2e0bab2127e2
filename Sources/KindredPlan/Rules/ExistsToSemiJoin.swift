// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Turns a correlated EXISTS, or IN a subquery, that a filter asks for into a semi-join.
///
///     Filter exists(σ_{c(l, r) ∧ p(r)} r) AND q        Filter q
///     └─ l                                       ⟶    └─ Semi-join on c(l, r)
///                                                         ├─ l
///                                                         └─ Filter p(r)
///                                                            └─ r
///
///     Filter l.x IN (π_v r)                      ⟶    Semi-join on l.x = v
///
/// Holds because a filter keeps the rows for which the conjunct is *true*: EXISTS is true when some row
/// of r makes c true, which is what a semi-join asks; IN is true when some v equals x, and whether it is
/// false or unknown otherwise makes no difference to a filter.
package struct ExistsToSemiJoin: RewriteRule {
  package let roots: PlanFeatures = .filter
  package let needs: PlanFeatures = .subquery

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard case .filter(let condition, let input) = plan else { return nil }
    return input.unnestingFirst(of: condition.conjuncts) { conjunct in
      switch conjunct {
      case .exists(let subquery): input.partnered(.semi, with: subquery)
      case .inSubquery(let value, let subquery):
        input.partnered(.semi, with: subquery, whereOutputEquals: value)
      case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not,
        .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce,
        .conditional, .scalar:
        nil
      }
    }
  }
}

extension LogicalPlan {
  /// Replaces the first conjunct for which there is a join by that join below the other conjuncts.
  package func unnestingFirst(
    of conjuncts: [Expression],
    _ joined: (Expression) -> LogicalPlan?
  ) -> LogicalPlan? {
    for (position, conjunct) in conjuncts.enumerated() where conjunct.hasSubquery {
      guard let join = joined(conjunct) else { continue }
      var rest = conjuncts
      rest.remove(at: position)
      return join.filtered(by: rest)
    }
    return nil
  }

  /// The semi- or anti-join of this plan with the rows of a correlated subquery.
  package func partnered(_ kind: JoinKind, with subquery: LogicalPlan) -> LogicalPlan? {
    guard let inner = subquery.unnested(from: visible), !inner.correlation.isEmpty,
      !inner.plan.canFail
    else { return nil }
    return .join(kind, self, inner.plan, on: .all(inner.correlation))
  }

  /// The semi- or anti-join of this plan with the rows of a subquery whose only output is the value.
  package func partnered(
    _ kind: JoinKind,
    with subquery: LogicalPlan,
    whereOutputEquals value: Expression
  ) -> LogicalPlan? {
    guard value.mentions(visible), !value.hasSubquery, !value.canFail,
      let (rows, output) = subquery.rowsAndValue, let inner = rows.unnested(from: visible),
      !inner.plan.canFail, !output.mentions(visible)
    else { return nil }
    let equality = Expression.comparison(.equal, value, output)
    return .join(kind, self, inner.plan, on: .all([equality] + inner.correlation))
  }

  /// The rows of a subquery with one output and the expression of that output over them.
  fileprivate var rowsAndValue: (rows: LogicalPlan, value: Expression)? {
    if case .project(_, let expressions, let input) = self, expressions.count == 1,
      !expressions[0].hasSubquery, !expressions[0].canFail
    {
      if case .row = expressions[0] { return nil }
      return (input, expressions[0])
    }
    guard case .column(let column)? = output.first, output.count == 1 else { return nil }
    return (self, .column(column))
  }
}
