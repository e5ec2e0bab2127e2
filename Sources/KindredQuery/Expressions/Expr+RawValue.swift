// SPDX-License-Identifier: Apache-2.0

extension Expr where V: ColumnEnum {
  /// The case's raw value, as it is stored: to calculate with, or to compare by size.
  ///
  ///     Member.where { $0.level.rawValue >= Level.silver.rawValue }
  public var rawValue: Expr<V.RawValue> { retyped() }
}

extension Expr where V.Base: ColumnEnum {
  /// The case's raw value; NULL where there is no case.
  @_disfavoredOverload
  public var rawValue: Expr<V.Base.RawValue?> { retyped() }
}
