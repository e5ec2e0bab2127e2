// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension ReferenceText {
  /// A function of texts, on arrays of code points.
  static func part(_ function: ScalarFunction, _ arguments: [Value]) -> Value {
    let scalars = Array(text(arguments[0]).unicodeScalars)
    switch function {
    case .trim: return joined(trimmedEnd(trimmedStart(scalars)))
    case .trimStart: return joined(trimmedStart(scalars))
    case .trimEnd: return joined(trimmedEnd(scalars))
    case .position:
      return .integer(Int64(position(of: Array(text(arguments[1]).unicodeScalars), in: scalars)))
    case .replace:
      return joined(
        replaced(
          scalars,
          Array(text(arguments[1]).unicodeScalars),
          Array(text(arguments[2]).unicodeScalars)
        )
      )
    case .substring: return joined(substring(scalars, arguments.dropFirst().map(integer)))
    case .lower, .upper, .length, .absolute, .concatenate, .real, .integer, .text, .sign, .round,
      .floor, .ceiling, .minimum, .maximum, .year, .month, .day, .hour, .minute, .second, .weekday,
      .dayOfYear:
      preconditionFailure("\(function) gives no part of a text")
    }
  }

  private static func integer(_ value: Value) -> Int {
    guard case .integer(let number) = value else { preconditionFailure("an integer was asked for") }
    return Int(number)
  }

  private static func joined(_ scalars: [Unicode.Scalar]) -> Value {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return .text(String(view))
  }

  private static func trimmedStart(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    Array(scalars.drop { $0 == " " })
  }

  private static func trimmedEnd(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    trimmedStart(scalars.reversed()).reversed()
  }

  private static func position(of part: [Unicode.Scalar], in text: [Unicode.Scalar]) -> Int {
    for start in text.indices where text[start...].starts(with: part) { return start + 1 }
    return part.isEmpty ? 1 : 0
  }

  private static func replaced(
    _ text: [Unicode.Scalar],
    _ pattern: [Unicode.Scalar],
    _ replacement: [Unicode.Scalar]
  ) -> [Unicode.Scalar] {
    if pattern.isEmpty { return text }
    var result: [Unicode.Scalar] = []
    var rest = text[...]
    while let first = rest.first {
      if rest.starts(with: pattern) {
        result += replacement
        rest = rest.dropFirst(pattern.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  /// The code points whose number, the first being 1, is asked for: those from the position on, or for
  /// a negative length those before it.
  private static func substring(_ text: [Unicode.Scalar], _ numbers: [Int]) -> [Unicode.Scalar] {
    let start = numbers[0] < 0 ? text.count + 1 + numbers[0] : numbers[0]
    guard numbers.count > 1 else { return Array(text.dropFirst(max(start - 1, 0))) }
    let end = start + numbers[1]
    let wanted = min(start, end)..<max(start, end)
    return text.indices.filter { wanted.contains($0 + 1) }.map { text[$0] }
  }
}
