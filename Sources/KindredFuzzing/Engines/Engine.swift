// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
package import KindredSchema

/// What a case is run on: the engine under test, its naive reference, SQLite, or one with a planted bug.
///
/// Each holds one database, made for a schema. A write that throws leaves it unchanged.
package protocol Engine: AnyObject {
  /// The rewrite rules that can be switched off, by name.
  var ruleNames: [String] { get }

  /// Runs the statements, each in a transaction of its own; a deletion or update of a row that is not
  /// there does nothing.
  ///
  /// - Returns: For each statement, also of savepoints, the error with which it failed.
  func run(_ writes: [FuzzCase.Write]) -> [KindredError?]
  /// Runs the statements in one transaction. A statement that fails leaves it open; a commit that fails undoes
  /// it.
  ///
  /// - Returns: As ``run(_:)``, and at the end the error with which the commit failed.
  func transact(_ writes: [FuzzCase.Write], commits: Bool) -> [KindredError?]
  /// Runs the plan with these rules switched off.
  func rows(of plan: LogicalPlan, without rules: Set<String>) throws(KindredError) -> Answer
  /// What is wrong inside, such as an index that disagrees with its table; a sentence each.
  func faults() -> [String]
}

extension Engine {
  /// One insertion that must succeed.
  package func insert(_ rows: [[Value]], into table: TableID) throws(KindredError) {
    if let error = run([.insert(rows, table)]).compactMap(\.self).first { throw error }
  }

  package func faults() -> [String] { [] }
}

/// A new value for one column of a row.
package struct ColumnChange: Sendable, Hashable {
  package var column: Int
  package var value: Value

  package init(column: Int, value: Value) {
    self.column = column
    self.value = value
  }
}

/// The rows of a query, and how the engine came to them.
package struct Answer: Sendable {
  package var rows: [[Value]]
  /// How often each rewrite rule fired.
  package var firedRules: [String: Int]

  package init(rows: [[Value]], firedRules: [String: Int] = [:]) {
    self.rows = rows
    self.firedRules = firedRules
  }
}
