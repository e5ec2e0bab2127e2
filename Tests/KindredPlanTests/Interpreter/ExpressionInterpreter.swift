// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// The meaning of expressions, as plainly as it can be said.
struct ExpressionInterpreter {
  let data: TestData
  var parameters: [Int: Value] = [:]

  func isTrue(_ expression: Expression, _ row: Row) throws -> Bool {
    try value(expression, row) == .integer(1)
  }

  func value(_ expression: Expression, _ row: Row) throws -> Value {
    switch expression {
    case .literal(let value, _): return value
    case .parameter(let number, _):
      guard let value = parameters[number] else { throw UnboundParameter(number: number) }
      return value
    case .column(let column):
      guard let part = row[column.source] else { throw InvisibleSource(source: column.source) }
      return part.values.isEmpty ? .null : part.values[column.index]
    case .row: preconditionFailure("a row is not a value")
    case .rowID(let source):
      guard let part = row[source] else { throw InvisibleSource(source: source) }
      return part.rowID.map { .integer(Int64($0)) } ?? .null
    case .parentRowID(let source, let key):
      guard let part = row[source] else { throw InvisibleSource(source: source) }
      let foreign = Library.schema[key]
      guard !part.values.isEmpty else { return .null }
      let key = foreign.columns.map { part.values[$0] }
      let parent = data.row(foreign.parent, foreign.parentColumns, key)
      return parent.map { .integer(Int64($0)) } ?? .null
    case .comparison(let op, let left, let right):
      return try compared(op, value(left, row), value(right, row))
    case .and(let operands): return try conjunction(operands, row, absorbing: 0)
    case .or(let operands): return try conjunction(operands, row, absorbing: 1)
    case .not(let operand):
      let known = try value(operand, row)
      return known.isNull ? .null : .boolean(known == .integer(0))
    case .isNull(let operand): return .boolean(try value(operand, row).isNull)
    case .truth(let truth, let operand):
      let known = try value(operand, row)
      return switch truth {
      case .isTrue: .boolean(known == .integer(1))
      case .isFalse: .boolean(known == .integer(0))
      case .isUnknown: .boolean(known.isNull)
      }
    case .inList(let operand, let values): return contains(try value(operand, row), values)
    case .textMatch, .negate, .function: preconditionFailure("not generated")
    case .arithmetic(let op, let left, let right):
      return try computed(op, value(left, row), value(right, row))
    case .coalesce(let operands):
      for operand in operands {
        let known = try value(operand, row)
        if !known.isNull { return known }
      }
      return .null
    case .conditional(let branches, let otherwise):
      for branch in branches where try isTrue(branch.condition, row) {
        return try value(branch.value, row)
      }
      return try value(otherwise, row)
    case .exists(let plan): return .boolean(try !rows(plan, row).isEmpty)
    case .scalar(let plan):
      let values = try values(plan, row)
      if values.count > 1 { throw EvaluationFailure() }
      return values.first ?? .null
    case .inSubquery(let operand, let plan):
      return contains(try value(operand, row), try values(plan, row))
    }
  }

  private func rows(_ plan: LogicalPlan, _ outer: Row) throws -> [Row] {
    try LogicalInterpreter(expressions: self, outer: outer).rows(plan)
  }

  private func values(_ plan: LogicalPlan, _ outer: Row) throws -> [Value] {
    guard case .column(let column)? = plan.output.first else {
      preconditionFailure("a subquery for values yields rows")
    }
    return try rows(plan, outer).map { try value(.column(column), $0) }
  }

  func contains(_ value: Value, _ values: [Value]) -> Value {
    if values.isEmpty { return .boolean(false) }
    if value.isNull { return .null }
    if values.contains(value) { return .boolean(true) }
    return values.contains(where: \.isNull) ? .null : .boolean(false)
  }

  /// All operands count before a decision: left to right, and no further than needed.
  private func conjunction(
    _ operands: [Expression],
    _ row: Row,
    absorbing: Int64
  ) throws -> Value {
    var outcome = Value.integer(1 - absorbing)
    for operand in operands {
      let known = try value(operand, row)
      if known == .integer(absorbing) { return known }
      if known.isNull { outcome = .null }
    }
    return outcome
  }

  private func compared(_ op: ComparisonOperator, _ left: Value, _ right: Value) -> Value {
    switch op {
    case .identical: return .boolean(left == right)
    case .notIdentical: return .boolean(left != right)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: break
    }
    if left.isNull || right.isNull { return .null }
    return switch op {
    case .equal, .identical: .boolean(left == right)
    case .notEqual, .notIdentical: .boolean(left != right)
    case .less: .boolean(Self.precedes(left, right))
    case .lessOrEqual: .boolean(!Self.precedes(right, left))
    case .greater: .boolean(Self.precedes(right, left))
    case .greaterOrEqual: .boolean(!Self.precedes(left, right))
    }
  }

  static func precedes(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left < right
    case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.null, _), (.integer, _), (.real, _), (.text, _):
      preconditionFailure("not comparable: \(left), \(right)")
    }
  }

  private func computed(_ op: ArithmeticOperator, _ left: Value, _ right: Value) throws -> Value {
    guard case .integer(let left) = left, case .integer(let right) = right else { return .null }
    let outcome: (partialValue: Int64, overflow: Bool)
    switch op {
    case .add: outcome = left.addingReportingOverflow(right)
    case .subtract: outcome = left.subtractingReportingOverflow(right)
    case .multiply: outcome = left.multipliedReportingOverflow(by: right)
    case .divide, .remainder: preconditionFailure("not generated")
    }
    if outcome.overflow { throw EvaluationFailure() }
    return .integer(outcome.partialValue)
  }
}
