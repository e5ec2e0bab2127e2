// SPDX-License-Identifier: Apache-2.0

extension Expr {
  /// The same values as those of an optional type, to be combined with such: `Badge.all.select { $0.userID.optional }`.
  public var optional: Expr<V.Base?> { retyped() }
}
