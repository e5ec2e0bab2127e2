// SPDX-License-Identifier: Apache-2.0

extension LogicalPlan {
  /// The same plan with its sources renumbered in the order in which they are introduced, so that
  /// plans that differ only in the numbers of their sources compare equal.
  package var canonical: LogicalPlan {
    var numbers: [SourceID: SourceID] = [:]
    number(into: &numbers)
    return renumbered(numbers)
  }

  private func number(into numbers: inout [SourceID: SourceID]) {
    switch self {
    case .scan(let source, _), .project(let source, _, _), .aggregate(let source, _, _, _),
      .setOperation(let source, _, _, _):
      if numbers[source] == nil { numbers[source] = SourceID(numbers.count) }
    case .filter, .join, .distinct, .sort, .limit, .firstPerKey: break
    }
    forEachInput { $0.number(into: &numbers) }
    forEachExpression { expression in
      expression.forEachSubplan { $0.number(into: &numbers) }
    }
  }

  private func renumbered(_ numbers: [SourceID: SourceID]) -> LogicalPlan {
    func new(_ source: SourceID) -> SourceID { numbers[source] ?? source }
    let mapped = mapInputs { $0.renumbered(numbers) }.mapOwnExpressions {
      $0.renumbered(numbers)
    }
    return switch mapped {
    case .scan(let source, let table): .scan(new(source), table)
    case .project(let source, let expressions, let input):
      .project(new(source), expressions, input)
    case .aggregate(let source, let keys, let aggregates, let input):
      .aggregate(new(source), keys: keys, aggregates: aggregates, input)
    case .setOperation(let source, let operation, let left, let right):
      .setOperation(new(source), operation, left, right)
    case .filter, .join, .distinct, .sort, .limit, .firstPerKey: mapped
    }
  }

  /// The largest number of a source and of a parameter anywhere in the plan; -1 for none.
  package var largestNumbers: (source: Int, parameter: Int) {
    var largest = (source: -1, parameter: -1)
    collectLargest(&largest)
    return largest
  }

  fileprivate func collectLargest(_ largest: inout (source: Int, parameter: Int)) {
    switch self {
    case .scan(let source, _), .project(let source, _, _), .aggregate(let source, _, _, _),
      .setOperation(let source, _, _, _):
      largest.source = max(largest.source, source.raw)
    case .filter, .join, .distinct, .sort, .limit, .firstPerKey: break
    }
    forEachInput { $0.collectLargest(&largest) }
    forEachExpression { $0.collectLargest(&largest) }
  }
}

extension Expression {
  /// Visits the plans of the subqueries anywhere in the expression, but not those inside them.
  package func forEachSubplan(_ body: (LogicalPlan) -> Void) {
    if let subplan { body(subplan) }
    forEachOperand { $0.forEachSubplan(body) }
  }

  fileprivate func collectLargest(_ largest: inout (source: Int, parameter: Int)) {
    switch self {
    case .column(let reference): largest.source = max(largest.source, reference.source.raw)
    case .parameter(let number, _): largest.parameter = max(largest.parameter, number)
    case .exists(let plan), .scalar(let plan), .inSubquery(_, let plan):
      plan.collectLargest(&largest)
    case .literal, .row, .rowID, .parentRowID, .comparison, .and, .or, .not, .isNull, .truth,
      .inList, .textMatch, .arithmetic, .negate, .function, .coalesce, .conditional:
      break
    }
    forEachOperand { $0.collectLargest(&largest) }
  }

  fileprivate func renumbered(_ numbers: [SourceID: SourceID]) -> Expression {
    rewrittenBottomUp { node in
      func new(_ source: SourceID) -> SourceID { numbers[source] ?? source }
      return switch node {
      case .column(let reference):
        .column(ColumnReference(new(reference.source), reference.index, reference.type))
      case .row(let source): .row(new(source))
      case .rowID(let source): .rowID(new(source))
      case .parentRowID(let source, let key): .parentRowID(new(source), key)
      case .exists(let plan): .exists(plan.renumberingIntroduced(numbers))
      case .scalar(let plan): .scalar(plan.renumberingIntroduced(numbers))
      case .inSubquery(let operand, let plan):
        .inSubquery(operand, plan.renumberingIntroduced(numbers))
      case .literal, .parameter, .comparison, .and, .or, .not, .isNull, .truth, .inList,
        .textMatch, .arithmetic, .negate, .function, .coalesce, .conditional:
        node
      }
    }
  }
}

extension LogicalPlan {
  /// Only the sources that the nodes introduce; the expressions have been renumbered already.
  fileprivate func renumberingIntroduced(_ numbers: [SourceID: SourceID]) -> LogicalPlan {
    func new(_ source: SourceID) -> SourceID { numbers[source] ?? source }
    let mapped = mapInputs { $0.renumberingIntroduced(numbers) }
    return switch mapped {
    case .scan(let source, let table): .scan(new(source), table)
    case .project(let source, let expressions, let input):
      .project(new(source), expressions, input)
    case .aggregate(let source, let keys, let aggregates, let input):
      .aggregate(new(source), keys: keys, aggregates: aggregates, input)
    case .setOperation(let source, let operation, let left, let right):
      .setOperation(new(source), operation, left, right)
    case .filter, .join, .distinct, .sort, .limit, .firstPerKey: mapped
    }
  }
}
