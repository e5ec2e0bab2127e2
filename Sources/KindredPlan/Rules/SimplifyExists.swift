// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Takes out of an EXISTS or IN subquery what does not change whether there is a row.
///
///     exists(Project / Sort / Distinct / Limit n ≥ 1 over R)  ⟶  exists(R)
///     exists(Limit 0 over R)                                  ⟶  false
///     exists(Group without keys over R)                       ⟶  true
///     x IN (Sort / Distinct over R)                           ⟶  x IN (R)
///
/// Holds because EXISTS asks for the number of rows only, and whether that is zero survives each of
/// these; a group without keys always has its one row. IN asks for the set of values. An offset
/// counts rows, so below one only what keeps their number is taken out.
package struct SimplifyExists: RewriteRule {
  package let roots: PlanFeatures = [.filter, .project, .joins, .aggregate, .sort]
  package let needs: PlanFeatures = .subquery

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    plan.mapOwnExpressionsIfChanged(\.withSimplerSubqueries)
  }
}

extension Expression {
  fileprivate var withSimplerSubqueries: Expression? {
    let mapped = mapOperandsIfChanged(\.withSimplerSubqueries)
    switch mapped ?? self {
    case .exists(let plan): return plan.simplerExistence ?? mapped
    case .inSubquery(let operand, .sort(_, let input)),
      .inSubquery(let operand, .distinct(let input)):
      return .inSubquery(operand, input)
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not,
      .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce,
      .conditional, .scalar, .inSubquery:
      return mapped
    }
  }
}

extension LogicalPlan {
  fileprivate var simplerExistence: Expression? {
    switch self {
    case .project(_, _, let input), .sort(_, let input), .distinct(let input),
      .join(.left, let input, _, _):
      return .exists(input)
    case .limit(0, _, _): return .false
    case .limit(_, 0, let input): return .exists(input)
    case .limit(_, let offset, .project(_, _, let input)),
      .limit(_, let offset, .sort(_, let input)):
      return .exists(.limit(count: nil, offset: offset, input))
    case .limit(.some, let offset, let input):
      return .exists(.limit(count: nil, offset: offset, input))
    case .aggregate(_, let keys, _, let input): return keys.isEmpty ? .true : .exists(input)
    case .filter(let condition, _): return condition.isNeverTrueLiteral ? .false : nil
    case .firstPerKey(_, _, let count, 0, let input): return count == 0 ? .false : .exists(input)
    case .setOperation(_, .union, let left, let right),
      .setOperation(_, .unionAll, let left, let right):
      return .or([.exists(left), .exists(right)])
    case .scan, .join, .limit, .firstPerKey, .setOperation: return nil
    }
  }
}
