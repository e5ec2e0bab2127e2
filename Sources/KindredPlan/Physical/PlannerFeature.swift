// SPDX-License-Identifier: Apache-2.0

/// A choice of the planner that can be switched off by its name, as rules can.
package enum PlannerFeature: String, Sendable, Hashable, CaseIterable {
  /// Ordered indexes find the rows of ranges, lists and text prefixes.
  case indexRange = "IndexRange"
  /// Ordered indexes take the place of sorts.
  case indexOrder = "IndexOrder"
  /// Least and greatest values are read at an end of an ordered index.
  case indexExtremes = "IndexExtremes"
  /// Joins are run in another order than they are written in.
  case joinOrder = "JoinOrder"
  /// A semi-join is run from the side that is tested with.
  case semiJoinDirection = "SemiJoinDirection"
}
