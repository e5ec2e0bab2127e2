// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Filters before joining.
///
///     Filter p(l) AND q(r) AND c(l, r)        Join on … AND c(l, r)
///     └─ Join                          ⟶     ├─ Filter p(l)
///        ├─ l                                 │  └─ l
///        └─ r                                 └─ Filter q(r)
///                                                └─ r
///
/// - p moves into the left input of every kind of join but a full one, which yields right rows for the left
///   rows that p drops: each keeps or drops a left row, or its pairs, without regard to other left rows.
/// - q and c move only under an *inner* join. Under a left join they would no longer see, and drop,
///   the padded rows.
///
/// A condition that can fail stays: below an inner join it would see rows without partners. One with
/// a subquery over both sides stays, too: a join does not run subqueries.
package struct PushFilterThroughJoin: RewriteRule {
  package let roots: PlanFeatures = .filter

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard case .filter(let condition, .join(let kind, let left, let right, let on)) = plan,
      kind != .full, !condition.isConstant
    else { return nil }
    let rightSources = right.visible
    let leftSources = left.visible
    var (toLeft, toRight): ([Expression], [Expression]) = ([], [])
    var (toBoth, kept): ([Expression], [Expression]) = ([], [])
    for conjunct in condition.conjuncts {
      let mentioned = conjunct.sources
      if conjunct.canFail {
        kept.append(conjunct)
      } else if kind == .semi || kind == .anti || mentioned.isDisjoint(with: rightSources) {
        toLeft.append(conjunct)
      } else if kind == .left {
        kept.append(conjunct)
      } else if mentioned.isDisjoint(with: leftSources) {
        toRight.append(conjunct)
      } else if conjunct.hasSubquery {
        kept.append(conjunct)
      } else {
        toBoth.append(conjunct)
      }
    }
    guard !toLeft.isEmpty || !toRight.isEmpty || !toBoth.isEmpty else { return nil }
    let joined = LogicalPlan.join(
      kind,
      left.filtered(by: toLeft),
      right.filtered(by: toRight),
      on: toBoth.isEmpty ? on : .all([on] + toBoth)
    )
    return joined.filtered(by: kept)
  }
}
