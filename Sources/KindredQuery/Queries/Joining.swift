// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// What the joins of any number of tables have in common.
public protocol JoinedRows: QueryForm {}

extension JoinedRows {
  package var core: QueryCore {
    get { untyped.core }
    set { untyped.core = newValue }
  }

  /// The slots of the tables, in order.
  var tables: [Int] { core.rowSlots }

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
  ) -> QueryCore {
    core.joining(N.table.layout.number, form, condition)
  }

  func places(_ scope: Scope) -> [RowPlace] {
    tables.map { RowPlace(scope: scope, slot: $0) }
  }
}

extension JoinedRows {
  /// At most so many of the combinations.
  ///
  /// Nothing that would have to see all of them may follow.
  public func limit(_ count: Int) -> Self {
    var query = self
    query.core.setLimit(count)
    return query
  }

  /// The combinations without the first so many.
  public func offset(_ count: Int) -> Self {
    var query = self
    query.core.addOffset(count)
    return query
  }

  /// The same combinations, each once.
  ///
  /// Only after ``Query/unionAll(_:)`` may one come twice.
  public func distinct() -> Self {
    guard core.repeatsRows else { return self }
    var query = self
    query.core.setDistinct()
    return query
  }
}

extension QueryCore {
  func joining(
    _ table: TableNumber,
    _ form: JoinForm,
    _ condition: ([RowPlace]) -> Condition
  ) -> QueryCore {
    var core = self
    let slot = core.addTable(table)
    core.rowSlots.append(slot)
    let scope = core.open()
    let result = condition(core.rowSlots.map { RowPlace(scope: scope, slot: $0) })
    core.close(scope, depth: result.depth)
    core.joins.append(JoinClause(form: form, slot: slot, condition: result.term))
    return core
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
    let core = core.joining(N.table.layout.number, .inner) { places in
      condition(Ref(places[0]), Ref(places[1])).bool
    }
    return Joined2(core: core)
  }

  /// As ``join(_:on:)``, with a missing row where no row of the other table fits.
  public func leftJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (Ref<T>, Ref<N>) -> Expr<P>
  ) -> Joined2<Ref<T>, OptionalRef<N>> where P.Base == Bool {
    let core = core.joining(N.table.layout.number, .left) { places in
      condition(Ref(places[0]), Ref(places[1])).bool
    }
    return Joined2(core: core)
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
