// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension PhysicalPlan {
  /// Whether an expression of the plan mentions a parameter for which `matches` holds.
  func mentionsParameter(_ matches: (Int) -> Bool) -> Bool {
    var found = false
    forEachNode { node in
      node.operation.forEachExpression { expression in
        found = found || expression.mentionsParameter(matches)
      }
    }
    return found
  }

  private func forEachNode(_ body: (PhysicalPlan) -> Void) {
    body(self)
    switch operation {
    case .scan, .keyLookup, .childLookup, .indexScan, .empty: break
    case .filter(_, let input), .project(_, _, let input), .parentLookup(_, _, _, _, let input),
      .childExpansion(_, _, _, _, _, let input), .aggregate(_, _, _, _, let input),
      .distinct(_, _, let input), .sort(_, let input), .topN(_, _, _, let input),
      .limit(_, _, let input), .firstPerKey(_, _, _, _, _, let input), .numbered(_, let input):
      input.forEachNode(body)
    case .apply(_, _, _, let subquery, let input):
      subquery.forEachNode(body)
      input.forEachNode(body)
    case .join(_, let probe, let build, _, _, _):
      probe.forEachNode(body)
      build.forEachNode(body)
    case .nestedLoopJoin(_, let left, let right, _):
      left.forEachNode(body)
      right.forEachNode(body)
    case .setOperation(_, _, _, let left, let right):
      left.plan.forEachNode(body)
      right.plan.forEachNode(body)
    }
  }

  /// The single column of a subquery's rows: the first of what its topmost projection or aggregation
  /// computes.
  var resultColumn: ColumnReference? {
    switch operation {
    case .project(let source, let expressions, _):
      expressions.first.map { ColumnReference(source, 0, $0.type) }
    case .aggregate(let source, let keys, let aggregates, _, _):
      (keys.first?.type ?? aggregates.first?.type).map { ColumnReference(source, 0, $0) }
    case .empty(let output):
      output.lazy.compactMap { if case .column(let column) = $0 { column } else { nil } }.first
    case .filter(_, let input), .apply(_, _, _, _, let input), .distinct(_, _, let input),
      .parentLookup(_, _, _, _, let input), .childExpansion(_, _, _, _, _, let input),
      .sort(_, let input), .topN(_, _, _, let input), .limit(_, _, let input),
      .firstPerKey(_, _, _, _, _, let input), .numbered(_, let input),
      .join(_, let input, _, _, _, _),
      .nestedLoopJoin(_, let input, _, _):
      input.resultColumn
    case .setOperation(let source, _, .general, let left, _):
      left.outputs.first.map { ColumnReference(source, 0, $0.type) }
    case .scan, .keyLookup, .childLookup, .indexScan, .setOperation: nil
    }
  }
}

extension PhysicalOperation {
  /// Visits the expressions that stand directly in the operation.
  fileprivate func forEachExpression(_ body: (Expression) -> Void) {
    switch self {
    case .scan, .empty, .parentLookup, .limit, .numbered: break
    case .keyLookup(_, _, let keys), .childLookup(_, _, let keys):
      for key in keys { key.forEach(body) }
    case .indexScan(let scan): scan.expressions.forEach(body)
    case .filter(let condition, _), .nestedLoopJoin(_, _, _, let condition): body(condition)
    case .project(_, let expressions, _), .distinct(let expressions, _, _):
      expressions.forEach(body)
    case .apply(_, let kind, let bindings, _, _):
      for binding in bindings { body(binding.value) }
      if case .contains(let value) = kind { body(value) }
    case .join(_, _, _, let keys, let residual, _):
      for key in keys {
        body(key.probe)
        body(key.build)
      }
      if let residual { body(residual) }
    case .childExpansion(_, _, _, _, let filter, _): if let filter { body(filter) }
    case .aggregate(_, let keys, let aggregates, _, _):
      keys.forEach(body)
      for aggregate in aggregates { aggregate.expressions.forEach(body) }
    case .sort(let keys, _), .topN(let keys, _, _, _):
      for key in keys { body(key.expression) }
    case .firstPerKey(let keys, let order, _, _, _, _):
      keys.forEach(body)
      for key in order { body(key.expression) }
    case .setOperation(_, _, _, let left, let right):
      left.outputs.forEach(body)
      right.outputs.forEach(body)
    }
  }
}

extension Expression {
  func mentionsParameter(_ matches: (Int) -> Bool) -> Bool {
    if case .parameter(let number, _) = self { return matches(number) }
    var found = false
    forEachOperand { found = found || $0.mentionsParameter(matches) }
    return found
  }
}
