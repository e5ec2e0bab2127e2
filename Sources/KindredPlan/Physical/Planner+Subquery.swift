// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Lowering {
  /// Puts an `apply` of the subquery on top of the input and returns the column of its outcome.
  ///
  /// Every mention of the outer row becomes a parameter that is bound per row; so does a parameter that
  /// an enclosing `apply` binds, so that a subquery without bindings can be run once for good.
  mutating func applied(
    _ kind: SubqueryKind,
    _ subquery: LogicalPlan,
    _ type: ColumnType,
    over input: inout PhysicalPlan,
    _ guards: [Expression]
  ) throws(KindredError) -> Expression {
    var bindings: [Binding] = []
    var closed = subquery
    if !guards.isEmpty, subquery.canFail || kind.failsOnSeveralRows(subquery) {
      let parameter = freshParameter()
      let isReached =
        guards.contains(where: \.canFail)
        ? Expression.true.evaluated(where: guards) : .all(guards)
      bindings.append(Binding(parameter: parameter, value: isReached))
      closed = closed.guarded(by: .parameter(parameter, .boolean))
    }
    closed = bound(closed, &bindings)
    let isQuestion = if case .exists = kind { true } else { false }
    let isOrdered = if case .scalar = kind { true } else { false }
    var plan = try plan(closed, Demand(keepsOrder: isOrdered, isClosed: isQuestion))
    if !isQuestion, let column = closed.output.first, !plan.hasOneColumn {
      plan = estimated(.project(freshSource(), [column.expression], plan))
    }
    let source = freshSource()
    input = estimated(.apply(source, kind, bindings: bindings, subquery: plan, input))
    return .column(ColumnReference(source, 0, type))
  }

  /// Replaces what the subquery mentions of enclosing queries by parameters.
  private mutating func bound(_ subquery: LogicalPlan, _ bindings: inout [Binding]) -> LogicalPlan {
    let free = subquery.freeSources
    let guardCount = bindings.count
    guard !free.isEmpty || subquery.largestNumbers.parameter >= firstBoundParameter else {
      return subquery
    }
    var next: [(value: Expression, parameter: Int)] = []
    var lowering = self
    let plan = subquery.mappingExpressions { expression in
      expression.rewrittenBottomUp { node in
        switch node {
        case .column(let column) where free.contains(column.source): break
        case .parameter(let number, _)
        where number >= firstBoundParameter
          && !bindings[..<guardCount].contains { $0.parameter == number }
          && !next.contains { $0.parameter == number }:
          break
        case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .or,
          .not, .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce,
          .conditional, .exists, .scalar, .inSubquery:
          return node
        }
        if let known = next.first(where: { $0.value == node }) {
          return .parameter(known.parameter, node.type)
        }
        next.append((node, lowering.freshParameter()))
        return .parameter(next[next.count - 1].parameter, node.type)
      }
    }
    self = lowering
    bindings += next.map { Binding(parameter: $0.parameter, value: replaced($0.value)) }
    return plan
  }
}

extension SubqueryKind {
  fileprivate func failsOnSeveralRows(_ plan: LogicalPlan) -> Bool {
    switch self {
    case .scalar: !plan.hasAtMostOneRow
    case .exists, .contains: false
    }
  }
}

extension PhysicalPlan {
  /// Whether the plan's rows plainly consist of one computed column.
  fileprivate var hasOneColumn: Bool {
    switch operation {
    case .project(_, let expressions, _): expressions.count == 1
    case .aggregate(_, let keys, let aggregates, _, _): keys.count + aggregates.count == 1
    case .setOperation(_, _, _, let left, _): left.outputs.count == 1
    case .scan, .keyLookup, .childLookup, .indexScan, .empty, .filter, .apply, .join,
      .nestedLoopJoin, .parentLookup, .childExpansion, .distinct, .sort, .topN, .limit,
      .firstPerKey, .numbered:
      false
    }
  }
}

extension OutputColumn {
  /// The output, mentioned.
  var expression: Expression {
    switch self {
    case .column(let reference): .column(reference)
    case .row(let source, _): .row(source)
    }
  }
}

extension LogicalPlan {
  /// The plan over no rows where the condition is not true, so that nothing in it can fail there.
  fileprivate func guarded(by condition: Expression) -> LogicalPlan {
    if case .scan = self { return .filter(condition, self) }
    return mapInputs { $0.guarded(by: condition) }
  }
}
