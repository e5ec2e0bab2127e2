// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema
import KindredStorage
import Synchronization

/// The plans of the queries asked last, so that a query that comes again with other values is not
/// planned again.
///
/// The key is the logical plan with its liftable literals as parameters: see ``LiteralLifting``. A plan is right for
/// every state of the tables; it is made anew when a table that it reads has since grown or shrunk
/// past ``hasMoved(_:_:)``, as another plan may then be better. Safe to use from any task.
///
/// - Complexity: O(size of the query) to find a plan; memory for ``capacity`` plans.
package final class PlanCache: Sendable {
  /// Plans kept at most; past it the half that was not asked for longest goes.
  package static let capacity = 256

  private let state = Mutex(State())

  private struct State {
    var entries: [LogicalPlan: Entry] = [:]
    var clock = 0
    var plansMade = 0

    /// Drops the plans that were not asked for longest: once for as many new ones.
    mutating func dropOlderHalf() {
      let uses = entries.values.map(\.lastUse).sorted()
      let middle = uses[uses.count / 2]
      entries = entries.filter { $0.value.lastUse >= middle }
    }
  }

  private struct Entry {
    let plan: PhysicalPlan
    let output: [OutputColumn]
    /// The tables that the plan reads, and how many rows they had.
    let rowCounts: [(table: TableID, count: Int)]
    var lastUse: Int
  }

  /// How many plans are kept.
  package var count: Int { state.withLock { $0.entries.count } }
  /// How many plans were made so far: queries for which none was kept.
  package var plansMade: Int { state.withLock { $0.plansMade } }

  /// The kept plan for the query, and its output; nil if there is none, or another may be better by now.
  func plan(
    for query: LogicalPlan,
    _ view: Snapshot
  ) -> (plan: PhysicalPlan, output: [OutputColumn])? {
    state.withLock { state in
      guard let position = state.entries.index(forKey: query) else { return nil }
      let entry = state.entries.values[position]
      for (table, count) in entry.rowCounts where Self.hasMoved(count, view[table].rowCount) {
        return nil
      }
      state.clock += 1
      state.entries.values[position].lastUse = state.clock
      return (entry.plan, entry.output)
    }
  }

  /// Keeps the plan for the query, in place of an older one.
  func keep(
    _ plan: PhysicalPlan,
    _ output: [OutputColumn],
    for query: LogicalPlan,
    _ view: Snapshot
  ) {
    var tables: Set<TableID> = []
    query.collectTables(into: &tables)
    let rowCounts = tables.map { (table: $0, count: view[$0].rowCount) }
    state.withLock { state in
      if state.entries.count >= Self.capacity { state.dropOlderHalf() }
      state.clock += 1
      state.plansMade += 1
      state.entries[query] = Entry(
        plan: plan,
        output: output,
        rowCounts: rowCounts,
        lastUse: state.clock
      )
    }
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
