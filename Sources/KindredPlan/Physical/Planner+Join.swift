// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A join's two planned inputs and its condition, sorted into keys and the rest.
struct JoinParts {
  let kind: JoinKind
  let left: JoinSide
  let right: JoinSide
  /// Whether the condition runs subqueries on the inputs: then they are needed as they are planned.
  let hasSubqueries: Bool
  /// Whether the order of the rows can be seen.
  let keepsOrder: Bool
  private(set) var keys: [JoinKey] = []
  private(set) var residual: [Expression] = []

  /// Sorts the conjuncts: an equality between the two sides is a key.
  init(
    _ kind: JoinKind,
    _ left: JoinSide,
    _ right: JoinSide,
    _ conditions: [Expression],
    hasSubqueries: Bool,
    keepsOrder: Bool
  ) {
    self.kind = kind
    self.left = left
    self.right = right
    self.hasSubqueries = hasSubqueries
    self.keepsOrder = keepsOrder
    for condition in conditions where !condition.isTrueLiteral {
      if let key = condition.joinKey(left.sources, right.sources) {
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
    let inputs = Demand(keepsOrder: demand.keepsOrder, isClosed: demand.isClosed)
    var leftPlan = try plan(left, inputs)
    if let grouped = try planGroupJoin(kind, left, right, leftPlan, condition, demand) {
      return grouped
    }
    var rightPlan = try plan(
      right,
      kind == .semi || kind == .anti
        ? Demand(keepsOrder: false, isClosed: true) : inputs
    )
    var leftSources = left.visible
    var rightSources = right.visible
    var conditions: [Expression] = []
    for conjunct in condition.conjuncts {
      conditions.append(
        try lowered(conjunct, onSideOf: &leftPlan, &leftSources, &rightPlan, &rightSources)
      )
    }
    let first = JoinSide(logical: left, physical: leftPlan, sources: leftSources)
    let second = JoinSide(logical: right, physical: rightPlan, sources: rightSources)
    let straight = bestJoin(
      JoinParts(
        kind,
        first,
        second,
        conditions,
        hasSubqueries: condition.hasSubquery,
        keepsOrder: demand.keepsOrder
      )
    )
    guard kind == .inner, !demand.keepsOrder else { return straight }
    let swapped = bestJoin(
      JoinParts(
        kind,
        second,
        first,
        conditions,
        hasSubqueries: condition.hasSubquery,
        keepsOrder: false
      )
    )
    return swapped.estimatedCost < straight.estimatedCost ? swapped : straight
  }

  /// The cheapest of the ways to run the join that keep the left side's order.
  mutating func bestJoin(_ parts: JoinParts) -> PhysicalPlan {
    var best = generalJoin(parts)
    guard parts.kind != .full, let relation = relation(parts) else { return best }
    for candidate in [
      rowJoin(parts, relation), parentLookup(parts, relation), childExpansion(parts, relation),
    ] {
      if let candidate, candidate.estimatedCost <= best.estimatedCost { best = candidate }
    }
    if let turned = turnedSemiJoin(parts, relation), turned.estimatedCost < best.estimatedCost {
      note(.semiJoinDirection)
      best = turned
    }
    return best
  }

  /// A hash join, or pair by pair when no key is equated.
  private mutating func generalJoin(_ parts: JoinParts) -> PhysicalPlan {
    let residual = parts.residual.isEmpty ? nil : Expression.all(parts.residual)
    guard !parts.keys.isEmpty else {
      return estimated(
        .nestedLoopJoin(
          parts.kind,
          parts.left.physical,
          parts.right.physical,
          on: residual ?? .true
        )
      )
    }
    return estimated(
      .join(
        parts.kind,
        probe: parts.left.physical,
        build: parts.right.physical,
        keys: parts.keys,
        residual: residual,
        .general
      )
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
