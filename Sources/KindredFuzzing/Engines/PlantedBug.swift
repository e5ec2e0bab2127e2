// SPDX-License-Identifier: Apache-2.0

package import KindredPlan

/// Mistakes that a rewrite could make, to see that the tests find them and shrink them.
package enum PlantedBug: String, Sendable, CaseIterable {
  /// NOT EXISTS becomes EXISTS.
  case antiJoinTurnedSemi
  /// `<` becomes `<=`.
  case lessOrEqualForLess
  /// NOT IN becomes NOT EXISTS, which keeps rows where a NULL makes NOT IN unknown.
  case notInWithoutNull
  /// What picks partners in the ON of a left join moves to WHERE.
  case leftJoinPredicateMoved
  /// DISTINCT is dropped.
  case distinctDropped
  /// LIMIT keeps one row too many.
  case limitOffByOne

  /// The plan with the mistake, wherever there is room for it.
  package func planted(in plan: LogicalPlan) -> LogicalPlan {
    changed(
      plan.mapInputs(planted).mapOwnExpressions { expression in
        expression.rewrittenWithSubplans(planted, changed)
      }
    )
  }

  private func changed(_ plan: LogicalPlan) -> LogicalPlan {
    switch (self, plan) {
    case (.leftJoinPredicateMoved, .join(.left, let left, let right, let condition)):
      .filter(condition, .join(.left, left, right, on: condition))
    case (.distinctDropped, .distinct(let input)): input
    case (.limitOffByOne, .limit(let count?, let offset, let input)):
      .limit(count: count + 1, offset: offset, input)
    case (_, _): plan
    }
  }

  private func changed(_ expression: Expression) -> Expression {
    switch (self, expression) {
    case (.antiJoinTurnedSemi, .not(.exists(let plan))): .exists(plan)
    case (.lessOrEqualForLess, .comparison(.less, let left, let right)):
      .comparison(.lessOrEqual, left, right)
    case (.notInWithoutNull, .not(.inSubquery(let operand, let plan))):
      .not(.exists(.filter(.comparison(.equal, operand, plan.firstColumn), plan)))
    case (_, _): expression
    }
  }
}

extension Expression {
  /// Bottom-up; the plans of subqueries are mapped by `plan`.
  fileprivate func rewrittenWithSubplans(
    _ plan: (LogicalPlan) -> LogicalPlan,
    _ rewrite: (Expression) -> Expression
  ) -> Expression {
    rewrite(mapOperands({ $0.rewrittenWithSubplans(plan, rewrite) }, plan: plan))
  }
}

extension LogicalPlan {
  fileprivate var firstColumn: Expression {
    guard case .column(let reference)? = output.first else { return .false }
    return .column(reference)
  }
}
