// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// SQL's CASE, branch by branch: the value of the first whose condition is true.
///
///     ($0.year < 1900).then("old").when($0.year < 2000, then: "modern").else("new")
///
/// A condition or a value is computed only for the rows that come to it: an error in a branch that is not
/// taken does not surface.
public struct Case<V: ColumnValue>: Sendable {
  private let branches: [TermBranch]
  private let depth: Int

  init(_ branches: [TermBranch], depth: Int) {
    self.branches = branches
    self.depth = depth
  }

  /// Another branch, for rows for which no condition before was true.
  public func when<B: ColumnValue>(_ condition: Expr<B>, then value: Expr<V>) -> Case
  where B.Base == Bool {
    Case(
      branches + [TermBranch(condition: condition.term, value: value.term)],
      depth: max(depth, condition.depth, value.depth)
    )
  }

  /// Another branch with a constant value.
  public func when<B: ColumnValue>(_ condition: Expr<B>, then value: V) -> Case
  where B.Base == Bool {
    when(condition, then: Expr(value))
  }

  /// The value where no condition is true.
  public func `else`(_ value: Expr<V>) -> Expr<V> {
    Expr(.conditional(branches, otherwise: value.term), depth: max(depth, value.depth) + 1)
  }

  /// A constant where no condition is true.
  public func `else`(_ value: V) -> Expr<V> { `else`(Expr(value)) }

  /// An expression that may be NULL where the branches may not, or the other way round.
  @_disfavoredOverload
  public func `else`<W: ColumnValue>(_ value: Expr<W>) -> Expr<V.Base?> where W.Base == V.Base {
    Expr<V.Base?>(
      .conditional(branches, otherwise: value.term),
      depth: max(depth, value.depth) + 1
    )
  }

  /// NULL where no condition is true.
  public var end: Expr<V.Base?> {
    Expr<V.Base?>(
      .conditional(branches, otherwise: .literal(.null, V.columnForm.type)),
      depth: depth + 1
    )
  }
}

extension Expr where V.Base == Bool {
  /// The first branch of a ``Case``: the value where the condition is true.
  public func then<R: ColumnValue>(_ value: Expr<R>) -> Case<R> {
    Case([TermBranch(condition: term, value: value.term)], depth: max(depth, value.depth))
  }

  /// The first branch of a ``Case``, with a constant value.
  public func then<R: ColumnValue>(_ value: R) -> Case<R> { then(Expr<R>(value)) }

  /// One expression where the condition is true, another where it is not.
  ///
  ///     $0.isOpen.then($0.price, else: $0.oldPrice)
  public func then<R: ColumnValue>(_ value: Expr<R>, else other: Expr<R>) -> Expr<R> {
    then(value).else(other)
  }
}

/// The first of the expressions that is not NULL; NULL if all are.
///
/// An expression is computed only for the rows for which all before it are NULL.
public func coalesce<V: ColumnValue>(_ first: Expr<V>, _ others: Expr<V>...) -> Expr<V> {
  others.reduce(first) { $0.or($1) }
}

/// The first of the expressions that is not NULL: the last never is.
public func coalesce<V: ColumnValue>(_ first: Expr<V?>, _ last: Expr<V>) -> Expr<V> {
  first.or(last)
}

/// The first of the expressions that is not NULL: the last never is.
public func coalesce<V: ColumnValue>(
  _ first: Expr<V?>,
  _ second: Expr<V?>,
  _ last: Expr<V>
) -> Expr<V> {
  first.or(second).or(last)
}

/// The expression, or the value where it is NULL.
public func coalesce<V: ColumnValue>(_ first: Expr<V?>, _ last: V) -> Expr<V> { first.or(last) }

/// The first of the expressions that is not NULL, or the value.
public func coalesce<V: ColumnValue>(
  _ first: Expr<V?>,
  _ second: Expr<V?>,
  _ last: V
) -> Expr<V> {
  first.or(second).or(last)
}

/// The smallest of the expressions; NULL if one is.
public func least<V: ColumnValue>(_ first: Expr<V>, _ others: Expr<V>...) -> Expr<V>
where V.Base: Comparable {
  Expr(among: [first] + others, .minimum)
}

/// The greatest of the expressions; NULL if one is.
public func greatest<V: ColumnValue>(_ first: Expr<V>, _ others: Expr<V>...) -> Expr<V>
where V.Base: Comparable {
  Expr(among: [first] + others, .maximum)
}

/// The smaller of an expression and a value; NULL if the expression is.
public func least<V: ColumnValue>(_ first: Expr<V>, _ value: V.Base) -> Expr<V>
where V.Base: Comparable {
  first.smaller(value)
}

/// The greater of an expression and a value; NULL if the expression is.
public func greatest<V: ColumnValue>(_ first: Expr<V>, _ value: V.Base) -> Expr<V>
where V.Base: Comparable {
  first.greater(value)
}
