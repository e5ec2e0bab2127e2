// SPDX-License-Identifier: Apache-2.0

import KindredExecution
import KindredPlan
public import KindredSchema

/// Rows of four tables that belong together, as joins bring them.
///
/// One row per combination for which the join conditions are true: a row of one table may come several
/// times. In the order of the first table, then of the second, and so on, unless an order is given.
public struct Joined4<A: RowReference, B: RowReference, C: RowReference, D: RowReference>:
  JoinedRows
{
  package var core: QueryCore

  /// The combinations for which the condition is true.
  public func `where`<P: ColumnValue>(_ condition: (A, B, C, D) -> Expr<P>) -> Self
  where P.Base == Bool {
    adding { places in condition(A(places[0]), B(places[1]), C(places[2]), D(places[3])).bool }
  }

  /// The combinations for which the condition is false or unknown.
  public func exclude<P: ColumnValue>(_ condition: (A, B, C, D) -> Expr<P>) -> Self
  where P.Base == Bool {
    adding(excluding: true) { places in
      condition(A(places[0]), B(places[1]), C(places[2]), D(places[3])).bool
    }
  }

  /// The combinations ordered by the keys.
  ///
  /// Replaces an earlier order.
  public func order<each O: OrderTerm>(_ keys: (A, B, C, D) -> (repeat each O)) -> Self {
    ordering { places in
      let order = keys(A(places[0]), B(places[1]), C(places[2]), D(places[3]))
      return orderings(repeat each order)
    }
  }

  /// Values computed from each combination.
  public func select<each V: ColumnValue>(
    _ values: (A, B, C, D) -> (repeat Expr<each V>)
  ) -> Selection<repeat each V> {
    let core = selecting { places in
      let selected = values(A(places[0]), B(places[1]), C(places[2]), D(places[3]))
      return SelectedValues(repeat each selected)
    }
    return Selection(core: core)
  }

  /// Each combination with each row of another table for which the condition is true.
  public func join<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (A, B, C, D, Ref<N>) -> Expr<P>
  ) -> Joined5<A, B, C, D, Ref<N>> where P.Base == Bool {
    let core = joining(table, .inner) { places in
      condition(A(places[0]), B(places[1]), C(places[2]), D(places[3]), Ref(places[4])).bool
    }
    return Joined5(core: core)
  }

  /// As ``join(_:on:)``, with a missing row where no row of the other table fits.
  public func leftJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (A, B, C, D, Ref<N>) -> Expr<P>
  ) -> Joined5<A, B, C, D, OptionalRef<N>> where P.Base == Bool {
    let core = joining(table, .left) { places in
      condition(A(places[0]), B(places[1]), C(places[2]), D(places[3]), Ref(places[4])).bool
    }
    return Joined5(core: core)
  }

  /// The rows as values, in one statement.
  @discardableResult
  public func rows(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [(A.Row, B.Row, C.Row, D.Row)] {
    let result = try session.run(core, Site(file, line))
    let models = (
      try session.rows(A.self, result, 0),
      try session.rows(B.self, result, 1),
      try session.rows(C.self, result, 2),
      try session.rows(D.self, result, 3)
    )
    return (0..<result.rowCount).map { row in
      (models.0[row], models.1[row], models.2[row], models.3[row])
    }
  }
}
