// SPDX-License-Identifier: Apache-2.0

public import KindredQuery
public import KindredSchema

/// Writing to-many relations.
///
/// A many-to-many relation writes rows of the table between, at once, in one statement. A relation of rows
/// that refer to this one changes their keys, which are written as other changes are. Relations over
/// others and shaped ones are for reading.
extension Live {
  /// Relates an object to this one; if it is related already, nothing happens.
  ///
  ///     try book.add(\.tags, tag)
  public func add<R: Entity>(
    _ relation: KeyPath<Model.Type, ToMany<Model, R>>,
    _ objects: Live<R>...,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) {
    let links = try LinkWriter(relation, of: self, Site(file, line))
    try links.add(objects)
  }

  /// Ends the relation of an object with this one; if it is not related, nothing happens.
  ///
  /// - Throws: `query` if the object's key is not optional: it cannot refer to nothing.
  public func remove<R: Entity>(
    _ relation: KeyPath<Model.Type, ToMany<Model, R>>,
    _ objects: Live<R>...,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) {
    let links = try LinkWriter(relation, of: self, Site(file, line))
    try links.remove(objects)
  }

  /// Ends the relation with all objects; all or none of it.
  ///
  /// - Throws: `query` if a related object's key is not optional.
  public func clear<R: Entity>(
    _ relation: KeyPath<Model.Type, ToMany<Model, R>>,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) {
    let links = try LinkWriter(relation, of: self, Site(file, line))
    try links.set([])
  }

  /// Relates exactly these objects to this one: removes others, adds those that are missing.
  ///
  /// All or none of it. Rows of a table between that stay keep their own columns.
  public func set<R: Entity>(
    _ relation: KeyPath<Model.Type, ToMany<Model, R>>,
    to objects: some Sequence<Live<R>>,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) {
    let links = try LinkWriter(relation, of: self, Site(file, line))
    try links.set(Array(objects))
  }
}

/// Writes one to-many relation of one object.
private struct LinkWriter<Model: Entity, R: Entity> {
  let owner: Live<Model>
  let relation: RelationDescription
  let session: Session
  let site: Site

  init(
    _ relation: KeyPath<Model.Type, ToMany<Model, R>>,
    of owner: Live<Model>,
    _ site: Site
  ) throws(KindredError) {
    self.owner = owner
    self.relation = Model.self[keyPath: relation].description
    self.site = site
    session = try owner.group.graph.session()
    if let fault = self.relation.fault { throw KindredError(.query, fault) }
    let isDirect = self.relation.path.onlyLink != nil
    guard self.relation.shape == nil, isDirect || self.relation.leadsThrough else {
      throw KindredError(
        .query,
        "\(Model.self).\(self.relation.name) is for reading: write the relations that it is made of",
        table: Model.table.layout.name
      )
    }
    try session.checkWritable()
    try session.flush()
  }

  func add(_ objects: [Live<R>]) throws(KindredError) {
    let targets = try rows(objects)
    if let link = relation.path.onlyLink {
      let keys = try session.values(
        of: link.nearColumns,
        rows: [row(owner)],
        in: session.catalogue.table(link.near)
      )[0]
      for object in objects { try object.assign(link.farColumns, keys) }
    } else {
      try session.addLinks(relation, from: row(owner), to: targets, site)
    }
  }

  func remove(_ objects: [Live<R>]) throws(KindredError) {
    let targets = try rows(objects)
    guard let link = relation.path.onlyLink else {
      try session.removeLinks(relation, from: row(owner), to: targets, site)
      return
    }
    let related = try session.related(relation.path, of: [row(owner)]).rows
    let leaving = objects.filter { related.contains($0.rowID) }
    if leaving.isEmpty { return }
    let schema = try session.catalogue.schema(link.far)
    let optional = link.farColumns.filter { schema.columns[$0].isNullable }
    guard !optional.isEmpty else {
      throw KindredError(
        .query,
        "\(schema.label(of: link.farColumns)) is not optional, so the object cannot be without: give it "
          + "to another by add, or delete it",
        table: schema.name
      )
    }
    for object in leaving { try object.assign(optional, optional.map { _ in .null }) }
  }

  func set(_ objects: [Live<R>]) throws(KindredError) {
    let wanted = try rows(objects)
    let related = try session.related(relation.path, of: [row(owner)]).rows
    let leaving = related.filter { !wanted.contains($0) }
    do {
      try session.savepoint {
        if relation.path.onlyLink == nil {
          try session.removeLinks(relation, from: row(owner), to: leaving, site)
        } else {
          let table = try owner.group.graph.table(R.self)
          try remove(
            table.objects(of: leaving, owner.group.graph.single, session).map {
              unsafe unsafeDowncast($0, to: Live<R>.self)
            }
          )
        }
        try add(objects)
      }
    } catch let error as KindredError {
      throw error
    } catch {
      preconditionFailure("writing links threw an error of another type: \(error)")
    }
  }

  private func rows(_ objects: [Live<R>]) throws(KindredError) -> [RowID] {
    var rows: [RowID] = []
    for object in objects {
      try session.checkOwn(object)
      rows.append(try row(object))
    }
    return rows
  }

  private func row<T: Entity>(_ object: Live<T>) throws(KindredError) -> RowID {
    guard object.rowID >= 0 else {
      throw KindredError(
        .notFound,
        "an object that was deleted cannot be related to another",
        table: T.table.layout.name
      )
    }
    return object.rowID
  }
}

extension Live {
  /// Writes cells into columns, as a change of the object.
  fileprivate func assign(_ columns: [Int], _ cells: [Value]) throws(KindredError) {
    var changed = model
    for (column, cell) in zip(columns, cells) {
      try Model.table.layout.set(column, to: cell, in: &changed)
    }
    row = changed
  }
}
