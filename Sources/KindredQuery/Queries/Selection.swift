// SPDX-License-Identifier: Apache-2.0

/// Values that a query computes per row or per group, as typed tuples.
///
///     let pairs: [(String, Int)] = try Author.all.select { ($0.name, $0.books.count) }.fetch(s)
///
/// Keeps the order of the rows, and duplicates unless `distinct` is asked for. A selection of one value
/// can stand in ``Expr/in(_:)``.
public struct Selection<each V: ColumnValue>: Sendable {
  package var core: QueryCore

  /// At most so many of the values.
  public func limit(_ count: Int) -> Selection {
    var selection = self
    selection.core.setLimit(count)
    return selection
  }

  /// The values without the first so many.
  public func offset(_ count: Int) -> Selection {
    var selection = self
    selection.core.addOffset(count)
    return selection
  }

  /// Each combination of values once; NULL equals NULL.
  ///
  /// The order of the query may then mention only what is selected.
  public func distinct() -> Selection {
    var selection = self
    selection.core.setDistinct()
    return selection
  }
}

extension Query {
  /// Values computed from each row: columns, expressions, subqueries.
  public func select<each V: ColumnValue>(
    _ values: (Ref<T>) -> (repeat Expr<each V>)
  ) -> Selection<repeat each V> {
    var query = self
    let scope = query.core.open()
    let selected = values(Ref(scope, 0))
    query.core.finishSelection(scope, SelectedValues(repeat each selected))
    return Selection(core: query.core)
  }
}

extension QueryCore {
  mutating func finishSelection(_ scope: Scope, _ values: SelectedValues) {
    close(scope, depth: values.depth)
    selection = values.terms
    selectedTypes = values.types
  }
}

/// What a query selects: terms, their types, and how deep they nest.
struct SelectedValues {
  var terms: [Term] = []
  var types: [ColumnType] = []
  var depth = 0

  init<each V: ColumnValue>(_ values: repeat Expr<each V>) {
    for value in repeat each values { add(value) }
  }

  private mutating func add<V: ColumnValue>(_ value: Expr<V>) {
    terms.append(value.term)
    types.append(V.columnForm.type)
    depth = max(depth, value.depth)
  }
}

/// The terms of expressions of several types, and how deep they nest.
func terms<each V: ColumnValue>(of values: repeat Expr<each V>) -> (terms: [Term], depth: Int) {
  let values = SelectedValues(repeat each values)
  return (values.terms, values.depth)
}
