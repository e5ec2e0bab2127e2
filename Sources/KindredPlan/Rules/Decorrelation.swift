// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A correlated subquery as a join with groups: one group per value of the correlation keys.
package struct GroupJoin {
  /// The subquery as it stands in the expression.
  package let subquery: Expression
  package let groups: LogicalPlan
  package let condition: Expression
  /// What takes the place of the subquery above the join.
  package let value: Expression
}

extension LogicalPlan {
  /// Replaces the first subquery for which there is a group join, wherever it is used in this chain
  /// of nodes, by a left join below the deepest use.
  ///
  /// The groups have at most one row for each row of the input, so the join neither duplicates nor
  /// reorders rows.
  ///
  /// `groupJoin` receives a subquery, the plan whose rows it is evaluated for, and whether it is
  /// evaluated for each of them (not only in some branch).
  package func decorrelated(
    _ rewriting: Rewriting,
    _ groupJoin: (Expression, LogicalPlan, Bool) -> GroupJoin?
  ) -> LogicalPlan? {
    switch self {
    case .project, .aggregate: return decorrelatedChain(groupJoin)?.plan
    case .filter, .sort:
      let rows = output.compactMap { column -> Expression? in
        if case .row(let source, _) = column { .row(source) } else { nil }
      }
      guard rows.count == output.count, let plan = decorrelatedChain(groupJoin)?.plan else {
        return nil
      }
      return .project(rewriting.freshSource(), rows, plan)
    case .scan, .join, .distinct, .limit, .firstPerKey, .setOperation: return nil
    }
  }

  private func decorrelatedChain(
    _ groupJoin: (Expression, LogicalPlan, Bool) -> GroupJoin?
  ) -> (plan: LogicalPlan, join: GroupJoin)? {
    guard let input = chainInput else { return nil }
    if input.isPassing, let (changed, join) = input.decorrelatedChain(groupJoin) {
      return (replacing(join).mapInputs { _ in changed }, join)
    }
    var found: GroupJoin?
    forEachExpression { expression in
      guard found == nil else { return }
      found = expression.firstSubquery(isEager: true) { groupJoin($0, input, $1) }
    }
    guard let found else { return nil }
    let joined = LogicalPlan.join(.left, input, found.groups, on: found.condition)
    return (replacing(found).mapInputs { _ in joined }, found)
  }

  private func replacing(_ join: GroupJoin) -> LogicalPlan {
    mapOwnExpressions { $0.replacing(join.subquery, by: join.value) }
  }

  private var chainInput: LogicalPlan? {
    switch self {
    case .filter(_, let input), .sort(_, let input), .limit(_, _, let input),
      .project(_, _, let input), .aggregate(_, _, _, let input):
      input
    case .scan, .join, .distinct, .firstPerKey, .setOperation: nil
    }
  }

  /// Whether what is visible below is visible above.
  private var isPassing: Bool {
    switch self {
    case .filter, .sort, .limit: true
    case .scan, .project, .join, .aggregate, .distinct, .firstPerKey, .setOperation: false
    }
  }
}

extension Expression {
  fileprivate func replacing(_ node: Expression, by replacement: Expression) -> Expression {
    self == node ? replacement : mapOperands { $0.replacing(node, by: replacement) }
  }

  /// The first group join for a subquery in the expression.
  fileprivate func firstSubquery(
    isEager: Bool,
    _ groupJoin: (Expression, Bool) -> GroupJoin?
  ) -> GroupJoin? {
    if subplan != nil, let found = groupJoin(self, isEager) { return found }
    var found: GroupJoin?
    var position = 0
    forEachOperand { operand in
      let isOperandEager = isEager && (!isLazy || position == 0)
      if found == nil { found = operand.firstSubquery(isEager: isOperandEager, groupJoin) }
      position += 1
    }
    return found
  }

  /// Whether only the first operand is sure to be evaluated.
  private var isLazy: Bool {
    switch self {
    case .coalesce, .conditional, .and, .or: true
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .not, .isNull,
      .truth, .inList, .textMatch, .arithmetic, .negate, .function, .exists, .scalar,
      .inSubquery:
      false
    }
  }
}

extension Unnested {
  /// The correlation as equalities of an outer and an inner expression; nil if it is anything else.
  package func equalities(
    from outer: SourceSet
  ) -> (outer: [Expression], inner: [Expression])? {
    guard !correlation.isEmpty else { return nil }
    let own = plan.visible
    var (outers, inners): ([Expression], [Expression]) = ([], [])
    for conjunct in correlation {
      guard case .comparison(.equal, let left, let right) = conjunct else { return nil }
      let (first, second) = left.mentions(outer) ? (left, right) : (right, left)
      guard !first.mentions(own), !second.sources.isEmpty, second.sources.isSubset(of: own) else {
        return nil
      }
      outers.append(first)
      inners.append(second)
    }
    return (outers, inners)
  }
}

extension GroupJoin {
  /// Joins on equal keys with the groups of a plan by those keys.
  package init(
    _ subquery: Expression,
    outerKeys: [Expression],
    keys: [Expression],
    aggregates: [Aggregate],
    over plan: LogicalPlan,
    as source: SourceID,
    value: Expression
  ) {
    self.init(
      subquery,
      outerKeys: outerKeys,
      keys: keys,
      groups: .aggregate(source, keys: keys, aggregates: aggregates, plan),
      as: source,
      value: value
    )
  }

  /// Joins on equal keys with groups whose keys are the first columns of the source.
  package init(
    _ subquery: Expression,
    outerKeys: [Expression],
    keys: [Expression],
    groups: LogicalPlan,
    as source: SourceID,
    value: Expression
  ) {
    self.subquery = subquery
    self.groups = groups
    self.condition = .all(
      outerKeys.indices.map { index in
        let key = ColumnReference(source, index, keys[index].type)
        return .comparison(.equal, outerKeys[index], .column(key))
      }
    )
    self.value = value
  }
}
