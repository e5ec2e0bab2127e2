// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Marks the outer rows that have a partner, where EXISTS is a value and not a condition by itself.
///
///     Filter exists(σ_{r.x = l.x} r) OR q        Filter k IS NOT NULL OR q
///     └─ l                                 ⟶    └─ Left join on l.x = k
///                                                   ├─ l
///                                                   └─ Group k = r.x
///                                                      └─ r
///
/// Holds because k, equal to l.x where there is a partner, is not NULL there, and is padded with NULL
/// elsewhere; there is at most one group for each row. So an OR over several relations marks each of
/// them, and never multiplies rows. `x IN` a subquery is marked the same way when neither x nor a value
/// of the subquery is ever NULL; otherwise it has three outcomes and stays.
package struct DecorrelateExists: RewriteRule {
  package let roots: PlanFeatures = [.project, .aggregate, .filter, .sort]
  package let needs: PlanFeatures = .subquery

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    plan.decorrelated(rewriting) { subquery, input, _ in
      guard let partners = input.partners(of: subquery, rewriting.schema),
        let (outer, keys) = partners.equalities(from: input.visible), !partners.plan.canFail
      else { return nil }
      let source = rewriting.freshSource()
      let mark = ColumnReference(source, 0, keys[0].type)
      return GroupJoin(
        subquery,
        outerKeys: outer,
        keys: keys,
        aggregates: [],
        over: partners.plan,
        as: source,
        value: .not(.isNull(.column(mark)))
      )
    }
  }
}

extension LogicalPlan {
  /// The rows that make the subquery true for a row of this plan, and the conditions that tie them.
  fileprivate func partners(of subquery: Expression, _ schema: Schema) -> Unnested? {
    if case .exists(let plan) = subquery { return plan.unnested(from: visible) }
    guard case .inSubquery(let value, let plan) = subquery, hasNoNull(value, among: plan, schema),
      case .join(_, _, let rows, let on)? = partnered(
        .semi,
        with: plan,
        whereOutputEquals: value
      )
    else { return nil }
    return Unnested(plan: rows, correlation: on.conjuncts)
  }
}
