// SPDX-License-Identifier: Apache-2.0

import KindredPlan
package import KindredSchema

extension Query {
  /// Of the rows that agree in the keys, the one that comes first by an order of their own.
  ///
  ///     Book.all.distinct({ $0.authorID }, picking: { $0.year.descending }).order { $0.title.ascending }
  ///
  /// Ties go by the primary key. NULL keys are equal. The picked rows come in the order of this query, or
  /// the one that follows; conditions that follow see the picked rows only.
  public func distinct<each K: ColumnValue, each O: OrderTerm>(
    _ keys: (Ref<T>) -> (repeat Expr<each K>),
    picking order: (Ref<T>) -> (repeat each O)
  ) -> Query {
    first(1, per: keys, order: order)
  }

  /// Of the rows that agree in the keys, the one with the smallest primary key.
  public func distinct<each K: ColumnValue>(
    _ keys: (Ref<T>) -> (repeat Expr<each K>)
  ) -> Query {
    keeping(1, after: 0, keys) { _ in [] }
  }

  /// Of the rows that agree in the keys, the first so many by an order of their own, after some that are
  /// skipped.
  ///
  ///     Review.all.first(3, per: { $0.bookID }, order: { $0.rating.descending })
  ///
  /// Ties go by the primary key. NULL keys are equal. The rows that are kept come in the order of this
  /// query, or the one that follows; conditions that follow see these rows only. One pass, however many
  /// keys there are.
  public func first<each K: ColumnValue, each O: OrderTerm>(
    _ count: Int,
    after offset: Int = 0,
    per keys: (Ref<T>) -> (repeat Expr<each K>),
    order: (Ref<T>) -> (repeat each O)
  ) -> Query {
    keeping(count, after: offset, keys) { row in
      let terms = order(row)
      return orderings(repeat each terms)
    }
  }

  private func keeping<each K: ColumnValue>(
    _ count: Int,
    after offset: Int,
    _ keys: (Ref<T>) -> (repeat Expr<each K>),
    _ order: (Ref<T>) -> [Ordering]
  ) -> Query {
    var inner = self
    if !core.isPlain { inner.core = core.nested() }
    let scope = inner.core.open()
    let row = Ref<T>(scope, 0)
    let computed = keys(row)
    let (terms, depth) = terms(of: repeat each computed)
    let ordering = order(row)
    inner.core.close(scope, depth: ordering.reduce(depth) { Swift.max($0, $1.depth) })
    inner.core.setPerKey(
      PerKeyLimit(keys: terms, order: ordering, offset: offset, count: count)
    )
    inner.core = inner.core.nested()
    return inner
  }
}

extension QueryCore {
  /// Whether a limit per key may still be added: it comes before the limits of the query.
  fileprivate var isPlain: Bool { limit == nil && offset == 0 && perKey == nil && !isDistinct }

  mutating func setPerKey(_ window: PerKeyLimit) {
    guard window.count ?? 0 >= 0 else {
      return fail("a number of rows per key cannot be negative: \(window.count ?? 0)")
    }
    guard window.offset >= 0 else {
      return fail("an offset per key cannot be negative: \(window.offset)")
    }
    perKey = window
  }

  /// Turns the query's limit and offset into ones for each combination of values in some columns of a
  /// slot: of each owner's rows the first so many by the query's order.
  ///
  /// The rows come in the query's order still. Does nothing to a query without limit and offset.
  package mutating func limitPerKey(
    _ columns: [(index: Int, type: ColumnType)],
    of slot: Int
  ) {
    guard limit != nil || offset > 0 else { return }
    let scope = open()
    let keys = columns.map {
      Term.column(ColumnTerm(alias: scope.alias, slot: slot, column: $0.index, type: $0.type))
    }
    close(scope, depth: 0)
    setPerKey(PerKeyLimit(keys: keys, order: order, offset: offset, count: limit))
    (offset, limit) = (0, nil)
  }
}
