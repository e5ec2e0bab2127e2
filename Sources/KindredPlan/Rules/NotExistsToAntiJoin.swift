// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// Turns a correlated NOT EXISTS, and NOT IN where nothing is NULL, into an anti-join.
///
///     Filter NOT exists(σ_{c(l, r) ∧ p(r)} r)        Anti-join on c(l, r)
///     └─ l                                     ⟶    ├─ l
///                                                    └─ Filter p(r)
///                                                       └─ r
///
///     Filter NOT l.x IN (π_v r)                ⟶    Anti-join on l.x = v
///
/// The first holds because NOT EXISTS is true when no row of r makes c true. The second only when
/// neither x nor v is ever NULL: a NULL among the v makes NOT IN unknown for every x that is not found,
/// and the anti-join would keep those rows. Otherwise NOT IN stays as it is.
package struct NotExistsToAntiJoin: RewriteRule {
  package let roots: PlanFeatures = .filter
  package let needs: PlanFeatures = .subquery

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard case .filter(let condition, let input) = plan else { return nil }
    return input.unnestingFirst(of: condition.conjuncts) { conjunct in
      guard case .not(let operand) = conjunct else { return nil }
      if case .exists(let subquery) = operand { return input.partnered(.anti, with: subquery) }
      guard case .inSubquery(let value, let subquery) = operand,
        input.hasNoNull(value, among: subquery, rewriting.schema)
      else { return nil }
      return input.partnered(.anti, with: subquery, whereOutputEquals: value)
    }
  }
}

extension LogicalPlan {
  /// Whether neither the value, over this plan, nor the subquery's single output is ever NULL.
  package func hasNoNull(
    _ value: Expression,
    among subquery: LogicalPlan,
    _ schema: Schema
  ) -> Bool {
    guard case .column(let column)? = subquery.output.first else { return false }
    return value.isNeverNull { isNeverNull($0, schema) } && subquery.isNeverNull(column, schema)
  }
}
