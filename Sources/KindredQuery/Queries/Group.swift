// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// A group of rows, in closures of ``Grouped`` and of ``Query/aggregate(_:file:line:_:)``: what can be computed over it.
///
/// Aggregates are those of ``Aggregable``. Their closures get one row, or one of each joined table.
public struct Group<Rows>: Aggregable {
  private let scope: Scope
  private let slot: Int
  private let keyCount: Int
  private let rows: Rows

  init(_ scope: Scope, _ core: QueryCore, _ rows: ([RowPlace]) -> Rows) {
    guard let grouping = core.grouping else {
      preconditionFailure("a query that is not grouped has no groups")
    }
    self.scope = scope
    slot = grouping.slot
    keyCount = grouping.keys.count
    self.rows = rows(grouping.tables.map { RowPlace(scope: scope, slot: $0) })
  }

  /// The number of rows.
  public var count: Expr<Int> { output(AggregateTerm(function: .count)) }

  /// The number of rows for which the condition is true.
  public func count<B: ColumnValue>(_ condition: (Rows) -> Expr<B>) -> Expr<Int>
  where B.Base == Bool {
    let filter = condition(rows)
    return output(AggregateTerm(function: .count, filter: filter.term), depth: filter.depth)
  }

  /// The aggregate of a value over all rows.
  public func computing<V: ColumnValue, Outcome: ColumnValue>(
    _ kind: AggregateKind,
    _ value: (Rows) -> Expr<V>
  ) -> Expr<Outcome> {
    let argument = value(rows)
    return output(
      AggregateTerm(function: kind.function, argument: argument.term),
      depth: argument.depth
    )
  }

  /// The aggregate of a value over the rows for which a condition is true.
  public func computing<V: ColumnValue, B: ColumnValue, Outcome: ColumnValue>(
    _ kind: AggregateKind,
    _ value: (Rows) -> Expr<V>,
    where condition: (Rows) -> Expr<B>
  ) -> Expr<Outcome> where B.Base == Bool {
    let (argument, filter) = (value(rows), condition(rows))
    return output(
      AggregateTerm(function: kind.function, argument: argument.term, filter: filter.term),
      depth: Swift.max(argument.depth, filter.depth)
    )
  }

  private func output<V: ColumnValue>(_ aggregate: AggregateTerm, depth: Int = 0) -> Expr<V> {
    scope.depth = Swift.max(scope.depth, depth)
    return scope.column(slot, keyCount + scope.output(of: aggregate))
  }
}
