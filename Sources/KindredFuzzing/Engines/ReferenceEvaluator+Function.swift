// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension ReferenceEvaluator {
  /// Without a left side, as if it were zero.
  func arithmetic(
    _ operation: ArithmeticOperator,
    _ left: Value?,
    _ right: Value
  ) throws(KindredError) -> Value {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): try integers(operation, left, right)
    case (nil, .integer(let right)): try integers(operation, 0, right)
    case (.real(let left), .real(let right)): try reals(operation, left, right)
    case (nil, .real(let right)): .real(-right)
    case (_, _): .null
    }
  }

  private func integers(
    _ operation: ArithmeticOperator,
    _ left: Int64,
    _ right: Int64
  ) throws(KindredError) -> Value {
    if right == 0 && (operation == .divide || operation == .remainder) { return .null }
    if operation == .remainder { return .integer(right == -1 ? 0 : left % right) }
    let (result, overflow) =
      switch operation {
      case .add: left.addingReportingOverflow(right)
      case .subtract: left.subtractingReportingOverflow(right)
      case .multiply: left.multipliedReportingOverflow(by: right)
      case .divide, .remainder: left.dividedReportingOverflow(by: right)
      }
    guard !overflow else { throw KindredError(.arithmetic, "the result does not fit an integer") }
    return .integer(result)
  }

  private func reals(
    _ operation: ArithmeticOperator,
    _ left: Double,
    _ right: Double
  ) throws(KindredError) -> Value {
    let result: Double
    switch operation {
    case .add: result = left + right
    case .subtract: result = left - right
    case .multiply: result = left * right
    case .divide, .remainder:
      guard right != 0 else { return .null }
      result = left / right
    }
    guard !result.isNaN else { throw KindredError(.arithmetic, "the result is not a number") }
    return .real(result)
  }

  func call(_ function: ScalarFunction, _ arguments: [Value]) throws(KindredError) -> Value {
    if arguments.contains(where: \.isNull) { return .null }
    switch function {
    case .lower: return .text(ReferenceText.fold(arguments[0], 65...90))
    case .upper: return .text(ReferenceText.fold(arguments[0], 97...122))
    case .length: return .integer(Int64(ReferenceText.text(arguments[0]).unicodeScalars.count))
    case .concatenate: return .text(arguments.map(ReferenceText.text).joined())
    case .absolute: return try absolute(arguments[0])
    case .real, .integer, .text: return ReferenceCast.value(arguments[0], as: function)
    case .year, .month, .day, .hour, .minute, .second, .weekday, .dayOfYear:
      guard case .integer(let moment) = arguments[0] else { return .null }
      return .integer(ReferenceDate(moment).part(function))
    case .sign, .round, .floor, .ceiling: return rounded(function, arguments[0])
    case .minimum, .maximum:
      return arguments.dropFirst().reduce(arguments[0]) { best, value in
        let isBetter =
          function == .minimum
          ? ReferenceOrder.isLess(value, best) : ReferenceOrder.isLess(best, value)
        return isBetter ? value : best
      }
    case .trim, .trimStart, .trimEnd, .substring, .position, .replace:
      return ReferenceText.part(function, arguments)
    }
  }

  private func rounded(_ function: ScalarFunction, _ value: Value) -> Value {
    switch (function, value) {
    case (.sign, .integer(let number)): .integer(number.signum())
    case (.sign, .real(let number)): .real(number == 0 ? 0 : number < 0 ? -1 : 1)
    case (.floor, .real(let number)): .real(number.rounded(.down))
    case (.ceiling, .real(let number)): .real(number.rounded(.up))
    // SQLite adds a half and cuts off; from 2^52 on every real is whole.
    case (.round, .real(let number)):
      .real(
        abs(number) >= 0x1p52 ? number : (number + (number < 0 ? -0.5 : 0.5)).rounded(.towardZero)
      )
    case (_, _): .null
    }
  }

  private func absolute(_ value: Value) throws(KindredError) -> Value {
    switch value {
    case .integer(let number):
      number < 0 ? try integers(.subtract, 0, number) : value
    case .real(let number): .real(abs(number))
    case .null, .text: .null
    }
  }
}
