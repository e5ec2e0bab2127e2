// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// Bytes compare as unsigned numbers one after the other; a shorter run sorts before what it begins.
extension Expr where V.Base: BytesColumn {
  /// Whether the bytes sort before; unknown if they are NULL.
  public static func < (left: Expr, right: V.Base) -> Condition {
    left.compared(.less, Expr<V.Base>(right))
  }

  /// Whether the bytes sort before or are equal; unknown if they are NULL.
  public static func <= (left: Expr, right: V.Base) -> Condition {
    left.compared(.lessOrEqual, Expr<V.Base>(right))
  }

  /// Whether the bytes sort after; unknown if they are NULL.
  public static func > (left: Expr, right: V.Base) -> Condition {
    left.compared(.greater, Expr<V.Base>(right))
  }

  /// Whether the bytes sort after or are equal; unknown if they are NULL.
  public static func >= (left: Expr, right: V.Base) -> Condition {
    left.compared(.greaterOrEqual, Expr<V.Base>(right))
  }

  /// Whether the left sorts before; unknown if one is NULL.
  public static func < <W: ColumnValue>(left: Expr, right: Expr<W>) -> Condition
  where W.Base == V.Base {
    left.compared(.less, right)
  }

  /// Whether the left sorts after; unknown if one is NULL.
  public static func > <W: ColumnValue>(left: Expr, right: Expr<W>) -> Condition
  where W.Base == V.Base {
    left.compared(.greater, right)
  }
}
