// SPDX-License-Identifier: Apache-2.0

extension Expr where V: ColumnEnum {
  /// The case's raw value, as it is stored: to calculate with, or to compare by size.
  ///
  /// Of an optional column after `or`: `$0.level.or(.basic).rawValue`.
  ///
  ///     Member.where { $0.level.rawValue >= Level.silver.rawValue }
  public var rawValue: Expr<V.RawValue> { retyped() }
}
