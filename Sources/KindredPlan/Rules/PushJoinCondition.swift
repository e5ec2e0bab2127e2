// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Moves the parts of a join's condition that look at one side into that side.
///
///     Join on c(l, r) AND p(l) AND q(r)         Join on c(l, r)
///     ├─ l                                ⟶    ├─ Filter p(l)
///     └─ r                                      └─ Filter q(r)
///
/// q moves for every kind but a full join, which keeps all of r: rows of r that fail it are nobody's partner. p moves for inner and semi-joins
/// only: a left or anti-join keeps the left rows for which p is not true. A condition that can fail
/// stays, as it would see rows that the rest of the condition shields.
package struct PushJoinCondition: RewriteRule {
  package let roots: PlanFeatures = .joins
  package let needs: PlanFeatures = []

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard case .join(let kind, let left, let right, let on) = plan, kind != .full, !on.isConstant
    else { return nil }
    let leftSources = left.visible
    let rightSources = right.visible
    let canFilterLeft = kind == .inner || kind == .semi
    var (toLeft, toRight, kept): ([Expression], [Expression], [Expression]) = ([], [], [])
    for conjunct in on.conjuncts {
      let mentioned = conjunct.sources
      if conjunct.canFail {
        kept.append(conjunct)
      } else if mentioned.isDisjoint(with: leftSources) {
        toRight.append(conjunct)
      } else if canFilterLeft, mentioned.isDisjoint(with: rightSources) {
        toLeft.append(conjunct)
      } else {
        kept.append(conjunct)
      }
    }
    guard !toLeft.isEmpty || !toRight.isEmpty else { return nil }
    return .join(
      kind,
      left.filtered(by: toLeft),
      right.filtered(by: toRight),
      on: .all(kept)
    )
  }
}
