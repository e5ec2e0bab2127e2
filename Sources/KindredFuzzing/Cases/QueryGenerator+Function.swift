// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Calls of functions with arguments of the pool.
extension QueryGenerator {
  func integerFunction(_ scope: Scope, depth: Int) -> Expression {
    switch choices.draw(3) {
    case 0: return .function(.sign, [expression(.integer, scope, depth: depth)])
    case 1: return extreme(.integer, scope, depth: depth)
    case _:
      let texts = (0..<2).map { _ in expression(.text, scope, depth: depth) }
      return .function(.position, texts)
    }
  }

  func realFunction(_ scope: Scope, depth: Int) -> Expression {
    if choices.chance(30) { return extreme(.real, scope, depth: depth) }
    let function = choices.pick([ScalarFunction.round, .floor, .ceiling, .sign])
    return .function(function, [expression(.real, scope, depth: depth)])
  }

  func textFunction(_ scope: Scope, depth: Int) -> Expression {
    let text = { self.expression(.text, scope, depth: depth) }
    switch choices.draw(4) {
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

  private func extreme(_ type: ColumnType, _ scope: Scope, depth: Int) -> Expression {
    let count = 2 + choices.draw(2)
    return .function(
      choices.pick([.minimum, .maximum]),
      (0..<count).map { _ in expression(type, scope, depth: depth) }
    )
  }
}
