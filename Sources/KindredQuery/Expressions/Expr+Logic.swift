// SPDX-License-Identifier: Apache-2.0

import KindredPlan

extension Expr where V.Base == Bool {
  /// True when both are; false when one is false; else unknown.
  public static func && <W: ColumnValue>(left: Expr, right: Expr<W>) -> Condition
  where W.Base == Bool {
    if case .and(let operands) = left.term {
      return Condition(
        .and(operands.appending(right.term)),
        depth: max(left.depth, right.depth + 1)
      )
    }
    return Condition(.and([left.term, right.term]), depth: max(left.depth, right.depth) + 1)
  }

  /// True when one is; false when both are false; else unknown.
  public static func || <W: ColumnValue>(left: Expr, right: Expr<W>) -> Condition
  where W.Base == Bool {
    if case .or(let operands) = left.term {
      return Condition(
        .or(operands.appending(right.term)),
        depth: max(left.depth, right.depth + 1)
      )
    }
    return Condition(.or([left.term, right.term]), depth: max(left.depth, right.depth) + 1)
  }

  /// Whether the condition is true.
  public var isTrue: Expr<Bool> { Expr<Bool>(.truth(.isTrue, term), depth: depth + 1) }

  /// Whether the condition is false.
  public var isFalse: Expr<Bool> { Expr<Bool>(.truth(.isFalse, term), depth: depth + 1) }

  /// Whether the condition is neither true nor false.
  public var isUnknown: Expr<Bool> { Expr<Bool>(.truth(.isUnknown, term), depth: depth + 1) }
}

/// SQL's NOT.
///
/// Not generic, as are the next and Swift's own of `Bool`: of a generic one and Swift's the compiler takes Swift's
/// without a look at the other, and `$0.isDone = !$0.isDone` would not compile in an update.
public prefix func ! (operand: Expr<Bool>) -> Expr<Bool> {
  Expr(.not(operand.term), depth: operand.depth + 1)
}

/// SQL's NOT: unknown stays unknown.
///
/// `exclude { p }` keeps the unknown rows, `where { !p }` does not.
public prefix func ! (operand: Condition) -> Condition {
  Condition(.not(operand.term), depth: operand.depth + 1)
}

extension Expr {
  /// The expression, or the default where it is NULL.
  public func or<B: ColumnValue>(_ value: B) -> Expr<B> where V == B? {
    or(Expr<B>(value))
  }

  /// The expression, or the other where it is NULL.
  public func or<W: ColumnValue>(_ other: Expr<W>) -> Expr<W> where W.Base == V.Base {
    if case .coalesce(let operands) = term {
      return Expr<W>(.coalesce(operands + [other.term]), depth: max(depth, other.depth + 1))
    }
    return Expr<W>(.coalesce([term, other.term]), depth: max(depth, other.depth) + 1)
  }
}
