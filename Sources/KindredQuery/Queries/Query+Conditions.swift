// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// A query as part of an expression: usually of the related rows, `$0.books`, or of other rows, with a
/// condition that mentions the outer row.
extension Query {
  /// Whether there is a row.
  public var exists: Expr<Bool> { Expr<Bool>(.exists(core), depth: core.depth + 1) }

  /// Whether there is no row.
  public var isEmpty: Expr<Bool> { Expr<Bool>(.not(.exists(core)), depth: core.depth + 2) }

  /// Whether there is a row for which the condition is true: of those that a limit leaves.
  public func any<B: ColumnValue>(_ condition: (Ref<T>) -> Expr<B>) -> Expr<Bool>
  where B.Base == Bool {
    limited.where(condition).exists
  }

  /// Whether there is no row for which the condition is true.
  public func none<B: ColumnValue>(_ condition: (Ref<T>) -> Expr<B>) -> Expr<Bool>
  where B.Base == Bool {
    limited.where(condition).isEmpty
  }

  /// Whether the condition is true for every row; so also where there is none.
  public func all<B: ColumnValue>(_ condition: (Ref<T>) -> Expr<B>) -> Expr<Bool>
  where B.Base == Bool {
    limited.exclude(condition).isEmpty
  }

  /// The number of rows: 0 where there is none.
  public var count: Expr<Int> {
    Expr<Int>(.aggregate(core, AggregateTerm(function: .count)), depth: core.depth + 1)
  }

  /// The number of rows for which the condition is true.
  public func count<B: ColumnValue>(_ condition: (Ref<T>) -> Expr<B>) -> Expr<Int>
  where B.Base == Bool {
    limited.where(condition).count
  }

  /// The query to which a condition can be added that sees only the rows that a limit leaves.
  private var limited: Query {
    var query = self
    query.core = core.limitable
    return query
  }

  /// The value of the first row, in the query's order; NULL where there is none.
  ///
  ///     $0.books.order { $0.year.descending }.first { $0.title }
  public func first<V: ColumnValue>(_ value: (Ref<T>) -> Expr<V>) -> Expr<V.Base?> {
    var query = limit(1)
    query.core.selection = [query.scoped(value, depth: { $0.depth }).term]
    return Expr<V.Base?>(.scalar(query.core), depth: query.core.depth + 1)
  }
}

extension Query: Aggregable {
  /// The aggregate of a value over all rows.
  public func computing<V: ColumnValue, Outcome: ColumnValue>(
    _ kind: AggregateKind,
    _ value: (Ref<T>) -> Expr<V>
  ) -> Expr<Outcome> {
    var query = self
    let argument = query.scoped(value, depth: { $0.depth })
    return Expr<Outcome>(
      .aggregate(query.core, AggregateTerm(function: kind.function, argument: argument.term)),
      depth: query.core.depth + 1
    )
  }

  /// The aggregate of a value over the rows for which a condition is true.
  public func computing<V: ColumnValue, B: ColumnValue, Outcome: ColumnValue>(
    _ kind: AggregateKind,
    _ value: (Ref<T>) -> Expr<V>,
    where condition: (Ref<T>) -> Expr<B>
  ) -> Expr<Outcome> where B.Base == Bool {
    var query = self
    let argument = query.scoped(value, depth: { $0.depth })
    let filter = query.scoped(condition, depth: { $0.depth })
    return Expr<Outcome>(
      .aggregate(
        query.core,
        AggregateTerm(function: kind.function, argument: argument.term, filter: filter.term)
      ),
      depth: query.core.depth + 1
    )
  }
}
