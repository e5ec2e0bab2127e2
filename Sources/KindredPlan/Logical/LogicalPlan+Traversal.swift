// SPDX-License-Identifier: Apache-2.0

extension LogicalPlan {
  package var inputs: [LogicalPlan] {
    switch self {
    case .scan: []
    case .filter(_, let input), .project(_, _, let input), .aggregate(_, _, _, let input),
      .distinct(let input), .sort(_, let input), .limit(_, _, let input),
      .firstPerKey(_, _, _, _, let input):
      [input]
    case .join(_, let left, let right, _), .setOperation(_, _, let left, let right): [left, right]
    }
  }

  /// The expressions that stand directly in this node.
  package var expressions: [Expression] {
    switch self {
    case .scan, .distinct, .limit, .setOperation: []
    case .filter(let condition, _), .join(_, _, _, on: let condition): [condition]
    case .project(_, let expressions, _): expressions
    case .aggregate(_, let keys, let aggregates, _): keys + aggregates.flatMap(\.expressions)
    case .sort(let keys, _): keys.map(\.expression)
    case .firstPerKey(let keys, let order, _, _, _): keys + order.map(\.expression)
    }
  }

  package func mapInputs(_ rewrite: (LogicalPlan) -> LogicalPlan) -> LogicalPlan {
    switch self {
    case .scan: self
    case .filter(let condition, let input): .filter(condition, rewrite(input))
    case .project(let source, let expressions, let input):
      .project(source, expressions, rewrite(input))
    case .join(let kind, let left, let right, let condition):
      .join(kind, rewrite(left), rewrite(right), on: condition)
    case .aggregate(let source, let keys, let aggregates, let input):
      .aggregate(source, keys: keys, aggregates: aggregates, rewrite(input))
    case .distinct(let input): .distinct(rewrite(input))
    case .sort(let keys, let input): .sort(keys, rewrite(input))
    case .limit(let count, let offset, let input):
      .limit(count: count, offset: offset, rewrite(input))
    case .firstPerKey(let keys, let order, let count, let offset, let input):
      .firstPerKey(keys: keys, order: order, count: count, offset: offset, rewrite(input))
    case .setOperation(let source, let operation, let left, let right):
      .setOperation(source, operation, rewrite(left), rewrite(right))
    }
  }

  /// The same node over other expressions; inputs stay.
  package func mapOwnExpressions(_ rewrite: (Expression) -> Expression) -> LogicalPlan {
    switch self {
    case .scan, .distinct, .limit, .setOperation: self
    case .filter(let condition, let input): .filter(rewrite(condition), input)
    case .project(let source, let expressions, let input):
      .project(source, expressions.map(rewrite), input)
    case .join(let kind, let left, let right, let condition):
      .join(kind, left, right, on: rewrite(condition))
    case .aggregate(let source, let keys, let aggregates, let input):
      .aggregate(
        source,
        keys: keys.map(rewrite),
        aggregates: aggregates.map { $0.mapExpressions(rewrite) },
        input
      )
    case .sort(let keys, let input): .sort(keys.map { $0.mapExpression(rewrite) }, input)
    case .firstPerKey(let keys, let order, let count, let offset, let input):
      .firstPerKey(
        keys: keys.map(rewrite),
        order: order.map { $0.mapExpression(rewrite) },
        count: count,
        offset: offset,
        input
      )
    }
  }

  /// Maps the expressions of every node of the tree.
  package func mappingExpressions(_ rewrite: (Expression) -> Expression) -> LogicalPlan {
    mapInputs { $0.mappingExpressions(rewrite) }.mapOwnExpressions(rewrite)
  }
}
