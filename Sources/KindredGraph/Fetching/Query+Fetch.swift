// SPDX-License-Identifier: Apache-2.0

public import KindredQuery
public import KindredSchema

/// Terminals that yield objects.
extension Query {
  /// The objects of the rows, with the relations that `with` asks for.
  ///
  /// One statement, and one more for each batched relation.
  @discardableResult
  public func fetch(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [Live<T>] {
    let run = LoadRun(
      session: session,
      graph: session.graph,
      site: Site(file, line),
      policy: notLoaded
    )
    return try core.run(T.self, loading: loads, run).objects
  }

  /// The first object: by the order of the query, else in the order of the table; nil if there is none.
  @discardableResult
  public func first(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Live<T>? {
    try limit(1).fetch(session, file: file, line: line).first
  }

  /// The only object.
  ///
  /// - Throws: `notFound` if there is none, `multipleFound` with their ``KindredError/count`` if there are
  ///   several.
  @discardableResult
  public func one(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Live<T> {
    let run = LoadRun(
      session: session,
      graph: session.graph,
      site: Site(file, line),
      policy: notLoaded
    )
    return try core.run(T.self, loading: loads, run, expectsOne: true).objects[0]
  }

  /// How the query would be run, with the statements that load relations.
  ///
  /// Runs nothing.
  public func explain(_ session: Session) throws(KindredError) -> Explanation {
    try core.explain(loads, session)
  }
}
