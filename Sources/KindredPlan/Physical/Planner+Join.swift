// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A join's two planned inputs and its condition, sorted into keys and the rest.
struct JoinParts {
  let kind: JoinKind
  let left: LogicalPlan
  let right: LogicalPlan
  let leftPlan: PhysicalPlan
  let rightPlan: PhysicalPlan
  /// Whether the condition runs subqueries on the inputs: then they are needed as they are planned.
  let hasSubqueries: Bool
  var keys: [JoinKey] = []
  var residual: [Expression] = []

  /// Sorts the conjuncts: an equality between the two sides is a key.
  init(
    _ kind: JoinKind,
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ leftPlan: PhysicalPlan,
    _ rightPlan: PhysicalPlan,
    _ conditions: [Expression],
    hasSubqueries: Bool,
    leftSources: SourceSet,
    rightSources: SourceSet
  ) {
    self.kind = kind
    self.left = left
    self.right = right
    self.leftPlan = leftPlan
    self.rightPlan = rightPlan
    self.hasSubqueries = hasSubqueries
    for condition in conditions where !condition.isTrueLiteral {
      if let key = condition.joinKey(leftSources, rightSources) {
        keys.append(key)
      } else {
        residual.append(condition)
      }
    }
  }
}

extension Lowering {
  mutating func planJoin(
    _ kind: JoinKind,
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ condition: Expression,
    _ demand: Demand
  ) throws(KindredError) -> PhysicalPlan {
    if condition.hasSubquery,
      let split = try planJoinWithSubqueries(kind, left, right, condition, demand)
    {
      return split
    }
    let isSwappable = kind == .inner && !demand.keepsOrder
    var leftPlan = try plan(left, demand)
    if let grouped = try planGroupJoin(kind, left, right, leftPlan, condition, demand) {
      return grouped
    }
    var rightPlan = try plan(
      right,
      kind == .semi || kind == .anti
        ? Demand(keepsOrder: false, isClosed: true) : demand
    )
    var leftSources = left.visible
    var rightSources = right.visible
    var conditions: [Expression] = []
    for conjunct in condition.conjuncts {
      conditions.append(
        try lowered(conjunct, onSideOf: &leftPlan, &leftSources, &rightPlan, &rightSources)
      )
    }
    let parts = JoinParts(
      kind,
      left,
      right,
      leftPlan,
      rightPlan,
      conditions,
      hasSubqueries: condition.hasSubquery,
      leftSources: leftSources,
      rightSources: rightSources
    )
    let straight = bestJoin(parts)
    guard isSwappable else { return straight }
    let swapped = bestJoin(parts.swapped(conditions, leftSources, rightSources))
    return swapped.estimatedCost < straight.estimatedCost ? swapped : straight
  }

  /// The cheapest of the ways to run the join that keep the left side's order.
  private mutating func bestJoin(_ parts: JoinParts) -> PhysicalPlan {
    var best = generalJoin(parts)
    guard let relation = relation(parts) else { return best }
    for candidate in [
      rowJoin(parts, relation), parentLookup(parts, relation), childExpansion(parts, relation),
    ] {
      if let candidate, candidate.estimatedCost <= best.estimatedCost { best = candidate }
    }
    return best
  }

  /// A hash join, or pair by pair when no key is equated.
  private mutating func generalJoin(_ parts: JoinParts) -> PhysicalPlan {
    let residual = parts.residual.isEmpty ? nil : Expression.all(parts.residual)
    guard !parts.keys.isEmpty else {
      return estimated(
        .nestedLoopJoin(parts.kind, parts.leftPlan, parts.rightPlan, on: residual ?? .true)
      )
    }
    return estimated(
      .join(
        parts.kind,
        probe: parts.leftPlan,
        build: parts.rightPlan,
        keys: parts.keys,
        residual: residual,
        .general
      )
    )
  }
}

extension JoinParts {
  /// The same inner join with the sides exchanged.
  func swapped(
    _ conditions: [Expression],
    _ leftSources: SourceSet,
    _ rightSources: SourceSet
  ) -> JoinParts {
    JoinParts(
      kind,
      right,
      left,
      rightPlan,
      leftPlan,
      conditions,
      hasSubqueries: hasSubqueries,
      leftSources: rightSources,
      rightSources: leftSources
    )
  }
}

extension Expression {
  /// The condition as a pair of equal keys of a probing left and a buffered right side.
  fileprivate func joinKey(_ left: SourceSet, _ right: SourceSet) -> JoinKey? {
    guard case .comparison(let op, let first, let second) = self,
      op == .equal || op == .identical
    else { return nil }
    let (firstSources, secondSources) = (first.sources, second.sources)
    guard !firstSources.isEmpty, !secondSources.isEmpty else { return nil }
    let isNullSafe = op == .identical
    if firstSources.isDisjoint(with: right), secondSources.isDisjoint(with: left) {
      return JoinKey(probe: first, build: second, isNullSafe: isNullSafe)
    }
    if firstSources.isDisjoint(with: left), secondSources.isDisjoint(with: right) {
      return JoinKey(probe: second, build: first, isNullSafe: isNullSafe)
    }
    return nil
  }
}
