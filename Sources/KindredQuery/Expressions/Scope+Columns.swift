// SPDX-License-Identifier: Apache-2.0

extension Scope {
  /// A column, by its key path; a fault of the query if that leads to no column.
  func column<T: Entity, V: ColumnValue>(
    _ keyPath: PartialKeyPath<T>,
    of model: T.Type,
    _ slot: Int,
    _ type: V.Type
  ) -> Expr<V> {
    let layout = T.table.layout
    guard let position = layout.position(of: keyPath),
      layout.fields[position].form == V.columnForm
    else {
      fail(
        "a query uses a property of \(T.self) that is not one of the columns of \(layout.name): "
          + layout.columnNames.joined(separator: ", ")
      )
      return self.column(slot, 0)
    }
    return self.column(slot, position)
  }

  /// The rows that the relation leads to from a row, as a correlated query.
  func related<R: Entity>(_ description: RelationDescription, from slot: Int) -> Query<R> {
    var core = description.related
    core.correlation = Correlation(path: description.path, alias: alias, slot: slot)
    if let message = description.fault { core.fail(message) }
    return Query(core: core)
  }
}

extension Relation {
  /// The untyped part.
  package var description: RelationDescription { declaration.description }
}
