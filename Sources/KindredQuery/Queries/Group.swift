// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// What the closures of ``Grouped`` get: a ``Group`` of rows of one table, or of joined rows of several.
public protocol RowGroup {
  /// The group at a place of a query.
  init(_ place: GroupPlace)
}

/// The place of a group in a query, while a closure runs.
public struct GroupPlace {
  let scope: Scope
  let grouping: Grouping

  init(_ scope: Scope, _ core: QueryCore) {
    guard let grouping = core.grouping else {
      preconditionFailure("a query that is not grouped has no groups")
    }
    (self.scope, self.grouping) = (scope, grouping)
  }
}

/// A group of rows, in closures of ``Grouped`` and of ``Query/aggregate(_:file:line:_:)``: what can be computed over it.
///
/// Aggregates skip NULLs. Over no rows a count is 0 and everything else NULL. The closures of aggregates get
/// one row, or one of each joined table.
public struct Group<each R: RowReference>: RowGroup {
  private let scope: Scope
  private let slot: Int
  private let keyCount: Int
  /// The slots of the rows.
  private let tables: [Int]

  /// The group at a place of a query.
  public init(_ place: GroupPlace) {
    scope = place.scope
    slot = place.grouping.slot
    keyCount = place.grouping.keys.count
    tables = place.grouping.tables
  }

  /// The number of rows.
  public var count: Expr<Int> { output(AggregateTerm(function: .count)) }

  /// The number of rows for which the condition is true.
  public func count<B: ColumnValue>(_ condition: (repeat each R) -> Expr<B>) -> Expr<Int>
  where B.Base == Bool {
    let rows: (repeat each R) = rows()
    let filter = condition(repeat each rows)
    return output(AggregateTerm(function: .count, filter: filter.term), depth: filter.depth)
  }

  /// The number of distinct values.
  public func countDistinct<V: ColumnValue>(_ value: (repeat each R) -> Expr<V>) -> Expr<Int> {
    aggregate(.countDistinct, value)
  }

  /// The sum of the values.
  public func sum<V: ColumnValue>(_ value: (repeat each R) -> Expr<V>) -> Expr<V.Base?>
  where V.Base: NumericColumn {
    aggregate(.sum, value)
  }

  /// The average of the values.
  public func avg<V: ColumnValue>(_ value: (repeat each R) -> Expr<V>) -> Expr<Double?>
  where V.Base: NumericColumn {
    aggregate(.average, value)
  }

  /// The smallest value.
  public func min<V: ColumnValue>(_ value: (repeat each R) -> Expr<V>) -> Expr<V.Base?>
  where V.Base: Comparable {
    aggregate(.minimum, value)
  }

  /// The largest value.
  public func max<V: ColumnValue>(_ value: (repeat each R) -> Expr<V>) -> Expr<V.Base?>
  where V.Base: Comparable {
    aggregate(.maximum, value)
  }

  private func aggregate<V: ColumnValue, Outcome: ColumnValue>(
    _ function: AggregateFunction,
    _ value: (repeat each R) -> Expr<V>
  ) -> Expr<Outcome> {
    let rows: (repeat each R) = rows()
    let argument = value(repeat each rows)
    return output(
      AggregateTerm(function: function, argument: argument.term),
      depth: argument.depth
    )
  }

  private func rows() -> (repeat each R) {
    var position = -1
    func next<Row: RowReference>(_ type: Row.Type) -> Row {
      position += 1
      return Row(RowPlace(scope: scope, slot: tables[position]))
    }
    return (repeat next((each R).self))
  }

  private func output<V: ColumnValue>(_ aggregate: AggregateTerm, depth: Int = 0) -> Expr<V> {
    scope.depth = Swift.max(scope.depth, depth)
    return scope.column(slot, keyCount + scope.output(of: aggregate))
  }
}
