// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Calls of functions with arguments of the pool.
extension QueryGenerator {
  func integerFunction(_ scope: Scope, depth: Int) -> Expression {
    switch choices.draw(5) {
    case 0: return .function(.sign, [expression(.integer, scope, depth: depth)])
    case 3:
      let type = choices.pick([ColumnType.real, .text])
      return .function(
        .integer,
        [type == .text ? numeral(scope) : expression(type, scope, depth: depth)]
      )
    case 4:
      let parts: [ScalarFunction] = [
        .year, .month, .day, .hour, .minute, .second, .weekday, .dayOfYear,
      ]
      return .function(choices.pick(parts), [expression(.date, scope, depth: depth)])
    case 1: return extreme(.integer, scope, depth: depth)
    case _:
      let texts = (0..<2).map { _ in expression(.text, scope, depth: depth) }
      return .function(.position, texts)
    }
  }

  func realFunction(_ scope: Scope, depth: Int) -> Expression {
    if choices.chance(30) { return extreme(.real, scope, depth: depth) }
    if choices.chance(20) { return .function(.real, [numeral(scope)]) }
    let function = choices.pick([ScalarFunction.round, .floor, .ceiling, .sign])
    return .function(function, [expression(.real, scope, depth: depth)])
  }

  func textFunction(_ scope: Scope, depth: Int) -> Expression {
    let text = { self.expression(.text, scope, depth: depth) }
    switch choices.draw(5) {
    case 4:
      return .function(.text, [expression(choices.pick([.integer, .real]), scope, depth: depth)])
    case 0: return .function(choices.pick([.trim, .trimStart, .trimEnd]), [text()])
    case 1: return extreme(.text, scope, depth: depth)
    case 2:
      let pattern = choices.pick(["a", "b", "ab", "", "e"])
      // Never NULL, as in the typed queries: SQLite's answer for it depends on the pattern.
      let replacement = Expression.coalesce([text(), .literal(.text("x"), .text)])
      return .function(.replace, [text(), .literal(.text(pattern), .text), replacement])
    case _:
      // SQLite cuts positions down to 32 bits, so they are small.
      let position = { Expression.literal(.integer(Int64(self.choices.draw(9)) - 4), .integer) }
      let operands = [text(), position()]
      return .function(.substring, choices.chance(60) ? operands + [position()] : operands)
    }
  }

  /// A text that may begin with a number.
  private func numeral(_ scope: Scope) -> Expression {
    if choices.chance(25) { return leaf(.text, scope) }
    let numerals = [
      "12", "-3.5x", " 7", "+4e1", "1e", ".5", "5.", "-", "", "x1", "9223372036854775808",
      "1.5e-1a",
    ]
    return .literal(.text(choices.pick(numerals)), .text)
  }

  private func extreme(_ type: ColumnType, _ scope: Scope, depth: Int) -> Expression {
    let count = 2 + choices.draw(2)
    return .function(
      choices.pick([.minimum, .maximum]),
      (0..<count).map { _ in expression(type, scope, depth: depth) }
    )
  }
}
