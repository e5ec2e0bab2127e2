// SPDX-License-Identifier: Apache-2.0

import KindredPlan
public import KindredSchema

extension QueryForm {
  /// The query as SQL for SQLite, before any rewriting, with its values as literals.
  ///
  /// Runs nothing. An update is written as the UPDATE; groups without a `select` yield their keys.
  public func sql(_ session: Session) throws(KindredError) -> String {
    try session.written(untyped) { $0.sql }
  }

  /// The same with the values apart.
  public func boundSQL(_ session: Session) throws(KindredError) -> BoundSQL {
    try session.written(untyped) { $0.bound[0] }
  }
}

extension Session {
  fileprivate func written<R>(
    _ query: UntypedQuery,
    _ write: (StatementText) -> R
  ) throws(KindredError) -> R {
    try DeepStack.run(if: query.core.isDeep) { () throws(KindredError) in
      write(try text(of: query, try lowered(query)))
    }
  }

  /// The plan of a query, or of the new values and the rows of an update.
  func lowered(_ query: UntypedQuery) throws(KindredError) -> LogicalPlan {
    var lowering = Lowering(catalogue)
    guard let assignments = query.assignments else { return try lowering.query(query.core) }
    return try lowering.rows(of: query.core.withoutRepeats, with: assignments.map(\.term))
  }

  /// The text of the statement whose plan was lowered.
  func text(
    of query: UntypedQuery,
    _ plan: LogicalPlan
  ) throws(KindredError) -> StatementText {
    guard let assignments = query.assignments, !assignments.isEmpty else {
      return StatementText(.query(plan), catalogue.schema)
    }
    let table = try catalogue.table(query.core.root)
    return StatementText(
      .updateRows(table, columns: assignments.map(\.column), plan),
      catalogue.schema
    )
  }
}
