// SPDX-License-Identifier: Apache-2.0

public import KindredQuery
public import KindredSchema

extension Session {
  /// Loads a relation for objects of the session, in one statement: for those that lack it.
  ///
  ///     try s.load(\Author.Type.books, for: authors) { $0.with(\.reviews) }
  ///
  /// Nothing runs for what is loaded already; a to-many relation that is asked for in an order is loaded
  /// again. Relations that are nested are loaded for the related objects that lack them.
  ///
  /// - Parameters:
  ///   - relation: The relation.
  ///   - objects: Whose it is. Deleted ones are passed over.
  ///   - file: Where it is called, for the log.
  ///   - line: Where it is called, for the log.
  ///   - shape: Orders the related objects, and loads their relations.
  /// - Throws: `query` when an object is another session's, or a relation is declared wrongly.
  public func load<Model: Entity, D: LoadableRelation>(
    _ relation: KeyPath<Model.Type, D>,
    for objects: some Sequence<Live<Model>>,
    file: StaticString = #fileID,
    line: UInt = #line,
    _ shape: (D.Nested) -> D.Nested = { $0 }
  ) throws(KindredError) where D.Source == Model {
    try flush()
    let load = Model.self[keyPath: relation].request(.batch, shape).load
    try load.check(self)
    var owners: [RowID] = []
    for object in objects where object.state != .deleted {
      try checkOwn(object)
      owners.append(object.rowID)
    }
    if owners.isEmpty { return }
    let run = LoadRun(session: self, graph: graph, site: Site(file, line))
    try load.loadMissing(owners: owners.uniqueRows, run)
  }
}
