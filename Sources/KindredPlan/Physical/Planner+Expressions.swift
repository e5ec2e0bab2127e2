// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Lowering {
  /// The expression as operators evaluate it: each subquery is run by an `apply` that is put on top of
  /// the input, and its outcome mentioned as a column.
  ///
  /// The guards are conditions under which the expression is evaluated at all, over the input. A
  /// subquery that can fail is run over no rows where one of them is not true.
  mutating func lowered(
    _ expression: Expression,
    over input: inout PhysicalPlan,
    guards: [Expression] = []
  ) throws(KindredError) -> Expression {
    guard expression.hasSubquery else { return replaced(expression) }
    switch expression {
    case .exists(let plan):
      return try applied(.exists, plan, .boolean, over: &input, guards)
    case .scalar(let plan):
      let type = expression.type
      return try applied(.scalar(type), plan, type, over: &input, guards)
    case .inSubquery(let operand, let plan):
      let value = try lowered(operand, over: &input, guards: guards)
      let reached = value.canFail ? value.evaluated(where: guards) : value
      return try applied(.contains(reached), plan, .boolean, over: &input, guards)
    case .coalesce(let operands):
      return .coalesce(try loweredInTurn(operands, over: &input, guards) { .isNull($0) })
    case .conditional(let branches, let otherwise):
      return try loweredConditional(branches, otherwise, over: &input, guards)
    case .and(let operands):
      return .and(
        try loweredInTurn(operands, over: &input, guards) { .not(.truth(.isFalse, $0)) }
      )
    case .or(let operands):
      return .or(try loweredInTurn(operands, over: &input, guards) { .not(.truth(.isTrue, $0)) })
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .not, .isNull,
      .truth, .inList, .textMatch, .arithmetic, .negate, .function:
      let operands = try loweredAll(expression.operands, over: &input, guards)
      var position = -1
      return expression.mapOperands { _ in
        position += 1
        return operands[position]
      }
    }
  }

  mutating func lowered(
    _ expressions: [Expression],
    over input: inout PhysicalPlan
  ) throws(KindredError) -> [Expression] {
    try loweredAll(expressions, over: &input, [])
  }

  mutating func lowered(
    _ keys: [SortKey],
    over input: inout PhysicalPlan
  ) throws(KindredError) -> [SortKey] {
    var lowered = keys
    for index in keys.indices {
      lowered[index].expression = try self.lowered(keys[index].expression, over: &input)
    }
    return lowered
  }

  mutating func lowered(
    _ aggregates: [Aggregate],
    over input: inout PhysicalPlan
  ) throws(KindredError) -> [Aggregate] {
    var lowered = aggregates
    for index in aggregates.indices {
      if let filter = aggregates[index].filter {
        lowered[index].filter = try self.lowered(filter, over: &input)
      }
      if let argument = aggregates[index].argument {
        let guards = [lowered[index].filter].compactMap(\.self)
        lowered[index].argument = try self.lowered(argument, over: &input, guards: guards)
      }
    }
    return lowered
  }

  /// The expression with replaced columns in place of those it names.
  func replaced(_ expression: Expression) -> Expression {
    guard !replacements.isEmpty else { return expression }
    if case .isNull(.column(let column)) = expression,
      let known = replacements.first(where: { $0.column == column })
    {
      return known.nullTest
    }
    if case .column(let column) = expression {
      return replacements.first { $0.column == column }?.value ?? expression
    }
    return expression.mapOperandsIfChanged {
      let changed = replaced($0)
      return changed == $0 ? nil : changed
    } ?? expression
  }

  private mutating func loweredAll(
    _ expressions: [Expression],
    over input: inout PhysicalPlan,
    _ guards: [Expression]
  ) throws(KindredError) -> [Expression] {
    var result: [Expression] = []
    result.reserveCapacity(expressions.count)
    for expression in expressions {
      result.append(try lowered(expression, over: &input, guards: guards))
    }
    return result
  }

  /// Operands of which each is only needed where all before it have left the outcome open.
  private mutating func loweredInTurn(
    _ operands: [Expression],
    over input: inout PhysicalPlan,
    _ guards: [Expression],
    goesOn: (Expression) -> Expression
  ) throws(KindredError) -> [Expression] {
    var guards = guards
    var result: [Expression] = []
    for operand in operands {
      let value = try lowered(operand, over: &input, guards: guards)
      result.append(value)
      guards.append(goesOn(value))
    }
    return result
  }

  private mutating func loweredConditional(
    _ branches: [ConditionalBranch],
    _ otherwise: Expression,
    over input: inout PhysicalPlan,
    _ guards: [Expression]
  ) throws(KindredError) -> Expression {
    var guards = guards
    var result: [ConditionalBranch] = []
    for branch in branches {
      let condition = try lowered(branch.condition, over: &input, guards: guards)
      let value = try lowered(branch.value, over: &input, guards: guards + [condition])
      result.append(ConditionalBranch(condition: condition, value: value))
      guards.append(.not(.truth(.isTrue, condition)))
    }
    let last = try lowered(otherwise, over: &input, guards: guards)
    return .conditional(result, otherwise: last)
  }
}

extension Expression {
  /// The expression where all conditions are true, each needed only where those before it are; NULL
  /// elsewhere.
  ///
  /// Branches are the one form whose parts are sure not to be evaluated needlessly.
  func evaluated(where conditions: [Expression]) -> Expression {
    conditions.reversed().reduce(self) { value, condition in
      .conditional(
        [ConditionalBranch(condition: condition, value: value)],
        otherwise: .null(type)
      )
    }
  }
}
