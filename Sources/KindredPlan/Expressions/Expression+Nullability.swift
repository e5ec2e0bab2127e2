// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension Expression {
  /// Whether the expression never yields NULL, given which columns never do.
  package func isNeverNull(_ isNeverNull: (ColumnReference) -> Bool) -> Bool {
    switch self {
    case .literal(let value, _): !value.isNull
    case .column(let reference): isNeverNull(reference)
    case .parameter, .row, .rowID, .parentRowID, .inSubquery: false
    case .isNull, .truth, .exists: true
    case .scalar(let plan): plan.isNeverNullScalar
    case .comparison(let op, let left, let right):
      op.isNullSafe || (left.isNeverNull(isNeverNull) && right.isNeverNull(isNeverNull))
    case .and(let operands), .or(let operands), .function(_, let operands):
      operands.allSatisfy { $0.isNeverNull(isNeverNull) }
    case .coalesce(let operands): operands.contains { $0.isNeverNull(isNeverNull) }
    case .not(let operand), .negate(let operand): operand.isNeverNull(isNeverNull)
    case .inList(let operand, let values):
      !values.contains(where: \.isNull) && operand.isNeverNull(isNeverNull)
    case .textMatch(_, let text, let pattern):
      text.isNeverNull(isNeverNull) && pattern.isNeverNull(isNeverNull)
    case .arithmetic(let op, let left, let right):
      (!op.isDivision || right.isNonZeroLiteral)
        && left.isNeverNull(isNeverNull) && right.isNeverNull(isNeverNull)
    case .conditional(let branches, let otherwise):
      branches.allSatisfy { $0.value.isNeverNull(isNeverNull) }
        && otherwise.isNeverNull(isNeverNull)
    }
  }

  fileprivate var isNonZeroLiteral: Bool {
    switch self {
    case .literal(.integer(let value), _): value != 0
    case .literal(.real(let value), _): value != 0
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not,
      .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce,
      .conditional, .exists, .scalar, .inSubquery:
      false
    }
  }

  /// Whether the expression is NULL wherever all columns for which `isNull` holds are NULL.
  package func isStrict(_ isNull: (ColumnReference) -> Bool) -> Bool {
    switch self {
    case .literal(let value, _): value.isNull
    case .column(let reference): isNull(reference)
    case .comparison(let op, let left, let right):
      !op.isNullSafe && (left.isStrict(isNull) || right.isStrict(isNull))
    case .arithmetic(_, let left, let right), .textMatch(_, let left, let right):
      left.isStrict(isNull) || right.isStrict(isNull)
    case .not(let operand), .negate(let operand): operand.isStrict(isNull)
    case .function(_, let operands): operands.contains { $0.isStrict(isNull) }
    case .coalesce(let operands): operands.allSatisfy { $0.isStrict(isNull) }
    case .inList(let operand, let values): !values.isEmpty && operand.isStrict(isNull)
    case .parameter, .row, .rowID, .parentRowID, .and, .or, .isNull, .truth, .conditional,
      .exists, .scalar, .inSubquery:
      false
    }
  }

  /// Whether the condition is not true (false or unknown) wherever all columns for which `isNull`
  /// holds are NULL: a filter by it drops those rows.
  package func rejectsNull(_ isNull: (ColumnReference) -> Bool) -> Bool {
    switch self {
    case .and(let operands): operands.contains { $0.rejectsNull(isNull) }
    case .or(let operands): operands.allSatisfy { $0.rejectsNull(isNull) }
    case .not(.isNull(let operand)): operand.isStrict(isNull)
    case .truth(.isTrue, let operand): operand.rejectsNull(isNull)
    case .truth(.isFalse, let operand): operand.isStrict(isNull)
    case .inList(let operand, _), .inSubquery(let operand, _): operand.isStrict(isNull)
    case .comparison(.identical, let operand, .literal(let value, _)),
      .comparison(.identical, .literal(let value, _), let operand):
      !value.isNull && operand.isStrict(isNull)
    case .literal(.integer(0), _): true
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .not, .isNull,
      .truth, .textMatch, .arithmetic, .negate, .function, .coalesce, .conditional, .exists,
      .scalar:
      isStrict(isNull)
    }
  }
}

extension ArithmeticOperator {
  /// NULL for a divisor of zero.
  fileprivate var isDivision: Bool { self == .divide || self == .remainder }
}

extension LogicalPlan {
  /// A keyless count: exactly one row, never NULL.
  fileprivate var isNeverNullScalar: Bool {
    guard case .aggregate(_, let keys, let aggregates, _) = self, keys.isEmpty,
      let first = aggregates.first
    else { return false }
    return !first.emptyValue.isNull
  }

  /// The same of the output that a set operation makes its column of that number.
  private func outputIsNeverNull(_ reference: ColumnReference, _ schema: Schema) -> Bool {
    switch output[output.count == 1 ? 0 : reference.index] {
    case .column(let column): isNeverNull(column, schema)
    case .row(let source, _):
      isNeverNull(ColumnReference(source, reference.index, reference.type), schema)
    }
  }

  /// Whether the column, of a source that this plan makes visible, is never NULL in its rows.
  ///
  /// False where that is not certain.
  package func isNeverNull(_ reference: ColumnReference, _ schema: Schema) -> Bool {
    switch self {
    case .scan(let source, let table):
      return source == reference.source
        && !schema[table].columns[reference.index].isNullable
    case .filter(let condition, let input):
      return condition.rejectsNull { $0 == reference } || input.isNeverNull(reference, schema)
    case .project(let source, let expressions, let input):
      guard source == reference.source else { return input.isNeverNull(reference, schema) }
      return expressions[reference.index].isNeverNull { input.isNeverNull($0, schema) }
    case .join(let kind, let left, let right, let condition):
      let isRejected = kind == .inner && condition.rejectsNull { $0 == reference }
      return isRejected || (kind != .full && left.isNeverNull(reference, schema))
        || (kind == .inner && right.isNeverNull(reference, schema))
    case .aggregate(let source, let keys, let aggregates, let input):
      guard source == reference.source else { return false }
      guard reference.index < keys.count else {
        return !aggregates[reference.index - keys.count].emptyValue.isNull
      }
      return keys[reference.index].isNeverNull { input.isNeverNull($0, schema) }
    case .distinct(let input), .sort(_, let input), .limit(_, _, let input),
      .firstPerKey(_, _, _, _, let input):
      return input.isNeverNull(reference, schema)
    case .setOperation(let source, let operation, let left, let right):
      guard source == reference.source else { return false }
      let isLeftNever = left.outputIsNeverNull(reference, schema)
      return switch operation {
      case .union, .unionAll: isLeftNever && right.outputIsNeverNull(reference, schema)
      case .intersect, .except: isLeftNever
      }
    }
  }
}
