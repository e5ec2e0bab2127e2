// SPDX-License-Identifier: Apache-2.0

/// The rows of a query in groups that agree in their keys.
///
/// NULL keys form a group.
///
///     Book.all.group { $0.status }.having { $0.count > 1 }
///       .select { g, status in (status, g.count, g.avg { $0.rating }) }
public struct Grouped<Rows, each K: ColumnValue>: Sendable {
  package var core: QueryCore
  /// The rows at the places of the tables that are grouped.
  let rows: @Sendable ([RowPlace]) -> Rows

  /// The groups for which the condition is true.
  public func having<B: ColumnValue>(_ condition: (Group<Rows>) -> Expr<B>) -> Grouped
  where B.Base == Bool {
    var query = self
    let scope = query.core.open()
    let result = condition(Group(scope, query.core, rows))
    query.core.close(scope, depth: result.depth)
    query.core.addCondition(result.term)
    return query
  }

  /// The groups for which the condition on their aggregates and keys is true.
  public func having<B: ColumnValue>(
    _ condition: (Group<Rows>, repeat Expr<each K>) -> Expr<B>
  ) -> Grouped where B.Base == Bool {
    var query = self
    let scope = query.core.open()
    let keys: (repeat Expr<each K>) = query.core.groupKeys(scope)
    let result = condition(Group(scope, query.core, rows), repeat each keys)
    query.core.close(scope, depth: result.depth)
    query.core.addCondition(result.term)
    return query
  }

  /// The groups ordered by the aggregates.
  ///
  /// Groups that are equal in them come in the order of their first rows.
  public func order<each O: OrderTerm>(_ keys: (Group<Rows>) -> (repeat each O)) -> Grouped {
    var query = self
    let scope = query.core.open()
    let terms = keys(Group(scope, query.core, rows))
    var order: [Ordering] = []
    for term in repeat each terms { order.append(term.ordering) }
    query.core.close(scope, depth: 0)
    query.core.setOrder(order)
    return query
  }

  /// The groups ordered by aggregates and keys.
  public func order<each O: OrderTerm>(
    _ keys: (Group<Rows>, repeat Expr<each K>) -> (repeat each O)
  ) -> Grouped {
    var query = self
    let scope = query.core.open()
    let groupKeys: (repeat Expr<each K>) = query.core.groupKeys(scope)
    let terms = keys(Group(scope, query.core, rows), repeat each groupKeys)
    var order: [Ordering] = []
    for term in repeat each terms { order.append(term.ordering) }
    query.core.close(scope, depth: 0)
    query.core.setOrder(order)
    return query
  }

  /// The groups ordered by one aggregate or key.
  ///
  /// Beside the form for several: with it alone the compiler cannot infer what a `select` that follows yields.
  public func order<O: OrderTerm>(
    _ key: (Group<Rows>, repeat Expr<each K>) -> O
  ) -> Grouped {
    var query = self
    let scope = query.core.open()
    let groupKeys: (repeat Expr<each K>) = query.core.groupKeys(scope)
    let ordering = key(Group(scope, query.core, rows), repeat each groupKeys).ordering
    query.core.close(scope, depth: 0)
    query.core.setOrder([ordering])
    return query
  }

  /// At most so many of the groups.
  public func limit(_ count: Int) -> Grouped {
    var query = self
    query.core.setLimit(count)
    return query
  }

  /// The groups without the first so many.
  public func offset(_ count: Int) -> Grouped {
    var query = self
    query.core.addOffset(count)
    return query
  }

  /// Values computed from each group: its keys and aggregates over its rows.
  public func select<each V: ColumnValue>(
    _ values: (Group<Rows>, repeat Expr<each K>) -> (repeat Expr<each V>)
  ) -> Selection<repeat each V> {
    var query = self
    let scope = query.core.open()
    let keys: (repeat Expr<each K>) = query.core.groupKeys(scope)
    let selected = values(Group(scope, query.core, rows), repeat each keys)
    query.core.finishSelection(scope, SelectedValues(repeat each selected))
    return Selection<repeat each V>(core: query.core)
  }
}

extension Query {
  /// The rows in groups that agree in the keys.
  ///
  /// The rows of a group come in the order of this query; its limit counts rows, not groups.
  public func group<each K: ColumnValue>(
    _ keys: (Ref<T>) -> (repeat Expr<each K>)
  ) -> Grouped<Ref<T>, repeat each K> {
    var query = self
    query.core = query.core.groupable
    let scope = query.core.open()
    let computed = keys(Ref(scope, 0))
    let (terms, depth) = terms(of: repeat each computed)
    query.core.close(scope, depth: depth)
    query.core.group(terms, of: [0])
    return Grouped(core: query.core) { Ref($0[0]) }
  }
}

extension QueryCore {
  fileprivate func groupKeys<each K: ColumnValue>(_ scope: Scope) -> (repeat Expr<each K>) {
    var column = -1
    func next<W: ColumnValue>(_ type: W.Type) -> Expr<W> {
      column += 1
      return scope.column(grouping?.slot ?? 0, column)
    }
    return (repeat next((each K).self))
  }
}
