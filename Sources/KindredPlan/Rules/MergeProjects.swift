// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Merges two adjacent projections into one, and drops a projection that changes nothing.
///
///     Project f(x)                    Project f(g(a))
///     └─ Project x = g(a)      ⟶     └─ input
///        └─ input
///
///     Project row r            ⟶     input                 when the input's rows are just r
///     └─ input
///
/// Holds because expressions have no effects. What is computed once stays computed once: an inner
/// expression that is not a mere column must be used at most once above, and not per row of a
/// subquery. What is no longer used is no longer computed.
package struct MergeProjects: RewriteRule {
  package let roots: PlanFeatures = .project

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard case .project(let source, let expressions, let input) = plan else { return nil }
    if input.output.elementsEqual(plan.output), expressions.allSatisfy(\.isRow) { return input }
    guard case .project(let innerSource, let inner, let innerInput) = input,
      inner.indices.allSatisfy({ index in
        inner[index].isTrivial
          || expressions.canInline(ColumnReference(innerSource, index, inner[index].type))
      })
    else { return nil }
    let merged = expressions.map { $0.inlining(innerSource, inner) }
    return .project(source, merged, innerInput)
  }
}

extension Expression {
  fileprivate var isRow: Bool { if case .row = self { true } else { false } }

  /// Replaces the columns of a projection by what it computes.
  package func inlining(_ source: SourceID, _ expressions: [Expression]) -> Expression {
    replacingColumns { $0.source == source ? expressions[$0.index] : nil }
  }

  /// How often the column is mentioned; mentions inside subqueries count as many.
  package func mentionCount(of column: ColumnReference) -> Int {
    switch self {
    case .column(column): return 1
    case .exists(let plan), .scalar(let plan), .inSubquery(_, let plan):
      if plan.freeSources.contains(column.source) { return 2 }
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not,
      .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce,
      .conditional:
      break
    }
    var count = 0
    forEachOperand { count += $0.mentionCount(of: column) }
    return count
  }
}

extension [Expression] {
  /// Whether the column can be replaced by its definition without computing that twice.
  fileprivate func canInline(_ column: ColumnReference) -> Bool {
    reduce(0) { $0 + $1.mentionCount(of: column) } <= 1
  }
}
