// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Asks for rows without a partner directly.
///
///     Project uses l only              Project uses l only
///     └─ Filter r.k IS NULL    ⟶      └─ Anti-join c
///        └─ Left join c                   ├─ l
///           ├─ l                          └─ r
///           └─ r
///
/// Holds when r.k is never NULL in a row that has a partner: it is never NULL in r, or c is not true
/// where it is. Then NULL marks exactly the padded rows, one for each left row without a partner.
/// All columns of r are NULL in them, and are replaced by NULL above.
package struct LeftJoinIsNullToAntiJoin: RewriteRule {
  package let roots: PlanFeatures = [.project, .aggregate, .semiJoin, .antiJoin]
  package let needs: PlanFeatures = [.filter, .leftJoin]

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    plan.narrowed { node, usage in
      guard case .filter(let condition, .join(.left, let left, let right, let on)) = node,
        usage.rows.isDisjoint(with: right.visible)
      else { return nil }
      let padded = right.visible
      let conjuncts = condition.conjuncts
      let marker = conjuncts.firstIndex { conjunct in
        guard case .isNull(.column(let column)) = conjunct, padded.contains(column.source) else {
          return false
        }
        return right.isNeverNull(column, rewriting.schema) || on.rejectsNull { $0 == column }
      }
      guard let marker else { return nil }
      var rest = conjuncts
      rest.remove(at: marker)
      let nulls = rest.map {
        $0.replacingColumns { padded.contains($0.source) ? .null($0.type) : nil }
      }
      let replacements = usage.columns.filter { padded.contains($0.source) }.map {
        (column: $0, by: Expression.null($0.type))
      }
      return (LogicalPlan.join(.anti, left, right, on: on).filtered(by: nulls), replacements)
    }
  }
}
