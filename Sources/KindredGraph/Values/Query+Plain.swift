// SPDX-License-Identifier: Apache-2.0

public import KindredQuery
public import KindredSchema

extension Query {
  /// The rows as plain values, with the relations that `with` asks for: see ``Plain``.
  ///
  /// The statements are those of ``fetch(_:file:line:)``; no object is made, and the session remembers
  /// nothing. Pending changes of objects are written first, and seen.
  public func plain(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [Plain<T>] {
    let run = LoadRun(session: session, graph: session.graph, site: Site(file, line))
    return try core.plain(T.self, loading: loads, run)
  }
}
