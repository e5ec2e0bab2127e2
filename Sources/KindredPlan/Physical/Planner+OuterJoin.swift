// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Lowering {
  /// A left or full join on a condition whose subqueries are over both sides: the rows of both are numbered,
  /// the pairs found by an inner join with a filter above, and the numbers of those joined back.
  ///
  ///     left ⟕ right = (numbered left ⟕ pairs) ⟕ numbered right
  ///     left ⟗ right = (numbered left ⟕ pairs) ⟗ numbered right
  ///
  /// Holds because a number names one row, and is the same each time the side is run: a left row comes once
  /// for each of its pairs, or once without; each pair has one right row. The inner join sees to the `early`
  /// conditions; the `late` ones are asked of its pairs.
  mutating func planOuterJoin(
    _ kind: JoinKind,
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ early: [Expression],
    _ late: [Expression],
    _ demand: Demand
  ) throws(KindredError) -> PhysicalPlan {
    let inputs = Demand(keepsOrder: true, isClosed: demand.isClosed)
    let (first, firstNumber) = numbered(try plan(left, inputs))
    let (second, secondNumber) = numbered(try plan(right, inputs))
    var (leftPlan, rightPlan) = (first, second)
    var (leftSources, rightSources) = (left.visible, right.visible)
    var conditions: [Expression] = []
    for conjunct in early {
      conditions.append(
        try lowered(conjunct, onSideOf: &leftPlan, &leftSources, &rightPlan, &rightSources)
      )
    }
    let inner = bestJoin(
      JoinParts(
        .inner,
        JoinSide(logical: left, physical: leftPlan, sources: leftSources),
        JoinSide(logical: right, physical: rightPlan, sources: rightSources),
        conditions,
        hasSubqueries: true,
        keepsOrder: true
      )
    )
    let pairs = freshSource()
    let kept = estimated(
      .project(pairs, [firstNumber, secondNumber], try filtered(inner, by: late))
    )
    let withPairs = joined(
      .left,
      first,
      kept,
      firstNumber,
      .column(ColumnReference(pairs, 0, .integer))
    )
    return joined(
      kind,
      withPairs,
      second,
      .column(ColumnReference(pairs, 1, .integer)),
      secondNumber
    )
  }

  private mutating func joined(
    _ kind: JoinKind,
    _ probe: PhysicalPlan,
    _ build: PhysicalPlan,
    _ probeKey: Expression,
    _ buildKey: Expression
  ) -> PhysicalPlan {
    let key = JoinKey(probe: probeKey, build: buildKey)
    return estimated(
      .join(kind, probe: probe, build: build, keys: [key], residual: nil, .general)
    )
  }

  private mutating func numbered(_ plan: PhysicalPlan) -> (PhysicalPlan, Expression) {
    let source = freshSource()
    return (
      estimated(.numbered(source, plan)), .column(ColumnReference(source, 0, .integer))
    )
  }
}
