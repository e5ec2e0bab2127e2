// SPDX-License-Identifier: Apache-2.0

/// Rows with values computed for each.
///
///     Author.all.annotate { ($0.books.count, $0.books.avg { $0.rating }) }
///       .where { _, books, _ in books > 0 }
///
/// A computed value is computed once, however often conditions and orders mention it.
public struct Annotated<T: Entity, each V: ColumnValue>: Sendable {
  package var core: QueryCore
  package var loads: [any ObjectLoad]

  /// The rows for which the condition is true.
  public func `where`<B: ColumnValue>(
    _ condition: (Ref<T>, repeat Expr<each V>) -> Expr<B>
  ) -> Annotated where B.Base == Bool {
    adding(condition, excluding: false)
  }

  /// The rows for which the condition is false or unknown.
  public func exclude<B: ColumnValue>(
    _ condition: (Ref<T>, repeat Expr<each V>) -> Expr<B>
  ) -> Annotated where B.Base == Bool {
    adding(condition, excluding: true)
  }

  /// The rows ordered by the keys.
  ///
  /// Replaces an earlier order.
  public func order<each O: OrderTerm>(
    _ keys: (Ref<T>, repeat Expr<each V>) -> (repeat each O)
  ) -> Annotated {
    var query = self
    let scope = query.core.open()
    let values: (repeat Expr<each V>) = query.core.computed(scope)
    let terms = keys(Ref(scope, 0), repeat each values)
    var order: [Ordering] = []
    for term in repeat each terms { order.append(term.ordering) }
    query.core.close(scope, depth: 0)
    query.core.setOrder(order)
    return query
  }

  /// Values computed from each row and what was computed for it.
  public func select<each W: ColumnValue>(
    _ selection: (Ref<T>, repeat Expr<each V>) -> (repeat Expr<each W>)
  ) -> Selection<repeat each W> {
    var query = self
    let scope = query.core.open()
    let values: (repeat Expr<each V>) = query.core.computed(scope)
    let selected = selection(Ref(scope, 0), repeat each values)
    query.core.finishSelection(scope, SelectedValues(repeat each selected))
    return Selection<repeat each W>(core: query.core)
  }

  /// At most so many of the rows.
  public func limit(_ count: Int) -> Annotated {
    var query = self
    query.core.setLimit(count)
    return query
  }

  /// The rows without the first so many.
  public func offset(_ count: Int) -> Annotated {
    var query = self
    query.core.addOffset(count)
    return query
  }

  private func adding<B: ColumnValue>(
    _ condition: (Ref<T>, repeat Expr<each V>) -> Expr<B>,
    excluding: Bool
  ) -> Annotated {
    var query = self
    let scope = query.core.open()
    let values: (repeat Expr<each V>) = query.core.computed(scope)
    let result = condition(Ref(scope, 0), repeat each values)
    query.core.close(scope, depth: result.depth)
    query.core.addCondition(result.term, excluding: excluding)
    return query
  }
}

extension Query {
  /// The rows with values computed for each.
  public func annotate<each V: ColumnValue>(
    _ values: (Ref<T>) -> (repeat Expr<each V>)
  ) -> Annotated<T, repeat each V> {
    var query = self
    let scope = query.core.open()
    let computed = values(Ref(scope, 0))
    let (terms, depth) = terms(of: repeat each computed)
    query.core.close(scope, depth: depth)
    query.core.annotate(terms)
    return Annotated(core: query.core, loads: query.loads)
  }
}

extension QueryCore {
  /// The computed columns as expressions of a closure call.
  fileprivate func computed<each V: ColumnValue>(_ scope: Scope) -> (repeat Expr<each V>) {
    var column = -1
    func next<W: ColumnValue>(_ type: W.Type) -> Expr<W> {
      column += 1
      return scope.column(annotationSlot ?? 0, column)
    }
    return (repeat next((each V).self))
  }
}
