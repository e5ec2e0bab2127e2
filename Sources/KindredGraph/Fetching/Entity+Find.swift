// SPDX-License-Identifier: Apache-2.0

public import KindredQuery
public import KindredSchema

extension Entity {
  /// The object with the id.
  ///
  /// Answered from the identity map if the object is there; else one look-up, without planning.
  ///
  /// - Throws: `notFound` if there is none.
  @discardableResult
  public static func find(
    _ session: Session,
    _ id: ID<Self>,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Live<Self> {
    let graph = session.graph
    if graph.hasPending { try session.flush() }
    let objects = try graph.table(Self.self)
    let row = try session.row(of: id, in: objects.id)
    guard row >= 0 else {
      throw KindredError(
        .notFound,
        id.columnCell.value == unassignedKey.map(Value.integer)
          ? "the id is .new, which no row has: a row gets its id when it is added"
          : "there is no row with the id \(id)",
        table: table.layout.name
      )
    }
    return try object(of: row, objects, session, Site(file, line)) { [id.columnCell.value] }
  }

  /// The object with the primary key: one value for each of its columns, in their order.
  ///
  ///     let link = try BookTag.find(s, key: book.id, tag.id)
  ///
  /// Answered from the identity map if the object is there; else one look-up, without planning.
  ///
  /// - Throws: `notFound` if there is none; `query` if the primary key has other columns.
  @discardableResult
  public static func find<each V: ColumnValue>(
    _ session: Session,
    key: repeat each V,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Live<Self> {
    let graph = session.graph
    if graph.hasPending { try session.flush() }
    let objects = try graph.table(Self.self)
    let key = PrimaryKey(repeat each key)
    let row = try key.row(session, objects.id)
    return try object(of: row, objects, session, Site(file, line)) { key.cells }
  }

  /// The object of a row; the look-up is recorded as one by the key, if that is given.
  static func object(
    of row: RowID,
    _ objects: ObjectTable<Self>,
    _ session: Session,
    _ site: Site,
    _ key: (() -> [Value])? = nil
  ) throws(KindredError) -> Live<Self> {
    if let object = objects[row] { return object }
    let start = session.loggingStart
    let object = Live(
      try session.model(Self.self, of: row, in: objects.id),
      row,
      session.graph.single
    )
    objects[row] = object
    if let key { session.recordLookup(of: key(), in: objects.id, site, since: start) }
    return object
  }
}
