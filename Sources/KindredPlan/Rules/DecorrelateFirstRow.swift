// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Finds the first row of every group in one pass instead of searching once per outer row.
///
///     Project l.a, (Limit 1 of Sort o           Project l.a, v
///                   of σ_{r.x = l.x ∧ p} r).v   └─ Left join on l.x = k
///     └─ l                                ⟶       ├─ l
///                                                  └─ Project k = r.x, v
///                                                     └─ First 1 per r.x by o
///                                                        └─ Filter p
///                                                           └─ r
///
/// Holds because the rows for one outer row are those of one group, in the same order: equality never
/// holds for NULL on either side, so a NULL group has no partner and a NULL outer key gets padding, which
/// is what a subquery without rows is. Nothing that can fail is moved to where more rows are seen.
package struct DecorrelateFirstRow: RewriteRule {
  package let roots: PlanFeatures = [.project, .aggregate, .filter, .sort]
  package let needs: PlanFeatures = [.subquery, .limit]

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    plan.decorrelated(rewriting) { subquery, input, _ in
      guard case .scalar(let body) = subquery, let parts = FirstRow(body),
        !parts.mentions(input.visible), let inner = parts.input.unnested(from: input.visible),
        let (outer, keys) = inner.equalities(from: input.visible), !inner.plan.canFail
      else { return nil }
      let source = rewriting.freshSource()
      let value = ColumnReference(source, keys.count, parts.value.type)
      return GroupJoin(
        subquery,
        outerKeys: outer,
        keys: keys,
        groups: .project(
          source,
          keys + [parts.value],
          .firstPerKey(
            keys: keys,
            order: parts.order,
            count: 1,
            offset: parts.offset,
            inner.plan
          )
        ),
        as: source,
        value: .column(value)
      )
    }
  }
}

/// A subquery for one value of its first row.
private struct FirstRow {
  let value: Expression
  let order: [SortKey]
  let offset: Int
  let input: LogicalPlan

  init?(_ plan: LogicalPlan) {
    guard case .project(_, let expressions, .limit(1, let offset, let rows)) = plan,
      expressions.count == 1
    else { return nil }
    value = expressions[0]
    self.offset = offset
    if case .sort(let keys, let input) = rows {
      (order, self.input) = (keys, input)
    } else {
      (order, input) = ([], rows)
    }
    guard !value.canFail, !value.hasSubquery,
      !order.contains(where: { $0.expression.canFail || $0.expression.hasSubquery })
    else { return nil }
  }

  func mentions(_ outer: SourceSet) -> Bool {
    value.mentions(outer) || order.contains { $0.expression.mentions(outer) }
  }
}
