// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Expression {
  /// The outcome of comparing two known values; nil where it is not for the planner to say.
  static func compared(
    _ op: ComparisonOperator,
    _ left: Value,
    _ right: Value
  ) -> Expression? {
    if left.isNull || right.isNull {
      switch op {
      case .identical: return left == right ? .true : .false
      case .notIdentical: return left == right ? .false : .true
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
        return .null(.boolean)
      }
    }
    guard let order = left.order(to: right) else { return nil }
    let isTrue =
      switch op {
      case .equal, .identical: order == 0
      case .notEqual, .notIdentical: order != 0
      case .less: order < 0
      case .lessOrEqual: order <= 0
      case .greater: order > 0
      case .greaterOrEqual: order >= 0
      }
    return isTrue ? .true : .false
  }

  /// The value of an arithmetic node over literals; nil when it would fail or is not known.
  static func computed(
    _ op: ArithmeticOperator,
    _ left: Expression,
    _ right: Expression
  ) -> Expression? {
    guard case .literal(let first, let type) = left, case .literal(let second, _) = right else {
      return nil
    }
    return switch (first, second) {
    case (.integer(let first), .integer(let second)):
      first.applying(op, second).map { .literal($0, type) }
    case (.real(let first), .real(let second)):
      first.applying(op, second).map { .literal($0, type) }
    case (.null, _), (_, .null): .null(type)
    case (.integer, _), (.real, _), (.text, _): nil
    }
  }
}

extension Value {
  var negated: Value? {
    switch self {
    case .null: .null
    case .integer(let value): value == .min ? nil : .integer(-value)
    case .real(let value): .real(-value)
    case .text: nil
    }
  }

  /// Negative, zero or positive; nil across storage classes.
  fileprivate func order(to other: Value) -> Int? {
    switch (self, other) {
    case (.integer(let left), .integer(let right)): left < right ? -1 : left == right ? 0 : 1
    case (.real(let left), .real(let right)): left < right ? -1 : left == right ? 0 : 1
    case (.text(let left), .text(let right)):
      left.utf8.elementsEqual(right.utf8)
        ? 0 : left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
    case (.null, _), (.integer, _), (.real, _), (.text, _): nil
    }
  }
}

extension Int64 {
  fileprivate func applying(_ op: ArithmeticOperator, _ other: Int64) -> Value? {
    let outcome: (partialValue: Int64, overflow: Bool)
    switch op {
    case .add: outcome = addingReportingOverflow(other)
    case .subtract: outcome = subtractingReportingOverflow(other)
    case .multiply: outcome = multipliedReportingOverflow(by: other)
    case .divide:
      if other == 0 { return .null }
      outcome = dividedReportingOverflow(by: other)
    case .remainder:
      if other == 0 { return .null }
      if other == -1 { return .integer(0) }
      outcome = remainderReportingOverflow(dividingBy: other)
    }
    return outcome.overflow ? nil : .integer(outcome.partialValue)
  }
}

extension Double {
  fileprivate func applying(_ op: ArithmeticOperator, _ other: Double) -> Value? {
    let outcome: Double
    switch op {
    case .add: outcome = self + other
    case .subtract: outcome = self - other
    case .multiply: outcome = self * other
    case .divide:
      if other == 0 { return .null }
      outcome = self / other
    case .remainder: return nil
    }
    return outcome.isNaN ? nil : .real(outcome)
  }
}
