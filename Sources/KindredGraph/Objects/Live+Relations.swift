// SPDX-License-Identifier: Apache-2.0

public import KindredQuery
public import KindredSchema

extension Live {
  /// A relation: an object, an optional one, or a list.
  ///
  ///     print(try book.author?.name ?? "nobody")
  ///     for book in try author.books { print(book.title) }
  ///
  /// A relation that was not loaded is loaded now, or refused: see ``Session/notLoaded``.
  public subscript<D: LoadableRelation>(
    dynamicMember relation: KeyPath<Model.Type, D>
  ) -> D.Value where D.Source == Model {
    get throws(KindredError) {
      try Model.self[keyPath: relation].value(of: self, RelationAccess(site: nil))
    }
  }

  /// A relation, as by its property, with the place of the call for messages and the log.
  public func related<D: LoadableRelation>(
    _ relation: KeyPath<Model.Type, D>,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> D.Value where D.Source == Model {
    try Model.self[keyPath: relation].value(
      of: self,
      RelationAccess(site: Site(file, line))
    )
  }

  /// Assigns a to-one relation: writes the other's key into this one's columns.
  public func set<R: Entity>(_ relation: KeyPath<Model.Type, ToOne<Model, R>>, to target: Live<R>) {
    assign(Model.self[keyPath: relation].description, target)
  }

  /// Assigns an optional to-one relation; nil writes NULL.
  public func set<R: Entity>(
    _ relation: KeyPath<Model.Type, ToOneOptional<Model, R>>,
    to target: Live<R>?
  ) {
    assign(Model.self[keyPath: relation].description, target)
  }

  private func assign<R: Entity>(_ relation: RelationDescription, _ target: Live<R>?) {
    let link = relation.link
    var changed = model
    for (own, other) in zip(link.nearColumns, link.farColumns) {
      let value = target.map { R.table.layout.cell(other, of: $0.model) } ?? .null
      // The types agree, as the relation was declared with equal ones; NULL only fits optional columns,
      // and where a composite key mixes both, the others keep their values.
      try? Model.table.layout.set(own, to: value, in: &changed)
    }
    row = changed
  }
}
