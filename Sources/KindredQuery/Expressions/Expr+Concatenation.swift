// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// Texts put together: `$0.firstName + " " + $0.lastName`; NULL if one is.
extension Expr where V.Base == String {
  /// The text with another after it.
  public static func + (left: Expr, right: String) -> Expr { left.appending(right) }

  /// The text with another before it.
  public static func + (left: String, right: Expr) -> Expr {
    Expr(.function(.concatenate, [Expr<String>.literal(left), right.term]), depth: right.depth + 1)
  }

  /// The two, one after the other.
  public static func + (left: Expr, right: Expr) -> Expr {
    Expr(.function(.concatenate, [left.term, right.term]), depth: max(left.depth, right.depth) + 1)
  }
}

extension Expr where V == String {
  /// The text with an optional one after it.
  public static func + (left: Expr, right: Expr<String?>) -> Expr<String?> { left.appending(right) }

  /// The text with an optional one before it.
  public static func + (left: Expr<String?>, right: Expr) -> Expr<String?> { left.appending(right) }
}
