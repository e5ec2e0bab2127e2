// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

extension Binder {
  /// Comparisons of a stored column with a constant become a test of its cells.
  func comparison(
    _ op: ComparisonOperator,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) -> BoundExpression {
    if case .constant(let value, _) = right {
      return comparison(op, left, constant: value, right)
    }
    if case .constant(let value, _) = left {
      return comparison(op.flipped, right, constant: value, left)
    }
    return general(op, left, right)
  }

  private func comparison(
    _ op: ComparisonOperator,
    _ operand: BoundExpression,
    constant: Value,
    _ other: BoundExpression
  ) -> BoundExpression {
    if constant.isNull {
      switch op {
      case .identical: return .isNull(operand)
      case .notIdentical: return .not(.isNull(operand))
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
        return .constant(.null, .integer)
      }
    }
    guard case .stored(let stored) = operand,
      let test = Self.test(stored.column.storageClass, op.relation, constant)
    else { return general(op, operand, other) }
    switch op {
    // Where the column is NULL, null-safe equality with a value is false.
    case .identical: return .truth(.isTrue, .test(stored, test, otherwise: Truth.no))
    case .notIdentical:
      guard let equal = Self.test(stored.column.storageClass, .equal, constant) else {
        return general(op, operand, other)
      }
      return .not(.truth(.isTrue, .test(stored, equal, otherwise: Truth.no)))
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return .test(stored, test, otherwise: Truth.no)
    }
  }

  private func general(
    _ op: ComparisonOperator,
    _ left: BoundExpression,
    _ right: BoundExpression
  ) -> BoundExpression {
    switch op {
    case .identical: .identical(left, right)
    case .notIdentical: .not(.identical(left, right))
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      .comparison(op.relation, left, right)
    }
  }

  /// A comparison with a constant that is not NULL.
  static func comparison(
    _ relation: Relation,
    _ operand: BoundExpression,
    _ constant: Value
  ) -> BoundExpression {
    if case .stored(let stored) = operand,
      let test = test(stored.column.storageClass, relation, constant)
    {
      return .test(stored, test, otherwise: Truth.no)
    }
    return .comparison(
      relation,
      operand,
      .constant(constant, constant.storageClass ?? .integer)
    )
  }

  private static func test(
    _ storageClass: StorageClass,
    _ relation: Relation,
    _ constant: Value
  ) -> ColumnTest? {
    switch (storageClass, constant) {
    case (.integer, .integer(let value)): .integers(IntegerRange(relation, value))
    case (.integer, .real(let value)): .integers(IntegerRange(relation, value))
    case (.real, .real(let value)): .reals(RealRange(relation, value))
    case (.real, .integer(let value)): .reals(RealRange(relation, value))
    case (.text, .text(let value)): .text(TextFilter(TextTest(.relation(relation), value)))
    case (.integer, _), (.real, _), (.text, _): nil
    }
  }

  /// Two bounds on one column become one test, so that its cells are read once.
  ///
  /// Looks at so many conditions before each, so that the time grows with their number only.
  func mergedTests(_ operands: [BoundExpression.Operand]) -> [BoundExpression.Operand] {
    let reach = 16
    var merged: [BoundExpression.Operand] = []
    for operand in operands {
      let match = merged.indices.suffix(reach).lazy.compactMap { index in
        merged[index].expression.merged(with: operand.expression).map { (index, $0) }
      }.first
      if let (index, both) = match {
        merged[index].expression = both
      } else {
        merged.append(operand)
      }
    }
    return merged
  }
}

extension BoundExpression {
  fileprivate func merged(with other: BoundExpression) -> BoundExpression? {
    guard case .test(let stored, let test, let otherwise) = self,
      case .test(let otherStored, let otherTest, let otherOtherwise) = other,
      stored.slot == otherStored.slot, stored.index == otherStored.index,
      otherwise == otherOtherwise
    else { return nil }
    switch (test, otherTest) {
    case (.integers(let range), .integers(let more)):
      return range.intersection(more).map { .test(stored, .integers($0), otherwise: otherwise) }
    case (.reals(let range), .reals(let more)):
      return range.intersection(more).map { .test(stored, .reals($0), otherwise: otherwise) }
    case (.integers, _), (.reals, _), (.integerSet, _), (.text, _): return nil
    }
  }
}

extension ComparisonOperator {
  fileprivate var relation: Relation {
    switch self {
    case .equal, .identical: .equal
    case .notEqual, .notIdentical: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    }
  }
}
