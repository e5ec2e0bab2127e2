// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Lowering {
  /// Plans a join whose condition has a subquery over both sides; nil if each is over one side
  /// only, and so can be run on that side's input.
  ///
  /// One that can fail is not, as the rest of the condition may shield it.
  ///
  /// An inner join filters by it afterwards. A semi- or anti-join becomes the EXISTS that it stands for. A
  /// left or full join is put together from the pairs of the inner one.
  mutating func planJoinWithSubqueries(
    _ kind: JoinKind,
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ condition: Expression,
    _ demand: Demand
  ) throws(KindredError) -> PhysicalPlan? {
    let (leftSources, rightSources) = (left.visible, right.visible)
    let (late, early) = condition.conjuncts.partitioned {
      $0.hasSubquery(over: leftSources, and: rightSources)
        || ($0.hasSubquery && $0.canFail)
    }
    guard !late.isEmpty else { return nil }
    switch kind {
    case .inner:
      let joined = try planJoin(.inner, left, right, .all(early), demand)
      return try filtered(joined, by: late)
    case .semi, .anti:
      let partner = Expression.exists(.filter(condition, right))
      return try filtered(
        try plan(left, demand),
        by: [kind == .semi ? partner : .not(partner)]
      )
    case .left, .full: return try planOuterJoin(kind, left, right, early, late, demand)
    }
  }

  /// The condition over the joined rows; a subquery of one side is run on that side's input.
  mutating func lowered(
    _ condition: Expression,
    onSideOf left: inout PhysicalPlan,
    _ leftSources: inout SourceSet,
    _ right: inout PhysicalPlan,
    _ rightSources: inout SourceSet
  ) throws(KindredError) -> Expression {
    guard condition.hasSubquery else { return replaced(condition) }
    if !condition.mentions(rightSources) {
      let lowered = try lowered(condition, over: &left)
      leftSources.formUnion(lowered.sources)
      return lowered
    }
    if !condition.mentions(leftSources) {
      let lowered = try lowered(condition, over: &right)
      rightSources.formUnion(lowered.sources)
      return lowered
    }
    var operands: [Expression] = []
    for operand in condition.operands {
      operands.append(
        try lowered(operand, onSideOf: &left, &leftSources, &right, &rightSources)
      )
    }
    var position = -1
    return condition.mapOperands { _ in
      position += 1
      return operands[position]
    }
  }
}

extension Expression {
  /// Whether a subquery in the expression depends on sources of both sets.
  fileprivate func hasSubquery(over first: SourceSet, and second: SourceSet) -> Bool {
    if subplan != nil, mentions(first), mentions(second) { return true }
    var found = false
    forEachOperand { found = found || $0.hasSubquery(over: first, and: second) }
    return found
  }
}
