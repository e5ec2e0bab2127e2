// SPDX-License-Identifier: Apache-2.0

public import KindredQuery
public import KindredSchema

extension ToMany: LoadableRelation {
  /// What the closure of `with` shapes.
  public typealias Nested = ManyLoad<Target>

  /// The related values.
  public func plainValue(of value: Plain<Source>) throws(KindredError) -> [Plain<Target>] {
    try value.related(description.number, description.name, Target.self)
  }

  /// The related objects.
  public func value(
    of object: Live<Source>,
    _ access: RelationAccess
  ) throws(KindredError) -> LiveList<Target> {
    try object.list(declaration.description, Target.self, access)
  }

  /// How the relation is loaded with a query.
  public func request(
    _ strategy: LoadStrategy,
    _ shape: (ManyLoad<Target>) -> ManyLoad<Target>
  ) -> LoadRequest {
    LoadRequest(
      load: ListLoad<Source, Target>(
        relation: description,
        number: description.number,
        isJoined: strategy == .join,
        isToMany: true,
        shape: shape(ManyLoad(query: Query(core: description.related))).query
      )
    )
  }

  /// How a part of the relation is loaded into a slot.
  func request(
    into slot: Slot<Source, Target>,
    _ shape: (Query<Target>) -> Query<Target>
  ) -> LoadRequest {
    LoadRequest(
      load: ListLoad<Source, Target>(
        relation: description,
        number: slot.number,
        isJoined: false,
        isToMany: true,
        shape: shape(Query(core: description.related))
      )
    )
  }
}

extension HasOne: LoadableRelation {
  /// What the closure of `with` shapes.
  public typealias Nested = OneLoad<Target>

  /// The value that refers to this one, if any.
  public func plainValue(of value: Plain<Source>) throws(KindredError) -> Plain<Target>? {
    try value.related(description.number, description.name, Target.self).first
  }

  /// The object that refers to this one, if any.
  public func value(
    of object: Live<Source>,
    _ access: RelationAccess
  ) throws(KindredError) -> Live<Target>? {
    try object.list(declaration.description, Target.self, access).first
  }

  /// How the relation is loaded with a query.
  public func request(
    _ strategy: LoadStrategy,
    _ shape: (OneLoad<Target>) -> OneLoad<Target>
  ) -> LoadRequest {
    LoadRequest(
      load: ListLoad<Source, Target>(
        relation: description,
        number: description.number,
        isJoined: strategy != .batch,
        isToMany: false,
        shape: shape(OneLoad<Target>()).query
      )
    )
  }
}

extension Live {
  /// The related objects of this one, loaded as the policy says if they are not yet.
  fileprivate func list<R: Entity>(
    _ relation: RelationDescription,
    _ type: R.Type,
    _ access: RelationAccess
  ) throws(KindredError) -> LiveList<R> {
    let graph = group.graph
    if graph.hasPending { try graph.session().flush() }
    if let list = try graph.list(relation.number, of: rowID, type) { return list }
    let session = try graph.session()
    let load = ListLoad<Model, R>(
      relation: relation,
      number: relation.number,
      isJoined: false,
      isToMany: true,
      shape: Query(core: relation.related)
    )
    let store = graph.store(relation.number)
    try loadLazily(load, access, session) { !store.isLoaded($0) }
    return try graph.list(relation.number, of: rowID, type) ?? LiveList([], 0, 0)
  }

  /// The objects that were loaded into a slot.
  ///
  /// - Throws: `notLoaded` when nothing was: a slot is never loaded by itself.
  public subscript<R: Entity>(
    _ slot: Slot<Model, R>, file: StaticString = #fileID, line: UInt = #line
  ) -> LiveList<R> {
    get throws(KindredError) {
      let graph = group.graph
      if graph.hasPending { try graph.session().flush() }
      if let list = try graph.list(slot.number, of: rowID, R.self) { return list }
      _ = try graph.session()
      throw KindredError(
        .notLoaded,
        "\(file):\(line) reads a slot of \(Model.self) that was not loaded: add .with(\\.relation, "
          + "as: slot) { … } to the query\(group.place)",
        table: Model.table.layout.name
      )
    }
  }
}
