// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema
import KindredStorage

/// Resolves the references and parameters of expressions, once per operator.
struct Binder {
  let layout: Layout
  let builder: OperatorBuilder

  func bind(_ expression: Expression) -> BoundExpression {
    switch expression {
    case .literal(let value, let type): return constant(value, type)
    case .parameter(let number, let type): return constant(builder.parameters[number], type)
    case .column(let reference): return column(reference)
    case .rowID(let source), .row(let source): return .rowID(slot: layout.slot(of: source))
    case .parentRowID(let source, let key): return parentRow(source, key)
    case .comparison(let op, let left, let right):
      return comparison(op, bind(left), bind(right))
    case .and(let operands): return .and(mergedTests(self.operands(operands)))
    case .or(let operands): return .or(self.operands(operands))
    case .not(let operand): return negation(of: operand)
    case .isNull(let operand): return .isNull(bind(operand))
    case .truth(let value, let operand): return .truth(value, bind(operand))
    case .inList(let operand, let values): return inList(bind(operand), values)
    case .textMatch(let match, let text, let pattern):
      return textMatch(match, bind(text), bind(pattern))
    case .arithmetic(let op, let left, let right):
      return .arithmetic(op.kernel, bind(left), bind(right))
    case .negate(let operand): return .negate(bind(operand))
    case .function(let function, let operands): return .function(function, operands.map(bind))
    case .coalesce(let operands):
      return .coalesce(operands.map(bind), expression.type.storageClass)
    case .conditional(let branches, let otherwise):
      return .conditional(
        branches.map { .init(condition: bind($0.condition), value: bind($0.value)) },
        otherwise: bind(otherwise),
        expression.type.storageClass
      )
    case .exists, .scalar, .inSubquery:
      preconditionFailure("a subquery was left in an expression of a physical plan")
    }
  }

  private func constant(_ value: Value, _ type: ColumnType) -> BoundExpression {
    .constant(value, value.storageClass ?? type.storageClass)
  }

  private func column(_ reference: ColumnReference) -> BoundExpression {
    switch layout.place(of: reference) {
    case .stored(let slot, let index): return .stored(stored(slot, index))
    case .vector(let number): return .vector(number)
    case .absent: preconditionFailure("a plan mentions a column that a projection passes on")
    }
  }

  private func stored(_ slot: Int, _ index: Int) -> StoredColumn {
    StoredColumn(
      slot: slot,
      index: index,
      column: builder.snapshot[layout.slots[slot].table].columns[index],
      isPadded: layout.slots[slot].isPadded
    )
  }

  private func parentRow(_ source: SourceID, _ key: ForeignKeyID) -> BoundExpression {
    let slot = layout.slot(of: source)
    let index = builder.snapshot[key.table].foreignKeyIndexes[key.index]
    return .parentRow(slot: slot, index.parentRows, isPadded: layout.slots[slot].isPadded)
  }

  private func operands(_ operands: [Expression]) -> [BoundExpression.Operand] {
    operands.map { .init(expression: bind($0), canFail: $0.canFail) }
  }

  /// NOT goes into comparisons, where kernels can answer it.
  private func negation(of operand: Expression) -> BoundExpression {
    guard case .comparison(let op, let left, let right) = operand else {
      return .not(bind(operand))
    }
    return comparison(op.negated, bind(left), bind(right))
  }
}

extension ArithmeticOperator {
  fileprivate var kernel: Arithmetic {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .remainder: .remainder
    }
  }
}
