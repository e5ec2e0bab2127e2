// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Computes what is known before the first row, and says conditions in their simplest form.
///
///     Filter 1 < 2 AND NOT (a > 3) AND b IS NOT NULL        Filter a <= 3
///     └─ input in which b is never NULL               ⟶    └─ input
///
/// Each step in ``Expression/simplified(where:)`` holds in three-valued logic: NOT over comparisons
/// and De Morgan's laws keep unknown unknown. A computation that would fail is left alone, so that it
/// fails where it is evaluated or not at all. What a filter or an inner or semi-join keeps is what is
/// *true*, so in a conjunct NULL may become false and `x IS literal` may become `x = literal`.
package struct FoldConstants: RewriteRule {
  package let roots: PlanFeatures = [.filter, .project, .joins, .aggregate, .sort, .firstPerKey]

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    let schema = rewriting.schema
    if case .filter(let condition, let input) = plan, condition.isTrueLiteral { return input }
    let isNeverNull: (ColumnReference) -> Bool = { column in
      plan.inputsNeverYieldNull(column, schema)
    }
    let folded = plan.mapOwnExpressionsIfChanged { $0.folded(where: isNeverNull) }
    return (folded ?? plan).foldingConjuncts ?? folded
  }
}

extension LogicalPlan {
  fileprivate func inputsNeverYieldNull(_ column: ColumnReference, _ schema: Schema) -> Bool {
    var found = false
    forEachInput { found = found || $0.isNeverNull(column, schema) }
    return found
  }

  /// Conjuncts of a condition of which only the truth counts.
  fileprivate var foldingConjuncts: LogicalPlan? {
    switch self {
    case .filter(let condition, let input):
      condition.asTruth.map { .filter($0, input) }
    case .join(let kind, let left, let right, let condition):
      condition.asTruth.map { .join(kind, left, right, on: $0) }
    case .scan, .project, .aggregate, .distinct, .sort, .limit, .firstPerKey, .setOperation: nil
    }
  }
}

extension Expression {
  /// The simplest condition that is true for the same rows; nil if it is this one.
  fileprivate var asTruth: Expression? {
    switch self {
    case .literal(.null, _): return .false
    case .comparison(.identical, let operand, .literal(let value, let type)) where !value.isNull:
      return .comparison(.equal, operand, .literal(value, type))
    case .truth(.isTrue, let operand): return operand
    case .truth(.isFalse, let operand): return .not(operand)
    case .and(let operands):
      if operands.contains(where: \.isNeverTrueLiteral) { return .false }
      return mapOperandsIfChanged(\.asTruth)
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .or, .not,
      .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce,
      .conditional, .exists, .scalar, .inSubquery:
      return nil
    }
  }

  /// Folds the whole expression bottom-up; nil when nothing changes.
  fileprivate func folded(where isNeverNull: (ColumnReference) -> Bool) -> Expression? {
    let flat = inlined
    let mapped = (flat ?? self).mapOperandsIfChanged { $0.folded(where: isNeverNull) } ?? flat
    let current = mapped ?? self
    guard let simpler = current.simplified(where: isNeverNull) else { return mapped }
    return simpler.folded(where: isNeverNull) ?? simpler
  }
}
