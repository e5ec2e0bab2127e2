// SPDX-License-Identifier: Apache-2.0

public import KindredSchema

/// Any kind of query: of models, selections, annotated, joined or grouped rows, and updates.
public protocol QueryForm: Sendable {
  /// The query without its types.
  var untyped: UntypedQuery { get set }
}

/// A query without its types; opaque.
public struct UntypedQuery: Sendable {
  package var core: QueryCore
}

extension QueryForm {
  /// How the query would be run.
  ///
  /// Runs nothing.
  public func explain(_ session: Session) throws(KindredError) -> Explanation {
    try session.explain(untyped.core)
  }

  /// Runs the query and tells what each operator did: rows, batches, probes, bytes kept, time.
  ///
  /// The result is dropped, and relations are not loaded. An update is only looked for its rows.
  public func analyze(_ session: Session) throws(KindredError) -> Explanation {
    try session.analyze(untyped.core)
  }

  /// The query as SQL for SQLite, before any rewriting.
  ///
  /// Runs nothing.
  public func sql(_ session: Session) throws(KindredError) -> String {
    try session.sql(untyped.core)
  }
}
