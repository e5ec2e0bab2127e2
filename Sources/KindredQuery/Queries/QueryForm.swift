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
  /// What an update assigns to the rows; nil for what only asks.
  var assignments: [Assignment]?

  package init(core: QueryCore) { self.core = core }

  init(core: QueryCore, assignments: [Assignment]) {
    self.core = core
    self.assignments = assignments
  }
}

extension QueryForm {
  /// How the query would be run.
  ///
  /// Runs nothing.
  public func explain(_ session: Session) throws(KindredError) -> Explanation {
    try session.explain(untyped)
  }

  /// Runs the query and tells what each operator did: rows, batches, probes, bytes kept, time.
  ///
  /// The result is dropped, and relations are not loaded. An update is only looked for its rows.
  public func analyze(_ session: Session) throws(KindredError) -> Explanation {
    try session.analyze(untyped)
  }
}
