// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Expression {
  /// Whether evaluating the expression can throw: an integer that does not fit, a real that is not a
  /// number, a scalar subquery with several rows.
  ///
  /// No rule moves such an expression to where it would see rows that it did not see before: a query
  /// that works must not fail because of how it is run.
  package var canFail: Bool {
    switch self {
    case .arithmetic(let op, let left, let right) where Self.isChecked(op, left.type, by: right):
      return true
    case .negate(let operand) where operand.type != .real: return true
    case .function(.absolute, let operands) where operands.first?.type != .real: return true
    case .scalar(let plan) where !plan.hasAtMostOneRow: return true
    case .exists(let plan), .scalar(let plan), .inSubquery(_, let plan):
      if plan.canFail { return true }
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not,
      .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce,
      .conditional:
      break
    }
    var found = false
    forEachOperand { found = found || $0.canFail }
    return found
  }

  private static func isChecked(
    _ op: ArithmeticOperator,
    _ type: ColumnType,
    by right: Expression
  ) -> Bool {
    guard type != .real else { return true }
    switch op {
    case .add, .subtract, .multiply: return true
    case .remainder: return false
    case .divide:
      guard case .literal(.integer(let divisor), _) = right else { return true }
      return divisor == -1
    }
  }
}

extension Aggregate {
  package var canFail: Bool {
    (function == .sum && type != .real) || argument?.canFail == true || filter?.canFail == true
  }
}

extension LogicalPlan {
  package var canFail: Bool {
    if case .aggregate(_, _, let aggregates, _) = self, aggregates.contains(where: \.canFail) {
      return true
    }
    var found = false
    forEachExpression { found = found || $0.canFail }
    forEachInput { found = found || $0.canFail }
    return found
  }

  /// Certain by the shape of the plan alone: what a scalar subquery needs not to fail.
  package var hasAtMostOneRow: Bool {
    switch self {
    case .aggregate(_, let keys, _, let input): keys.isEmpty || input.hasAtMostOneRow
    case .limit(let count, _, let input): (count ?? 2) <= 1 || input.hasAtMostOneRow
    case .firstPerKey(_, _, _, _, let input): input.hasAtMostOneRow
    case .setOperation(_, .intersect, let left, let right):
      left.hasAtMostOneRow || right.hasAtMostOneRow
    case .setOperation(_, .except, let left, _): left.hasAtMostOneRow
    case .setOperation: false
    case .filter(_, let input), .project(_, _, let input), .distinct(let input),
      .sort(_, let input), .join(.semi, let input, _, _), .join(.anti, let input, _, _):
      input.hasAtMostOneRow
    case .join(.inner, let left, let right, _), .join(.left, let left, let right, _):
      left.hasAtMostOneRow && right.hasAtMostOneRow
    case .scan, .join(.full, _, _, _): false
    }
  }
}
