// SPDX-License-Identifier: Apache-2.0

import KindredColumns
public import KindredQuery
public import KindredSchema

extension ToOne: LoadableRelation {
  /// What the closure of `with` shapes.
  public typealias Nested = OneLoad<Target>

  /// The value that the key refers to.
  public func plainValue(of value: Plain<Source>) throws(KindredError) -> Plain<Target> {
    let related = try value.related(description.number, description.name, Target.self)
    guard let first = related.first else { throw .dangling(Source.self, Target.self) }
    return first
  }

  /// The object that the key refers to.
  public func value(
    of object: Live<Source>,
    _ access: RelationAccess
  ) throws(KindredError) -> Live<Target> {
    if let target = try object.target(declaration.description, Target.self, access) {
      return target
    }
    throw .dangling(Source.self, Target.self)
  }

  /// How the relation is loaded with a query.
  public func request(
    _ strategy: LoadStrategy,
    _ shape: (OneLoad<Target>) -> OneLoad<Target>
  ) -> LoadRequest {
    .toOne(description, Source.self, strategy, shape)
  }
}

extension ToOneOptional: LoadableRelation {
  /// What the closure of `with` shapes.
  public typealias Nested = OneLoad<Target>

  /// The value that the key refers to; nil where the key is.
  public func plainValue(of value: Plain<Source>) throws(KindredError) -> Plain<Target>? {
    try value.related(description.number, description.name, Target.self).first
  }

  /// The object that the key refers to; nil where the key is.
  public func value(
    of object: Live<Source>,
    _ access: RelationAccess
  ) throws(KindredError) -> Live<Target>? {
    try object.target(declaration.description, Target.self, access)
  }

  /// How the relation is loaded with a query.
  public func request(
    _ strategy: LoadStrategy,
    _ shape: (OneLoad<Target>) -> OneLoad<Target>
  ) -> LoadRequest {
    .toOne(description, Source.self, strategy, shape)
  }
}

extension KindredError {
  /// A key that refers to no row, as a deferred one may until the transaction ends.
  fileprivate static func dangling<S: Entity, R: Entity>(
    _ source: S.Type,
    _ target: R.Type
  ) -> KindredError {
    KindredError(
      .notFound,
      "the key refers to no row of \(R.table.layout.name)",
      table: S.table.layout.name
    )
  }
}

extension LoadRequest {
  fileprivate static func toOne<S: Entity, R: Entity>(
    _ relation: RelationDescription,
    _ source: S.Type,
    _ strategy: LoadStrategy,
    _ shape: (OneLoad<R>) -> OneLoad<R>
  ) -> LoadRequest {
    let nested = shape(OneLoad<R>()).query.loads.compactMap { $0 as? any GraphLoad }
    return LoadRequest(
      load: ToOneLoad<S, R>(relation: relation, strategy: strategy, nested: nested)
    )
  }
}

extension Live {
  /// The object that this one's key refers to: found by the key, so always right after the key changes.
  fileprivate func target<R: Entity>(
    _ relation: RelationDescription,
    _ type: R.Type,
    _ access: RelationAccess
  ) throws(KindredError) -> Live<R>? {
    let graph = group.graph
    if state == .unchanged, rowID >= 0 {
      switch graph.readTarget(relation, of: rowID) {
      case .unknown: break
      case .none: return nil
      case .object(let object): return unsafe unsafeDowncast(object, to: Live<R>.self)
      }
    }
    return try lookUpTarget(relation, type, access)
  }

  private func lookUpTarget<R: Entity>(
    _ relation: RelationDescription,
    _ type: R.Type,
    _ access: RelationAccess
  ) throws(KindredError) -> Live<R>? {
    let graph = group.graph
    let session = try graph.session()
    if graph.hasPending { try session.flush() }
    graph.noteRead(relation)
    let table = try graph.table(R.self)
    let row: RowID
    if state == .unchanged, rowID >= 0, let key = try graph.foreignKey(of: relation) {
      row = try session.parentRows(key)[Int(rowID)]
      try graph.rememberReader(of: relation, key, to: table)
    } else {
      row = try targetRow(relation.link, session, R.self)
    }
    guard row >= 0 else { return nil }
    if let object = table[row] { return object }
    if (group.policy ?? session.notLoaded) == .one, !session.isLogging, !graph.recorder.isOn {
      // The row is known: what the statement would yield is taken from the table.
      return try R.object(of: row, table, session, Site("", 0))
    }
    let load = ToOneLoad<Model, R>(relation: relation, strategy: .batch, nested: [])
    try loadLazily(load, access, session) { _ in true }
    return table[row]
  }

  private func targetRow<R: Entity>(
    _ link: Link,
    _ session: Session,
    _ type: R.Type
  ) throws(KindredError) -> RowID {
    let layout = Model.table.layout
    let target = try session.catalogue.table(link.far)
    if link.nearColumns.count == 1, link.farColumns == R.table.primaryKeyColumns {
      switch layout.cell(link.nearColumns[0], of: model) {
      case .null: return -1
      case .integer(let key): return try session.row(ofInteger: key, in: target)
      case .real, .text: break
      }
    }
    return try session.row(
      of: link.nearColumns.map { layout.cell($0, of: model) },
      in: link.farColumns,
      target
    )
  }
}
