// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Turns a count that is only asked whether it is zero into EXISTS, which stops at the first row.
///
///     (count(*) of R) > 0, >= 1, <> 0     ⟶  exists(R)
///     (count(*) of R) = 0, < 1, <= 0      ⟶  NOT exists(R)
///     (count(x) of R) > 0                 ⟶  exists(Filter x IS NOT NULL over R)
///
/// Holds because a count without keys is never NULL, so both sides are two-valued. `count(DISTINCT x)`
/// is zero exactly when `count(x)` is; the filter of an aggregate is one more condition on R.
package struct CountToExists: RewriteRule {
  package let roots: PlanFeatures = [.filter, .project, .joins, .aggregate, .sort]
  package let needs: PlanFeatures = [.subquery, .aggregate]

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    plan.mapOwnExpressionsIfChanged(\.withCountsAsExistence)
  }
}

extension Expression {
  fileprivate var withCountsAsExistence: Expression? {
    let mapped = mapOperandsIfChanged(\.withCountsAsExistence)
    guard case .comparison(let op, let left, let right) = mapped ?? self else { return mapped }
    return Self.existence(left, op, right) ?? Self.existence(right, op.flipped, left) ?? mapped
  }

  private static func existence(
    _ count: Expression,
    _ op: ComparisonOperator,
    _ literal: Expression
  ) -> Expression? {
    guard case .scalar(let plan) = count, case .literal(.integer(let bound), _) = literal,
      let counted = plan.countedRows
    else { return nil }
    switch (op, bound) {
    case (.greater, 0), (.greaterOrEqual, 1), (.notEqual, 0), (.notIdentical, 0):
      return .exists(counted)
    case (.equal, 0), (.identical, 0), (.less, 1), (.lessOrEqual, 0):
      return .not(.exists(counted))
    case (.equal, _), (.notEqual, _), (.less, _), (.lessOrEqual, _), (.greater, _),
      (.greaterOrEqual, _), (.identical, _), (.notIdentical, _):
      return nil
    }
  }
}

extension LogicalPlan {
  /// The rows that this scalar subquery counts; nil if it is not a count without keys.
  fileprivate var countedRows: LogicalPlan? {
    switch self {
    case .aggregate(_, let keys, let aggregates, let input):
      guard keys.isEmpty, aggregates.count == 1 else { return nil }
      return aggregates[0].countedRows(of: input)
    case .project(_, let expressions, .aggregate(let source, let keys, let aggregates, let input)):
      guard keys.isEmpty, expressions.count == 1, case .column(let column) = expressions[0],
        column.source == source
      else { return nil }
      return aggregates[column.index].countedRows(of: input)
    case .scan, .filter, .project, .join, .distinct, .sort, .limit, .firstPerKey, .setOperation:
      return nil
    }
  }
}

extension Aggregate {
  fileprivate func countedRows(of input: LogicalPlan) -> LogicalPlan? {
    guard function == .count || function == .countDistinct else { return nil }
    var conditions: [Expression] = []
    if let filter { conditions.append(filter) }
    if let argument { conditions.append(.not(.isNull(argument))) }
    return conditions.isEmpty ? input : .filter(.all(conditions), input)
  }
}
