// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Drops whole groups before grouping.
///
///     Filter p(k) AND q               Filter q
///     └─ Group k = e           ⟶     └─ Group k = e
///        └─ input                        └─ Filter p(e)
///                                           └─ input
///
/// Holds for a conjunct over the keys alone, because all rows of a group agree in them (a NULL key is
/// NULL in each of its rows). There must be keys: without any, no row still makes a group. Only keys
/// that are columns, so that nothing is computed twice.
package struct PushFilterThroughAggregate: RewriteRule {
  package let roots: PlanFeatures = .filter
  package let needs: PlanFeatures = .aggregate

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard
      case .filter(let condition, .aggregate(let source, let keys, let aggregates, let input)) =
        plan, !keys.isEmpty
    else { return nil }
    let own = SourceSet(source)
    let (pushed, kept) = condition.conjuncts.partitioned { conjunct in
      !conjunct.hasSubquery && !conjunct.canFail && conjunct.mentions(own)
        && conjunct.allColumns { column in
          column.source != source || (column.index < keys.count && keys[column.index].isTrivial)
        }
    }
    guard !pushed.isEmpty else { return nil }
    let below = pushed.map { $0.inlining(source, keys) }
    let grouped = LogicalPlan.aggregate(
      source,
      keys: keys,
      aggregates: aggregates,
      .filter(.all(below), input)
    )
    return grouped.filtered(by: kept)
  }
}

extension LogicalPlan {
  /// The plan under a filter by all of the conditions; the plan itself for none.
  package func filtered(by conditions: [Expression]) -> LogicalPlan {
    conditions.isEmpty ? self : .filter(.all(conditions), self)
  }
}

extension [Expression] {
  /// Those that satisfy the predicate and the others, each in order.
  package func partitioned(
    _ predicate: (Expression) -> Bool
  ) -> (matching: [Expression], others: [Expression]) {
    var matching: [Expression] = []
    var others: [Expression] = []
    for element in self {
      if predicate(element) { matching.append(element) } else { others.append(element) }
    }
    return (matching, others)
  }
}

extension Expression {
  /// Whether all columns mentioned outside subqueries satisfy the predicate.
  package func allColumns(_ predicate: (ColumnReference) -> Bool) -> Bool {
    if case .column(let column) = self { return predicate(column) }
    var holds = true
    forEachOperand { holds = holds && $0.allColumns(predicate) }
    return holds
  }
}
