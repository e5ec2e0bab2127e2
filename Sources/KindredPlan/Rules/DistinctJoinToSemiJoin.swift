// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Asks for a partner where a join is followed by removing the duplicates that it made.
///
///     Distinct                        Distinct
///     └─ Project uses l only          └─ Project uses l only
///        └─ Join c             ⟶        └─ Semi-join c
///           ├─ l                            ├─ l
///           └─ r                            └─ r
///
/// Holds because the distinct rows of the projection depend only on which l have a partner. A left
/// join keeps all of l, and goes. The same below a grouping without aggregates, or with only such as
/// ignore duplicates (minimum, maximum, count distinct). Not through a limit, which counts rows.
package struct DistinctJoinToSemiJoin: RewriteRule {
  package let roots: PlanFeatures = [.distinct, .aggregate]

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    switch plan {
    case .distinct(let projection):
      guard case .project = projection else { return nil }
      return projection.askingForPartners.map { .distinct($0) }
    case .aggregate(_, let keys, let aggregates, _):
      guard !keys.isEmpty, aggregates.allSatisfy(\.function.ignoresDuplicates) else { return nil }
      return plan.askingForPartners
    case .scan, .filter, .project, .join, .sort, .limit, .firstPerKey, .setOperation: return nil
    }
  }
}

extension LogicalPlan {
  fileprivate var askingForPartners: LogicalPlan? {
    narrowed(throughLimits: false) { node, usage in
      node.asPartnerQuestion(usage, isOrderFree: false).map { ($0, []) }
    }
  }
}

extension AggregateFunction {
  fileprivate var ignoresDuplicates: Bool {
    switch self {
    case .minimum, .maximum, .countDistinct: true
    case .count, .sum, .total, .average, .concatenation: false
    }
  }
}
