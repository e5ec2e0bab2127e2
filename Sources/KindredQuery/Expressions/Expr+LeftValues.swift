// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// Operators with a value on the left: `100 - $0.price`, `"x" == $0.name`.
///
/// They mean what they mean with the sides exchanged.
extension Expr {
  /// Whether the expression has the value; whether it is NULL, for nil.
  @_disfavoredOverload
  public static func == (left: V, right: Expr) -> Condition { right == left }

  /// Whether the expression has another value.
  @_disfavoredOverload
  public static func != (left: V, right: Expr) -> Condition { right != left }
}

extension Expr where V.Base: Comparable {
  /// Whether the value is less; unknown for NULL.
  @_disfavoredOverload
  public static func < (left: V.Base, right: Expr) -> Condition { right > left }

  /// Whether the value is less or equal; unknown for NULL.
  @_disfavoredOverload
  public static func <= (left: V.Base, right: Expr) -> Condition { right >= left }

  /// Whether the value is greater; unknown for NULL.
  @_disfavoredOverload
  public static func > (left: V.Base, right: Expr) -> Condition { right < left }

  /// Whether the value is greater or equal; unknown for NULL.
  @_disfavoredOverload
  public static func >= (left: V.Base, right: Expr) -> Condition { right <= left }
}

extension Expr where V.Base: NumericColumn {
  /// The sum with a value.
  @_disfavoredOverload
  public static func + (left: V.Base, right: Expr) -> Expr { right.calculated(from: left, .add) }

  /// The difference from a value.
  @_disfavoredOverload
  public static func - (left: V.Base, right: Expr) -> Expr {
    right.calculated(from: left, .subtract)
  }

  /// The product with a value.
  @_disfavoredOverload
  public static func * (left: V.Base, right: Expr) -> Expr {
    right.calculated(from: left, .multiply)
  }

  /// The quotient of a value; NULL when the divisor is zero.
  @_disfavoredOverload
  public static func / (left: V.Base, right: Expr) -> Expr<V.Base?> {
    right.calculated(from: left, .divide)
  }

  fileprivate func calculated<R: ColumnValue>(
    from value: V.Base,
    _ arithmetic: ArithmeticOperator
  ) -> Expr<R> {
    Expr<R>(.arithmetic(arithmetic, Expr<V.Base>.literal(value), term), depth: depth + 1)
  }
}

extension Expr where V.Base == Int {
  /// The remainder of a value, with its sign; NULL when the divisor is zero.
  @_disfavoredOverload
  public static func % (left: Int, right: Expr) -> Expr<Int?> {
    right.calculated(from: left, .remainder)
  }
}
