// SPDX-License-Identifier: Apache-2.0

import KindredExecution
import KindredPlan
public import KindredSchema

/// Rows of two tables that belong together, as joins bring them.
///
/// One row per combination for which the join conditions are true: a row of one table may come several
/// times. In the order of the first table, then of the second, and so on, unless an order is given.
public struct Joined2<A: RowReference, B: RowReference>: JoinedRows {
  package var core: QueryCore

  /// The combinations for which the condition is true.
  public func `where`<P: ColumnValue>(_ condition: (A, B) -> Expr<P>) -> Self
  where P.Base == Bool {
    adding { places in condition(A(places[0]), B(places[1])).bool }
  }

  /// The combinations for which the condition is false or unknown.
  public func exclude<P: ColumnValue>(_ condition: (A, B) -> Expr<P>) -> Self
  where P.Base == Bool {
    adding(excluding: true) { places in condition(A(places[0]), B(places[1])).bool }
  }

  /// The combinations ordered by the keys.
  ///
  /// Replaces an earlier order.
  public func order<each O: OrderTerm>(_ keys: (A, B) -> (repeat each O)) -> Self {
    ordering { places in
      let order = keys(A(places[0]), B(places[1]))
      return orderings(repeat each order)
    }
  }

  /// Values computed from each combination.
  public func select<each V: ColumnValue>(
    _ values: (A, B) -> (repeat Expr<each V>)
  ) -> Selection<repeat each V> {
    let core = selecting { places in
      let selected = values(A(places[0]), B(places[1]))
      return SelectedValues(repeat each selected)
    }
    return Selection(core: core)
  }

  /// Each combination with each row of another table for which the condition is true.
  public func join<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (A, B, Ref<N>) -> Expr<P>
  ) -> Joined3<A, B, Ref<N>> where P.Base == Bool {
    let core = joining(table, .inner) { places in
      condition(A(places[0]), B(places[1]), Ref(places[2])).bool
    }
    return Joined3(core: core)
  }

  /// As ``join(_:on:)``, with a missing row where no row of the other table fits.
  public func leftJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (A, B, Ref<N>) -> Expr<P>
  ) -> Joined3<A, B, OptionalRef<N>> where P.Base == Bool {
    let core = joining(table, .left) { places in
      condition(A(places[0]), B(places[1]), Ref(places[2])).bool
    }
    return Joined3(core: core)
  }

  /// The rows as values, in one statement.
  @discardableResult
  public func rows(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [(A.Row, B.Row)] {
    let result = try session.run(core, Site(file, line))
    let models = (
      try session.rows(A.self, result, 0),
      try session.rows(B.self, result, 1)
    )
    return (0..<result.rowCount).map { row in (models.0[row], models.1[row]) }
  }
}
