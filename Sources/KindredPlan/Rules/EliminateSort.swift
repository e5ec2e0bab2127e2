// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Drops sort keys that cannot decide, and sorts whose order nothing sees.
///
///     Sort id, name, 1  over authors  ⟶  Sort id over authors
///     Sort k over at most one row     ⟶  that row
///     count(*) of Sort k over R       ⟶  count(*) of R
///
/// Holds because after a unique prefix there are no ties, a constant or repeated key never breaks one,
/// and counts, exact sums, minima and maxima do not depend on the order (sums of reals do, in their
/// last digits, and keep it).
package struct EliminateSort: RewriteRule {
  package let roots: PlanFeatures = [.sort, .aggregate]
  package let needs: PlanFeatures = .sort

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    if case .aggregate(let source, let keys, let aggregates, .sort(_, let input)) = plan,
      keys.isEmpty, !aggregates.contains(where: \.dependsOnOrder)
    {
      return .aggregate(source, keys: keys, aggregates: aggregates, input)
    }
    guard case .sort(let keys, let input) = plan else { return nil }
    let needed = input.hasAtMostOneRow ? [] : input.decidingKeys(keys, rewriting.schema)
    guard needed.count < keys.count else { return keys.isEmpty ? input : nil }
    return needed.isEmpty ? input : .sort(needed, input)
  }
}

extension Aggregate {
  /// Whether the outcome can differ with the order of the rows: sums of reals round, texts follow it.
  package var dependsOnOrder: Bool {
    switch function {
    case .count, .countDistinct, .minimum, .maximum: false
    case .sum, .total, .average: argument?.type == .real
    case .concatenation: true
    }
  }
}

extension LogicalPlan {
  fileprivate func decidingKeys(_ keys: [SortKey], _ schema: Schema) -> [SortKey] {
    var needed: [SortKey] = []
    var columns: [OutputColumn] = []
    for (position, key) in keys.enumerated() {
      if key.expression.isConstant { continue }
      if needed.contains(where: { $0.expression == key.expression }) { continue }
      needed.append(key)
      if case .column(let column) = key.expression { columns.append(.column(column)) }
      if position < keys.count - 1, isUnique(on: columns, schema) { break }
    }
    return needed
  }
}
