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
      throw KindredError(.notFound, "there is no row with the id \(id)", table: table.layout.name)
    }
    if let object = objects[row] { return object }
    let start = session.loggingStart
    let object = Live(
      try session.model(Self.self, of: row, in: objects.id),
      row,
      graph.single
    )
    objects[row] = object
    session.recordLookup(of: id, in: objects.id, Site(file, line), since: start)
    return object
  }
}
