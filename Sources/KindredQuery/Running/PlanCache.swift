// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredStorage
import Synchronization

/// The plans of the queries asked last, so that a query that comes again with other values is not
/// planned again.
///
/// The key is the logical plan with its liftable literals as parameters: see ``LiteralLifting``. A plan is right for
/// every state of the tables; it is made anew when a table that it reads has since grown or shrunk
/// past ``KeptPlan/hasMoved(_:_:)``, as another plan may then be better. Safe to use from any task.
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
    let kept: KeptPlan
    var lastUse: Int
  }

  /// How many plans are kept.
  package var count: Int { state.withLock { $0.entries.count } }
  /// How many plans were made so far: queries for which none was kept.
  package var plansMade: Int { state.withLock { $0.plansMade } }

  /// The kept plan for the query; nil if there is none, or another may be better by now.
  func plan(for query: LogicalPlan, _ view: Snapshot) -> KeptPlan? {
    state.withLock { state in
      guard let position = state.entries.index(forKey: query) else { return nil }
      let kept = state.entries.values[position].kept
      guard kept.isGood(for: view) else { return nil }
      state.clock += 1
      state.entries.values[position].lastUse = state.clock
      return kept
    }
  }

  /// Keeps the plan for the query, in place of an older one.
  func keep(_ plan: KeptPlan, for query: LogicalPlan) {
    state.withLock { state in
      if state.entries.count >= Self.capacity { state.dropOlderHalf() }
      state.clock += 1
      state.plansMade += 1
      state.entries[query] = Entry(kept: plan, lastUse: state.clock)
    }
  }
}
