// SPDX-License-Identifier: Apache-2.0

import KindredPlan

extension Query {
  /// The rows of this query or of another, each once: those of this query first, each in its order.
  ///
  ///     let shown = Book.where { $0.isNew }.order { $0.title.ascending }.limit(5)
  ///     try shown.union(Book.where { $0.isOffered }).with(\.author).fetch(s)
  ///
  /// The result is a query of the model: conditions, orders and limits that follow see the combined rows,
  /// and those of the two queries stay theirs. Relations that either loads are loaded.
  public func union(_ other: Query) -> Query { combined(.union, other) }

  /// The rows of this query, then those of another: a row that is in both comes twice.
  public func unionAll(_ other: Query) -> Query { combined(.unionAll, other) }

  /// The rows of this query that are also in another, in the order of this one.
  public func intersect(_ other: Query) -> Query { combined(.intersect, other) }

  /// The rows of this query that are not in another, in the order of this one.
  public func except(_ other: Query) -> Query { combined(.except, other) }

  private func combined(_ operation: SetOperation, _ other: Query) -> Query {
    var query = Query(core: core.combined(operation, other.core))
    query.loads = loads + other.loads
    return query
  }
}

extension Selection {
  /// The values of this selection or of another, each combination once: those of this one first, each in
  /// its order.
  ///
  /// NULL equals NULL. Orders and limits that follow see the combined values, and those of the two
  /// selections stay theirs.
  public func union(_ other: Selection) -> Selection { combined(.union, other) }

  /// The values of this selection, then those of another, duplicates included.
  public func unionAll(_ other: Selection) -> Selection { combined(.unionAll, other) }

  /// The values of this selection that another has too, each combination once, in the order of this one.
  ///
  /// NULL equals NULL.
  public func intersect(_ other: Selection) -> Selection { combined(.intersect, other) }

  /// The values of this selection that another has not, each combination once, in the order of this one.
  ///
  /// NULL equals NULL.
  public func except(_ other: Selection) -> Selection { combined(.except, other) }

  private func combined(_ operation: SetOperation, _ other: Selection) -> Selection {
    Selection(core: core.combined(operation, other.core))
  }

  /// The values ordered by the keys, the first one first.
  ///
  /// Replaces an earlier order.
  public func order<each O: OrderTerm>(
    _ keys: (repeat Expr<each V>) -> (repeat each O)
  ) -> Selection {
    var selection = self
    let terms = core.selection ?? []
    var column = -1
    func next<W: ColumnValue>(_ type: W.Type) -> Expr<W> {
      column += 1
      return Expr<W>(terms[column], depth: core.depth)
    }
    let ordered = keys(repeat next((each V).self))
    selection.core.setOrder(orderings(repeat each ordered))
    return selection
  }
}
