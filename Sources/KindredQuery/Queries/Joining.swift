// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// What the joins of any number of tables have in common.
package protocol JoinedRows: Sendable {
  var core: QueryCore { get set }
  /// The slots of the tables, in order.
  var tables: [Int] { get }
}

extension JoinedRows {
  func adding(excluding: Bool = false, _ condition: ([RowPlace]) -> Condition) -> Self {
    var query = self
    let scope = query.core.open()
    let result = condition(places(scope))
    query.core.close(scope, depth: result.depth)
    query.core.addCondition(result.term, excluding: excluding)
    return query
  }

  func ordering(_ keys: ([RowPlace]) -> [Ordering]) -> Self {
    var query = self
    let scope = query.core.open()
    let order = keys(places(scope))
    query.core.close(scope, depth: 0)
    query.core.setOrder(order)
    return query
  }

  func selecting(_ values: ([RowPlace]) -> SelectedValues) -> QueryCore {
    var core = core
    let scope = core.open()
    core.finishSelection(scope, values(places(scope)))
    return core
  }

  func joining<N: Entity>(
    _ table: N.Type,
    _ form: JoinForm,
    on condition: ([RowPlace]) -> Condition
  ) -> (core: QueryCore, tables: [Int]) {
    core.joining(N.table.layout.number, form, tables, condition)
  }

  func places(_ scope: Scope) -> [RowPlace] {
    tables.map { RowPlace(scope: scope, slot: $0) }
  }
}

extension QueryCore {
  func joining(
    _ table: TableNumber,
    _ form: JoinForm,
    _ tables: [Int],
    _ condition: ([RowPlace]) -> Condition
  ) -> (core: QueryCore, tables: [Int]) {
    var core = self
    let slot = core.addTable(table)
    let all = tables + [slot]
    let scope = core.open()
    let result = condition(all.map { RowPlace(scope: scope, slot: $0) })
    core.close(scope, depth: result.depth)
    core.joins.append(JoinClause(form: form, slot: slot, condition: result.term))
    core.rowSlots = all
    return (core, all)
  }
}

extension Query {
  /// Each row with each row of another table for which the condition is true.
  ///
  ///     Book.all.join(Author.self) { b, a in b.authorID == a.id }
  public func join<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (Ref<T>, Ref<N>) -> Expr<P>
  ) -> Joined2<Ref<T>, Ref<N>> where P.Base == Bool {
    let (core, tables) = core.joining(N.table.layout.number, .inner, [0]) { places in
      condition(Ref(places[0]), Ref(places[1])).bool
    }
    return Joined2(core: core, tables: tables)
  }

  /// As ``join(_:on:)``, with a missing row where no row of the other table fits.
  public func leftJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (Ref<T>, Ref<N>) -> Expr<P>
  ) -> Joined2<Ref<T>, OptionalRef<N>> where P.Base == Bool {
    let (core, tables) = core.joining(N.table.layout.number, .left, [0]) { places in
      condition(Ref(places[0]), Ref(places[1])).bool
    }
    return Joined2(core: core, tables: tables)
  }
}

extension Expr where V.Base == Bool {
  /// As a condition.
  var bool: Condition { retyped() }
}

/// The keys of an order, of several types.
func orderings<each O: OrderTerm>(_ terms: repeat each O) -> [Ordering] {
  var order: [Ordering] = []
  for term in repeat each terms { order.append(term.ordering) }
  return order
}
