// SPDX-License-Identifier: Apache-2.0

/// Overloads that exist for what the compiler says about them.
extension Expr {
  /// A column that is not optional is never nil.
  @_disfavoredOverload
  @available(*, unavailable, message: "this column is never nil")
  public static func == (left: Expr, right: _OptionalNilComparisonType) -> Condition {
    left.retyped()
  }

  /// A column that is not optional is never nil.
  @_disfavoredOverload
  @available(*, unavailable, message: "this column is never nil")
  public static func != (left: Expr, right: _OptionalNilComparisonType) -> Condition {
    left.retyped()
  }
}
