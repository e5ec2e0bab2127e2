// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

// A value that may be nil has an overload of its own, which the compiler tries last: with one that takes
// `V` for both, `key == 3` would settle the type of a key before the closure that says what the key is.

extension Expr {
  /// Whether the expression has the value.
  public static func == (left: Expr, right: V.Base) -> Condition {
    left.compared(.equal, Expr<V.Base>(right))
  }

  /// Whether the expression has another value; NULL has none, and such rows are dropped, as in SQL.
  public static func != (left: Expr, right: V.Base) -> Condition {
    left.compared(.notEqual, Expr<V.Base>(right))
  }

  /// Whether the expression has the value; whether it is NULL, for nil.
  @_disfavoredOverload
  public static func == (left: Expr, right: V) -> Condition { left.matches(right, .equal) }

  /// Whether the expression has another value; whether it is not NULL, for nil.
  @_disfavoredOverload
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
  public func `is`(_ value: V.Base) -> Expr<Bool> {
    compared(.identical, Expr<V.Base>(value)).retyped()
  }

  /// Whether the expression has the value, NULL counting as a value: never unknown.
  @_disfavoredOverload
  public func `is`(_ value: V) -> Expr<Bool> { `is`(Expr(value)) }

  /// Whether both have the same value or are both NULL: never unknown.
  public func `is`<W: ColumnValue>(_ other: Expr<W>) -> Expr<Bool> where W.Base == V.Base {
    compared(.identical, other).retyped()
  }

  /// Whether the expression has another value, NULL counting as a value: never unknown.
  public func isNot(_ value: V.Base) -> Expr<Bool> {
    compared(.notIdentical, Expr<V.Base>(value)).retyped()
  }

  /// Whether the expression has another value, NULL counting as a value: never unknown.
  @_disfavoredOverload
  public func isNot(_ value: V) -> Expr<Bool> { isNot(Expr(value)) }

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
