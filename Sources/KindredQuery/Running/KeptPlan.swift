// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema
import KindredStorage

/// A plan kept for the next time that the query is run.
///
/// It is right for every state of the tables; where a table that it reads has since doubled or halved,
/// another may be better.
final class KeptPlan: Sendable {
  let plan: PhysicalPlan
  let output: [OutputColumn]
  /// The tables that the plan reads, and how many rows they had.
  private let rowCounts: [(table: TableID, count: Int)]

  init(_ plan: PhysicalPlan, for query: LogicalPlan, _ view: Snapshot) {
    self.plan = plan
    output = query.output
    var tables: Set<TableID> = []
    query.collectTables(into: &tables)
    rowCounts = tables.map { (table: $0, count: view[$0].rowCount) }
  }

  /// Whether the tables are still about as large as they were.
  func isGood(for view: Snapshot) -> Bool {
    for (table, count) in rowCounts where Self.hasMoved(count, view[table].rowCount) {
      return false
    }
    return true
  }

  /// Whether a table's row count has more than doubled or halved, give or take 64 rows.
  static func hasMoved(_ before: Int, _ now: Int) -> Bool {
    now > 2 * before + 64 || before > 2 * now + 64
  }
}

extension LogicalPlan {
  fileprivate func collectTables(into tables: inout Set<TableID>) {
    if case .scan(_, let table) = self { tables.insert(table) }
    forEachInput { $0.collectTables(into: &tables) }
    forEachExpression { expression in
      expression.forEachSubplan { $0.collectTables(into: &tables) }
    }
  }
}
