// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// A type to calculate with: `Int` and `Double`.
public protocol NumericColumn: ColumnValue, Numeric {}

extension Int: NumericColumn {}
extension Double: NumericColumn {}

/// NULL with a NULL. An integer result that does not fit, and a real one that is no number, is an error
/// when the query runs. Division is by `/` and `%`: optional, because dividing by zero gives NULL.
extension Expr where V.Base: NumericColumn {
  /// The sum with a value.
  public static func + (left: Expr, right: V.Base) -> Expr {
    left.calculated(.add, Expr<V.Base>(right))
  }

  /// The difference to a value.
  public static func - (left: Expr, right: V.Base) -> Expr {
    left.calculated(.subtract, Expr<V.Base>(right))
  }

  /// The product with a value.
  public static func * (left: Expr, right: V.Base) -> Expr {
    left.calculated(.multiply, Expr<V.Base>(right))
  }

  /// The sum.
  public static func + (left: Expr, right: Expr) -> Expr { left.calculated(.add, right) }

  /// The difference.
  public static func - (left: Expr, right: Expr) -> Expr { left.calculated(.subtract, right) }

  /// The product.
  public static func * (left: Expr, right: Expr) -> Expr { left.calculated(.multiply, right) }

  /// The quotient, integers truncated toward zero; NULL when the divisor is zero.
  public static func / (left: Expr, right: V.Base) -> Expr<V.Base?> {
    left.calculated(.divide, Expr<V.Base>(right))
  }

  /// The quotient, integers truncated toward zero; NULL when the divisor is zero.
  public static func / <W: ColumnValue>(left: Expr, right: Expr<W>) -> Expr<V.Base?>
  where W.Base == V.Base {
    left.calculated(.divide, right)
  }

  /// The negative.
  public static prefix func - (operand: Expr) -> Expr {
    Expr(.negate(operand.term), depth: operand.depth + 1)
  }

  /// The absolute value.
  public var magnitude: Expr { Expr(.function(.absolute, [term]), depth: depth + 1) }

  fileprivate func calculated<W: ColumnValue, R: ColumnValue>(
    _ arithmetic: ArithmeticOperator,
    _ other: Expr<W>
  ) -> Expr<R> {
    Expr<R>(
      .arithmetic(arithmetic, term, other.term),
      depth: max(depth, other.depth) + 1
    )
  }
}

extension Expr where V.Base == Int {
  /// The remainder, with the sign of the left side; NULL when the divisor is zero.
  public static func % (left: Expr, right: Int) -> Expr<Int?> {
    Expr<Int?>(
      .arithmetic(.remainder, left.term, Expr<Int>.literal(right)),
      depth: left.depth + 1
    )
  }

  /// The remainder, with the sign of the left side; NULL when the divisor is zero.
  public static func % <W: ColumnValue>(left: Expr, right: Expr<W>) -> Expr<Int?>
  where W.Base == Int {
    Expr<Int?>(
      .arithmetic(.remainder, left.term, right.term),
      depth: max(left.depth, right.depth) + 1
    )
  }
}

/// With one side that may be NULL.
///
/// Each pair of types has one operator: with one that is less preferred for all mixed pairs, the compiler
/// would try every other way to read a long expression first.
extension Expr where V: NumericColumn, V.Base == V {
  /// The sum with an optional.
  public static func + (left: Expr, right: Expr<V?>) -> Expr<V?> {
    left.calculated(.add, right)
  }

  /// The sum of an optional.
  public static func + (left: Expr<V?>, right: Expr) -> Expr<V?> {
    left.calculated(.add, right)
  }

  /// The difference with an optional.
  public static func - (left: Expr, right: Expr<V?>) -> Expr<V?> {
    left.calculated(.subtract, right)
  }

  /// The difference of an optional.
  public static func - (left: Expr<V?>, right: Expr) -> Expr<V?> {
    left.calculated(.subtract, right)
  }

  /// The product with an optional.
  public static func * (left: Expr, right: Expr<V?>) -> Expr<V?> {
    left.calculated(.multiply, right)
  }

  /// The product of an optional.
  public static func * (left: Expr<V?>, right: Expr) -> Expr<V?> {
    left.calculated(.multiply, right)
  }
}
