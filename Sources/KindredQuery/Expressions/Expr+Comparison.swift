// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension Expr {
  /// Whether the expression has the value; whether it is NULL, for nil.
  public static func == (left: Expr, right: V) -> Condition { left.matches(right, .equal) }

  /// Whether the expression has another value.
  ///
  /// NULL has none: such rows are dropped, as in SQL. For nil: whether it is not NULL.
  public static func != (left: Expr, right: V) -> Condition { left.matches(right, .notEqual) }

  /// Whether both have the same value; unknown if one is NULL.
  public static func == <W: ColumnValue>(left: Expr, right: Expr<W>) -> Condition
  where W.Base == V.Base {
    left.compared(.equal, right)
  }

  /// Whether they have different values; unknown if one is NULL.
  public static func != <W: ColumnValue>(left: Expr, right: Expr<W>) -> Condition
  where W.Base == V.Base {
    left.compared(.notEqual, right)
  }

  /// Whether the expression has the value, NULL counting as a value: never unknown.
  public func `is`(_ value: V) -> Expr<Bool> {
    Expr<Bool>(.comparison(.identical, term, Self.literal(value)), depth: depth + 1)
  }

  /// Whether both have the same value or are both NULL: never unknown.
  public func `is`<W: ColumnValue>(_ other: Expr<W>) -> Expr<Bool> where W.Base == V.Base {
    compared(.identical, other).retyped()
  }

  /// Whether the expression has another value, NULL counting as a value: never unknown.
  public func isNot(_ value: V) -> Expr<Bool> {
    Expr<Bool>(.comparison(.notIdentical, term, Self.literal(value)), depth: depth + 1)
  }

  /// Whether they differ, NULL counting as a value: never unknown.
  public func isNot<W: ColumnValue>(_ other: Expr<W>) -> Expr<Bool> where W.Base == V.Base {
    compared(.notIdentical, other).retyped()
  }

  private func matches(_ value: V, _ comparison: ComparisonOperator) -> Condition {
    let literal = Self.literal(value)
    guard case .literal(.null, _) = literal else {
      return Condition(.comparison(comparison, term, literal), depth: depth + 1)
    }
    let test = Term.isNull(term)
    return Condition(comparison == .equal ? test : .not(test), depth: depth + 2)
  }

  func compared<W: ColumnValue>(
    _ comparison: ComparisonOperator,
    _ other: Expr<W>
  ) -> Condition {
    Condition(.comparison(comparison, term, other.term), depth: max(depth, other.depth) + 1)
  }
}

extension Expr where V.Base: Comparable {
  /// Whether the expression is less; unknown if it is NULL.
  public static func < (left: Expr, right: V.Base) -> Condition {
    left.compared(.less, Expr<V.Base>(right))
  }

  /// Whether the expression is less or equal; unknown if it is NULL.
  public static func <= (left: Expr, right: V.Base) -> Condition {
    left.compared(.lessOrEqual, Expr<V.Base>(right))
  }

  /// Whether the expression is greater; unknown if it is NULL.
  public static func > (left: Expr, right: V.Base) -> Condition {
    left.compared(.greater, Expr<V.Base>(right))
  }

  /// Whether the expression is greater or equal; unknown if it is NULL.
  public static func >= (left: Expr, right: V.Base) -> Condition {
    left.compared(.greaterOrEqual, Expr<V.Base>(right))
  }

  /// Whether the left is less; unknown if one is NULL.
  public static func < <W: ColumnValue>(left: Expr, right: Expr<W>) -> Condition
  where W.Base == V.Base {
    left.compared(.less, right)
  }

  /// Whether the left is less or equal; unknown if one is NULL.
  public static func <= <W: ColumnValue>(left: Expr, right: Expr<W>) -> Condition
  where W.Base == V.Base {
    left.compared(.lessOrEqual, right)
  }

  /// Whether the left is greater; unknown if one is NULL.
  public static func > <W: ColumnValue>(left: Expr, right: Expr<W>) -> Condition
  where W.Base == V.Base {
    left.compared(.greater, right)
  }

  /// Whether the left is greater or equal; unknown if one is NULL.
  public static func >= <W: ColumnValue>(left: Expr, right: Expr<W>) -> Condition
  where W.Base == V.Base {
    left.compared(.greaterOrEqual, right)
  }
}
