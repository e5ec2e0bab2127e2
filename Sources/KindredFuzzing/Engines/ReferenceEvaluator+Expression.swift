// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension ReferenceEvaluator {
  func value(_ expression: Expression, _ row: ReferenceRow) throws(KindredError) -> Value {
    guard case .lenient = mode else { return try evaluate(expression, row) }
    do throws(KindredError) {
      return try evaluate(expression, row)
    } catch {
      return mode.substitute(expression.type) ?? .null
    }
  }

  private func evaluate(
    _ expression: Expression,
    _ row: ReferenceRow
  ) throws(KindredError) -> Value {
    switch expression {
    case .literal(let value, _): value
    case .parameter(let index, _): preconditionFailure("parameter \(index) is not bound")
    case .column(let reference): row[reference]
    case .row(let source): preconditionFailure("the row of source \(source.raw) is no value")
    case .rowID(let source):
      row[source]?.rowID.map { .integer(Int64($0)) } ?? .null
    case .parentRowID(let source, let key): parentRowID(row[source], key)
    case .comparison(let comparison, let left, let right):
      compare(comparison, try value(left, row), try value(right, row))
    case .and(let operands): try conjunction(operands, row, breaking: .integer(0))
    case .or(let operands): try conjunction(operands, row, breaking: .integer(1))
    case .not(let operand): negate(try value(operand, row))
    case .isNull(let operand): .boolean(try value(operand, row).isNull)
    case .truth(let truth, let operand): test(truth, try value(operand, row))
    case .inList(let operand, let values): contains(values, try value(operand, row))
    case .textMatch(let match, let text, let pattern):
      ReferenceText.match(match, try value(text, row), try value(pattern, row))
    case .arithmetic(let operation, let left, let right):
      try arithmetic(operation, try value(left, row), try value(right, row))
    case .negate(let operand): try arithmetic(.subtract, nil, try value(operand, row))
    case .function(let function, let arguments): try call(function, try values(arguments, row))
    case .coalesce(let operands): try firstKnown(operands, row)
    case .conditional(let branches, let otherwise): try branch(branches, otherwise, row)
    case .exists(let plan): .boolean(try !rows(plan, row).isEmpty)
    case .scalar(let plan): try scalar(plan, row)
    case .inSubquery(let operand, let plan):
      contains(try column(plan, row), try value(operand, row))
    }
  }

  private func values(
    _ expressions: [Expression],
    _ row: ReferenceRow
  ) throws(KindredError) -> [Value] {
    var values: [Value] = []
    for expression in expressions { values.append(try value(expression, row)) }
    return values
  }

  private func parentRowID(_ cells: ReferenceRow.Cells?, _ id: ForeignKeyID) -> Value {
    let key = store.schema[id]
    guard let cells else { return .null }
    let wanted = ReferenceStore.values(key.columns, of: cells.values)
    guard !wanted.contains(where: \.isNull) else { return .null }
    let position = store.tables[key.parent.index].firstIndex {
      ReferenceStore.values(key.parentColumns, of: $0) == wanted
    }
    return position.map { .integer(Int64($0)) } ?? .null
  }

  // MARK: - Three-valued logic

  private func compare(_ comparison: ComparisonOperator, _ left: Value, _ right: Value) -> Value {
    let areEqual = ReferenceOrder.isEqual(left, right)
    if comparison == .identical { return .boolean(areEqual) }
    if comparison == .notIdentical { return .boolean(!areEqual) }
    if left.isNull || right.isNull { return .null }
    switch comparison {
    case .equal, .identical: return .boolean(areEqual)
    case .notEqual, .notIdentical: return .boolean(!areEqual)
    case .less: return .boolean(ReferenceOrder.isLess(left, right))
    case .lessOrEqual: return .boolean(!ReferenceOrder.isLess(right, left))
    case .greater: return .boolean(ReferenceOrder.isLess(right, left))
    case .greaterOrEqual: return .boolean(!ReferenceOrder.isLess(left, right))
    }
  }

  /// AND, where 0 decides, and OR, where 1 does.
  private func conjunction(
    _ operands: [Expression],
    _ row: ReferenceRow,
    breaking: Value
  ) throws(KindredError) -> Value {
    var result = negate(breaking)
    for operand in operands {
      let value = try value(operand, row)
      if value == breaking {
        result = breaking
        if !mode.isEager { break }
      } else if value.isNull && result != breaking {
        result = .null
      }
    }
    return result
  }

  private func negate(_ value: Value) -> Value {
    value.isNull ? .null : .boolean(value == .integer(0))
  }

  private func test(_ truth: TruthValue, _ value: Value) -> Value {
    switch truth {
    case .isTrue: .boolean(value == .integer(1))
    case .isFalse: .boolean(value == .integer(0))
    case .isUnknown: .boolean(value.isNull)
    }
  }

  private func contains(_ values: [Value], _ value: Value) -> Value {
    if values.isEmpty { return .boolean(false) }
    if value.isNull { return .null }
    if values.contains(where: { ReferenceOrder.isEqual($0, value) }) { return .boolean(true) }
    return values.contains(where: \.isNull) ? .null : .boolean(false)
  }

  // MARK: - Choosing

  private func firstKnown(
    _ operands: [Expression],
    _ row: ReferenceRow
  ) throws(KindredError) -> Value {
    for operand in operands {
      let value = try value(operand, row)
      if !value.isNull { return value }
    }
    return .null
  }

  private func branch(
    _ branches: [ConditionalBranch],
    _ otherwise: Expression,
    _ row: ReferenceRow
  ) throws(KindredError) -> Value {
    for branch in branches where try isTrue(branch.condition, row) {
      return try value(branch.value, row)
    }
    return try value(otherwise, row)
  }

  private func column(_ plan: LogicalPlan, _ row: ReferenceRow) throws(KindredError) -> [Value] {
    let output = plan.output
    return try rows(plan, row).map { $0.values(output)[0] }
  }

  private func scalar(_ plan: LogicalPlan, _ row: ReferenceRow) throws(KindredError) -> Value {
    let values = try column(plan, row)
    guard values.count <= 1 else {
      throw KindredError(.multipleFound, "the subquery has several rows", count: values.count)
    }
    return values.first ?? .null
  }
}
