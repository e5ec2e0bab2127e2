// SPDX-License-Identifier: Apache-2.0

public import KindredQuery
public import KindredSchema

extension Annotated {
  /// The objects, each with what was computed for it.
  @discardableResult
  public func fetch(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [(Live<T>, repeat each V)] {
    let run = LoadRun(session: session, graph: session.graph, site: Site(file, line))
    let loaded = try core.run(T.self, loading: loads, run, repeats: false)
    let memory = DecodedMemory()
    let values = try loaded.result.annotations(of: self, after: loaded.rowColumns, in: memory)
    return withExtendedLifetime(memory) {
      loaded.objects.indices.map { row in
        (loaded.objects[row], repeat (each values).value(row))
      }
    }
  }

  /// The first object, with what was computed for it; nil if there is none.
  @discardableResult
  public func first(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> (Live<T>, repeat each V)? {
    try limit(1).fetch(session, file: file, line: line).first
  }
}
