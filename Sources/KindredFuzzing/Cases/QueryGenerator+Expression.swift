// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension QueryGenerator {
  /// An expression of the type.
  ///
  /// The simplest is a column.
  func expression(_ type: ColumnType, _ scope: Scope, depth: Int) -> Expression {
    choices.span {
      if type == .boolean { return predicate(scope, depth: depth) }
      guard depth > 0 else { return leaf(type, scope) }
      switch choices.weighted([50, 25, 8, 8, 9]) {
      case 0: return leaf(type, scope)
      case 1: return computation(type, scope, depth: depth - 1)
      case 2:
        let count = 1 + choices.draw(3)
        return .coalesce((0..<count).map { _ in expression(type, scope, depth: depth - 1) })
      case 3: return conditional(type, scope, depth: depth - 1)
      case _: return scalar(type, scope) ?? leaf(type, scope)
      }
    }
  }

  func leaf(_ type: ColumnType, _ scope: Scope) -> Expression {
    let columns = scope.columns(type)
    if !columns.isEmpty && !choices.chance(25) { return choices.pick(columns).expression }
    return literal(type)
  }

  func literal(_ type: ColumnType) -> Expression {
    .literal(choices.chance(5) ? .null : pool.value(type, choices), type)
  }

  private func conditional(_ type: ColumnType, _ scope: Scope, depth: Int) -> Expression {
    let branches = (0...choices.draw(2)).map { _ in
      ConditionalBranch(
        condition: predicate(scope, depth: depth),
        value: expression(type, scope, depth: depth)
      )
    }
    return .conditional(branches, otherwise: expression(type, scope, depth: depth))
  }

  private func computation(_ type: ColumnType, _ scope: Scope, depth: Int) -> Expression {
    switch type {
    case .integer: integer(scope, depth: depth)
    case .real: real(scope, depth: depth)
    case .text: text(scope, depth: depth)
    case .boolean: predicate(scope, depth: depth)
    case .date, .bytes: leaf(type, scope)
    }
  }

  private func integer(_ scope: Scope, depth: Int) -> Expression {
    switch choices.weighted([60, 12, 12, 16, 12]) {
    case 0:
      let operation = choices.pick(ArithmeticOperator.allCases)
      // Products only of what is small, so that sums of them stay exact.
      let operand = {
        operation == .multiply
          ? self.small(.integer, scope) : self.expression(.integer, scope, depth: depth)
      }
      return .arithmetic(operation, operand(), operand())
    case 1: return .negate(expression(.integer, scope, depth: depth))
    case 2: return .function(.absolute, [expression(.integer, scope, depth: depth)])
    case 3: return .function(.length, [expression(.text, scope, depth: depth)])
    case _: return integerFunction(scope, depth: depth)
    }
  }

  private func real(_ scope: Scope, depth: Int) -> Expression {
    switch choices.weighted([60, 10, 10, 20, 15]) {
    case 0:
      let operation = choices.pick([ArithmeticOperator.add, .subtract, .multiply, .divide])
      let operand = { self.expression(.real, scope, depth: depth) }
      return .arithmetic(operation, operand(), operand())
    case 1: return .negate(expression(.real, scope, depth: depth))
    case 2: return .function(.absolute, [expression(.real, scope, depth: depth)])
    case 3: return .function(.real, [expression(.integer, scope, depth: depth)])
    case _: return realFunction(scope, depth: depth)
    }
  }

  private func text(_ scope: Scope, depth: Int) -> Expression {
    switch choices.weighted([40, 30, 30, 40]) {
    case 0: return .function(.lower, [expression(.text, scope, depth: depth)])
    case 1: return .function(.upper, [expression(.text, scope, depth: depth)])
    case 2:
      let count = 2 + choices.draw(2)
      return .function(
        .concatenate,
        (0..<count).map { _ in expression(.text, scope, depth: depth) }
      )
    case _: return textFunction(scope, depth: depth)
    }
  }

  /// A literal or a column with values of the pool.
  private func small(_ type: ColumnType, _ scope: Scope) -> Expression {
    let columns = scope.columns(type).filter(\.isStored)
    if !columns.isEmpty && !choices.chance(25) { return choices.pick(columns).expression }
    return literal(type)
  }
}
