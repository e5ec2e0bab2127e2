// SPDX-License-Identifier: Apache-2.0

/// A question for rows of a table: a value that runs nothing until a terminal such as `fetch` is given a
/// session.
///
///     try Author.where { $0.books.any { $0.year >= 2000 } }
///       .order { $0.name.ascending }
///       .limit(10)
///       .fetch(s)
///
/// Every clause returns a new query. Rows come in the order in which they were added to the table, unless
/// an order is given; a row comes at most once.
///
/// A mistake that the compiler cannot see, such as a negative limit, is kept and thrown when the query
/// is run.
public struct Query<T: Entity>: Sendable {
  package var core: QueryCore
  /// The relations to load with the objects: opaque here, see ``ObjectLoad``.
  package var loads: [any ObjectLoad] = []
  /// What relations that are not loaded do when they are read; nil for what the session says.
  package var notLoaded: NotLoadedPolicy?

  package init(core: QueryCore) { self.core = core }

  /// Runs a closure on a row of the query.
  ///
  /// `depth` is a closure, not a key path: in generic code that would be made anew for each call.
  mutating func scoped<R>(_ body: (Ref<T>) -> R, depth: (R) -> Int) -> R {
    let scope = core.open()
    let result = body(Ref(scope, 0))
    core.close(scope, depth: depth(result))
    return result
  }
}

/// Something that is loaded with the objects of a query.
///
/// The query only carries it: what it is, is known to the floor above, which has the objects.
package protocol ObjectLoad: Sendable {}

extension Query {
  /// The rows for which the condition is true: not those for which it is false or unknown.
  ///
  /// Several conditions are combined as by `&&`.
  public consuming func `where`<B: ColumnValue>(_ condition: (Ref<T>) -> Expr<B>) -> Query
  where B.Base == Bool {
    var query = self
    let result = query.scoped(condition, depth: { $0.depth })
    query.core.addCondition(result.term)
    return query
  }

  /// Exactly the rows that ``where(_:)`` with the same condition drops: those for which it is false or
  /// unknown.
  public consuming func exclude<B: ColumnValue>(_ condition: (Ref<T>) -> Expr<B>) -> Query
  where B.Base == Bool {
    var query = self
    let result = query.scoped(condition, depth: { $0.depth })
    query.core.addCondition(result.term, excluding: true)
    return query
  }

  /// The rows ordered by the keys, the first one first.
  ///
  /// Rows that are equal in all keys keep the order of the table. Replaces an earlier order.
  public consuming func order<each O: OrderTerm>(_ keys: (Ref<T>) -> (repeat each O)) -> Query {
    var query = self
    let scope = query.core.open()
    let terms = keys(Ref(scope, 0))
    var order: [Ordering] = []
    for term in repeat each terms { order.append(term.ordering) }
    query.core.close(scope, depth: 0)
    query.core.setOrder(order)
    return query
  }

  /// At most so many of the rows.
  ///
  /// Nothing that would have to see all rows may follow.
  public consuming func limit(_ count: Int) -> Query {
    var query = self
    query.core.setLimit(count)
    return query
  }

  /// The rows without the first so many.
  public consuming func offset(_ count: Int) -> Query {
    var query = self
    query.core.addOffset(count)
    return query
  }

  /// The same rows, each once.
  ///
  /// Only after ``unionAll(_:)`` may a row come twice.
  public consuming func distinct() -> Query {
    var query = self
    guard query.core.repeatsRows else { return query }
    query.core.setDistinct()
    return query
  }
}
