// SPDX-License-Identifier: Apache-2.0

/// A choice of the planner that can be switched off by its name, as rules can.
package enum PlannerFeature: String, Sendable, Hashable, CaseIterable {
  /// Ordered indexes find the rows of ranges, lists and text prefixes.
  case indexRange = "IndexRange"
  /// Ordered indexes take the place of sorts.
  case indexOrder = "IndexOrder"
}
