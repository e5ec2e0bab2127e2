// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Filters before computing columns.
///
///     Filter p(x)                     Project x = g(a)
///     └─ Project x = g(a)      ⟶     └─ Filter p(g(a))
///        └─ input                        └─ input
///
/// Holds because expressions have no effects, so p(x) is p(g(a)) in every row. To compute nothing
/// twice, g must be a mere column or constant, or p must be its only use: `x` is not used above the
/// filter, and once in it. So a projected EXISTS that is only filtered by becomes a filter, and one
/// that is also kept stays a column that is computed once.
package struct PushFilterThroughProject: RewriteRule {
  package let roots: PlanFeatures = [.filter, .project, .aggregate, .semiJoin, .antiJoin]
  package let needs: PlanFeatures = [.filter, .project]

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    if let pushed = plan.pushingFilterThroughProject(where: { _ in true }) { return pushed }
    return plan.narrowed { node, usage in
      node.pushingFilterThroughProject { usage.uses($0) }.map { ($0, []) }
    }
  }
}

extension LogicalPlan {
  fileprivate func pushingFilterThroughProject(
    where isUsedAbove: (ColumnReference) -> Bool
  ) -> LogicalPlan? {
    guard case .filter(let condition, .project(let source, let expressions, let input)) = self
    else { return nil }
    let canInline = expressions.indices.map { index in
      if expressions[index].isTrivial { return true }
      let column = ColumnReference(source, index, expressions[index].type)
      return !isUsedAbove(column) && condition.mentionCount(of: column) == 1
    }
    var (pushed, kept) = condition.conjuncts.partitioned { conjunct in
      var usage = Usage()
      usage.add(conjunct)
      return usage.columns.allSatisfy { $0.source != source || canInline[$0.index] }
    }
    if !kept.isEmpty {
      (pushed, kept) = condition.conjuncts.partitioned { pushed.contains($0) && !$0.canFail }
    }
    guard !pushed.isEmpty else { return nil }
    let below = pushed.map { $0.inlining(source, expressions) }
    return LogicalPlan.project(source, expressions, .filter(.all(below), input))
      .filtered(by: kept)
  }
}
