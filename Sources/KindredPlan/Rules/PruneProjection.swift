// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Does not compute what nothing above uses.
///
///     Project a                      Project a
///     └─ Sort b                      └─ Sort b
///        └─ Project a, b, c   ⟶        └─ Project a, b, NULL
///
/// Holds because the column is not visible above the upper projection. A NULL takes its place, so that
/// the other columns keep their numbers; an unused aggregate becomes a count of rows, which needs no
/// column.
package struct PruneProjection: RewriteRule {
  package let roots: PlanFeatures = [.project, .aggregate, .semiJoin, .antiJoin]

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    plan.narrowed { node, usage in node.pruned(usage).map { ($0, []) } }
  }
}

extension LogicalPlan {
  fileprivate func pruned(_ usage: Usage) -> LogicalPlan? {
    switch self {
    case .project(let source, let expressions, let input):
      let kept = expressions.enumerated().map { index, expression in
        usage.uses(expression, at: index, of: source) ? expression : .null(expression.type)
      }
      return kept == expressions ? nil : .project(source, kept, input)
    case .aggregate(let source, let keys, let aggregates, let input):
      let kept = aggregates.enumerated().map { index, aggregate in
        usage.uses(ColumnReference(source, keys.count + index, aggregate.type))
          ? aggregate : Aggregate(.count)
      }
      return kept == aggregates ? nil : .aggregate(source, keys: keys, aggregates: kept, input)
    case .scan, .filter, .join, .distinct, .sort, .limit, .firstPerKey, .setOperation: return nil
    }
  }
}

extension Usage {
  fileprivate func uses(_ expression: Expression, at index: Int, of source: SourceID) -> Bool {
    if case .row(let kept) = expression { return sources.contains(kept) }
    return uses(ColumnReference(source, index, expression.type))
  }
}
