// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
import KindredSQL
public import KindredSchema

/// How a query would be run: a tree of operators with the rows expected of each, and the rewrite rules
/// that led to it.
public struct Explanation: Sendable {
  /// The names of the rules that changed the plan, in the order in which they did.
  public let rules: [String]
  /// The query as SQL, before any rewriting.
  public let sql: String
  /// The statements that load relations after the query, as `Author.books: one batched statement`.
  public package(set) var loads: [String] = []
  package let root: ExplainNode

  /// The tree of operators without estimates, which depend on the data: equal for queries that are run
  /// the same way.
  public var plan: String { root.text(showsEstimates: false) }
}

extension Explanation: CustomStringConvertible {
  /// The tree, a line for each operator, and the rules.
  public var description: String {
    var text = root.text(showsEstimates: true)
    if !rules.isEmpty { text += "\nrules: " + rules.joined(separator: ", ") }
    for load in loads { text += "\nthen " + load }
    return text
  }
}

extension Session {
  package func explain(_ core: QueryCore) throws(KindredError) -> Explanation {
    try flush()
    let view = try view()
    return try DeepStack.run(if: core.isDeep) { () throws(KindredError) in
      var lowering = Lowering(catalogue)
      let plan = try lowering.query(core)
      var rules: [String] = []
      let physical = try physicalPlan(of: plan, view) { rules.append($0.rule) }
      return Explanation(
        rules: rules,
        sql: SQLPrinter(schema: catalogue.schema).select(plan).text,
        root: physical.explained(catalogue.schema)
      )
    }
  }

  /// The SQL of a query, before any rewriting.
  func sql(_ core: QueryCore) throws(KindredError) -> String {
    try DeepStack.run(if: core.isDeep) { () throws(KindredError) in
      var lowering = Lowering(catalogue)
      return SQLPrinter(schema: catalogue.schema).select(try lowering.query(core)).text
    }
  }
}

extension Query {
  /// The query as SQL for SQLite, before any rewriting.
  ///
  /// Runs nothing.
  public func sql(_ session: Session) throws(KindredError) -> String { try session.sql(core) }
}

extension Selection {
  /// How the query would be run.
  ///
  /// Runs nothing.
  public func explain(_ session: Session) throws(KindredError) -> Explanation {
    try session.explain(core)
  }

  /// The query as SQL for SQLite, before any rewriting.
  ///
  /// Runs nothing.
  public func sql(_ session: Session) throws(KindredError) -> String { try session.sql(core) }
}

extension Annotated {
  /// How the query would be run.
  ///
  /// Runs nothing.
  public func explain(_ session: Session) throws(KindredError) -> Explanation {
    try session.explain(core)
  }

  /// The query as SQL for SQLite, before any rewriting.
  ///
  /// Runs nothing.
  public func sql(_ session: Session) throws(KindredError) -> String { try session.sql(core) }
}
