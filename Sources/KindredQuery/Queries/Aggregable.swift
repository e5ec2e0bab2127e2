// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// What aggregates can be computed over: the rows of a ``Group``, or those of a ``Query`` in an expression.
///
///     Book.all.group { $0.status }.select { g, status in (status, g.sum { $0.pages } where: { $0.year > 2000 }) }
///     Author.all.select { ($0.name, $0.books.avg { $0.rating }) }
///
/// Aggregates skip NULL. Over no rows a count is 0, a total 0.0, and everything else NULL. With a `where`
/// only the rows for which it is true take part.
public protocol Aggregable<Rows> {
  /// What the closures get: a row, or a row of each table that is joined.
  associatedtype Rows

  /// The aggregate of a value over all rows.
  func computing<V: ColumnValue, Outcome: ColumnValue>(
    _ kind: AggregateKind,
    _ value: (Rows) -> Expr<V>
  ) -> Expr<Outcome>

  /// The aggregate of a value over the rows for which a condition is true.
  func computing<V: ColumnValue, B: ColumnValue, Outcome: ColumnValue>(
    _ kind: AggregateKind,
    _ value: (Rows) -> Expr<V>,
    where condition: (Rows) -> Expr<B>
  ) -> Expr<Outcome> where B.Base == Bool
}

/// What an aggregate computes.
public struct AggregateKind: Sendable {
  let function: AggregateFunction

  init(_ function: AggregateFunction) { self.function = function }
}

extension Aggregable {
  /// The number of values that are not NULL.
  public func count<V: ColumnValue>(of value: (Rows) -> Expr<V>) -> Expr<Int> {
    computing(AggregateKind(.count), value)
  }

  /// The number of distinct values that are not NULL.
  public func countDistinct<V: ColumnValue>(_ value: (Rows) -> Expr<V>) -> Expr<Int> {
    computing(AggregateKind(.countDistinct), value)
  }

  /// The number of distinct values that are not NULL, of the rows for which the condition is true.
  public func countDistinct<V: ColumnValue, B: ColumnValue>(
    _ value: (Rows) -> Expr<V>,
    where condition: (Rows) -> Expr<B>
  ) -> Expr<Int> where B.Base == Bool {
    computing(AggregateKind(.countDistinct), value, where: condition)
  }

  /// The sum of the values; NULL where there is none.
  ///
  /// A sum of integers that does not fit is an error when the query runs; its parts may exceed.
  public func sum<V: ColumnValue>(_ value: (Rows) -> Expr<V>) -> Expr<V.Base?>
  where V.Base: NumericColumn {
    computing(AggregateKind(.sum), value)
  }

  /// The sum of the values of the rows for which the condition is true; NULL where there is none.
  public func sum<V: ColumnValue, B: ColumnValue>(
    _ value: (Rows) -> Expr<V>,
    where condition: (Rows) -> Expr<B>
  ) -> Expr<V.Base?> where V.Base: NumericColumn, B.Base == Bool {
    computing(AggregateKind(.sum), value, where: condition)
  }

  /// The sum of the values as a real; 0 where there is none.
  public func total<V: ColumnValue>(_ value: (Rows) -> Expr<V>) -> Expr<Double>
  where V.Base: NumericColumn {
    computing(AggregateKind(.total), value)
  }

  /// The sum, as a real, of the values of the rows for which the condition is true; 0 where there is none.
  public func total<V: ColumnValue, B: ColumnValue>(
    _ value: (Rows) -> Expr<V>,
    where condition: (Rows) -> Expr<B>
  ) -> Expr<Double> where V.Base: NumericColumn, B.Base == Bool {
    computing(AggregateKind(.total), value, where: condition)
  }

  /// The average of the values, a real; NULL where there is none.
  public func avg<V: ColumnValue>(_ value: (Rows) -> Expr<V>) -> Expr<Double?>
  where V.Base: NumericColumn {
    computing(AggregateKind(.average), value)
  }

  /// The average of the values of the rows for which the condition is true; NULL where there is none.
  public func avg<V: ColumnValue, B: ColumnValue>(
    _ value: (Rows) -> Expr<V>,
    where condition: (Rows) -> Expr<B>
  ) -> Expr<Double?> where V.Base: NumericColumn, B.Base == Bool {
    computing(AggregateKind(.average), value, where: condition)
  }

  /// The smallest value; NULL where there is none.
  public func min<V: ColumnValue>(_ value: (Rows) -> Expr<V>) -> Expr<V.Base?>
  where V.Base: Comparable {
    computing(AggregateKind(.minimum), value)
  }

  /// The smallest value of the rows for which the condition is true; NULL where there is none.
  public func min<V: ColumnValue, B: ColumnValue>(
    _ value: (Rows) -> Expr<V>,
    where condition: (Rows) -> Expr<B>
  ) -> Expr<V.Base?> where V.Base: Comparable, B.Base == Bool {
    computing(AggregateKind(.minimum), value, where: condition)
  }

  /// The largest value; NULL where there is none.
  public func max<V: ColumnValue>(_ value: (Rows) -> Expr<V>) -> Expr<V.Base?>
  where V.Base: Comparable {
    computing(AggregateKind(.maximum), value)
  }

  /// The largest value of the rows for which the condition is true; NULL where there is none.
  public func max<V: ColumnValue, B: ColumnValue>(
    _ value: (Rows) -> Expr<V>,
    where condition: (Rows) -> Expr<B>
  ) -> Expr<V.Base?> where V.Base: Comparable, B.Base == Bool {
    computing(AggregateKind(.maximum), value, where: condition)
  }

  /// The texts one after the other, with the separator between them; NULL where there is none.
  ///
  /// In the order of the query if it has one, else in that in which the rows were added to the table.
  public func groupConcat<V: ColumnValue>(
    separator: String = ",",
    _ value: (Rows) -> Expr<V>
  ) -> Expr<String?> where V.Base == String {
    computing(AggregateKind(.concatenation(separator: separator)), value)
  }

  /// The texts of the rows for which the condition is true, with the separator between them; NULL where
  /// there is none.
  public func groupConcat<V: ColumnValue, B: ColumnValue>(
    separator: String = ",",
    _ value: (Rows) -> Expr<V>,
    where condition: (Rows) -> Expr<B>
  ) -> Expr<String?> where V.Base == String, B.Base == Bool {
    computing(AggregateKind(.concatenation(separator: separator)), value, where: condition)
  }
}
