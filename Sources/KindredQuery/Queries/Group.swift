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
/// Aggregates are those of ``Aggregable``. Their closures get one row, or one of each joined table.
public struct Group<each R: RowReference>: RowGroup, Aggregable {
  /// One row, or one of each joined table.
  public typealias Rows = (repeat each R)

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
  public func count<B: ColumnValue>(_ condition: (Rows) -> Expr<B>) -> Expr<Int>
  where B.Base == Bool {
    let filter = condition(rows())
    return output(AggregateTerm(function: .count, filter: filter.term), depth: filter.depth)
  }

  /// The aggregate of a value over all rows.
  public func computing<V: ColumnValue, Outcome: ColumnValue>(
    _ kind: AggregateKind,
    _ value: (Rows) -> Expr<V>
  ) -> Expr<Outcome> {
    let argument = value(rows())
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
    let (argument, filter) = (value(rows()), condition(rows()))
    return output(
      AggregateTerm(function: kind.function, argument: argument.term, filter: filter.term),
      depth: Swift.max(argument.depth, filter.depth)
    )
  }

  private func rows() -> Rows {
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
