// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// Something about a query that may not be meant as it is written, or could be faster.
package struct PlanWarning: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case notInOverNullable
    case limitWithoutTotalOrder
    case distinctHidesFanOut
    case siblingToManyJoins
    case missingIndex
  }

  package let kind: Kind
  package let message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}

extension LogicalPlan {
  /// What is doubtful about the query as it is written, each once.
  package func warnings(_ schema: Schema) -> [PlanWarning] {
    var warnings: [PlanWarning] = []
    collectWarnings(schema, isQuestion: false, into: &warnings)
    return warnings
  }

  /// A question is a plan of which it only matters if it has a row.
  private func collectWarnings(
    _ schema: Schema,
    isQuestion: Bool,
    into warnings: inout [PlanWarning]
  ) {
    func add(_ warning: PlanWarning?) {
      if let warning, !warnings.contains(warning) { warnings.append(warning) }
    }
    switch self {
    case .limit(let count, let offset, let input) where !isQuestion:
      add(input.limitWarning(count, offset, schema))
    case .distinct(let input): add(input.fanOutWarning(schema))
    case .join(.inner, _, _, _), .join(.left, _, _, _): add(siblingWarning(schema))
    case .scan, .filter, .project, .join, .aggregate, .sort, .limit, .firstPerKey, .setOperation:
      break
    }
    forEachExpression { expression in
      expression.forEachMembership { operand in add(operand.notInWarning(schema)) }
      expression.forEachSubquery { subquery, isQuestion in
        subquery.collectWarnings(schema, isQuestion: isQuestion, into: &warnings)
      }
    }
    forEachInput { $0.collectWarnings(schema, isQuestion: isQuestion, into: &warnings) }
  }

  private func limitWarning(_ count: Int?, _ offset: Int, _ schema: Schema) -> PlanWarning? {
    if count == nil && offset == 0 { return nil }
    if case .project(_, _, let input) = self { return input.limitWarning(count, offset, schema) }
    guard case .sort(let keys, let input) = self else {
      return PlanWarning(
        .limitWithoutTotalOrder,
        "a limit without an order takes the rows that were added first: order by something"
      )
    }
    let columns = keys.compactMap { key -> OutputColumn? in
      if case .column(let column) = key.expression { .column(column) } else { nil }
    }
    if input.isUnique(on: columns, schema) { return nil }
    return PlanWarning(
      .limitWithoutTotalOrder,
      "the order before a limit leaves ties, of which those that were added first are taken: order by a "
        + "unique column last"
    )
  }

  /// About a projection of joined rows of which no column of the multiplying side is left.
  private func fanOutWarning(_ schema: Schema) -> PlanWarning? {
    guard case .project(_, let expressions, let input) = self else { return nil }
    var used = SourceSet()
    for expression in expressions { expression.collectSources(into: &used) }
    guard let table = input.multiplying(unless: used, schema) else { return nil }
    return PlanWarning(
      .distinctHidesFanOut,
      "distinct takes back the rows that the join with \(table) multiplied, of which nothing is selected: "
        + "ask with exists or any instead"
    )
  }

  /// The table that is joined with several rows per row, and of which nothing is used.
  private func multiplying(unless used: SourceSet, _ schema: Schema) -> String? {
    switch self {
    case .filter(_, let input), .sort(_, let input): return input.multiplying(unless: used, schema)
    case .join(.inner, let left, let right, let condition),
      .join(.left, let left, let right, let condition):
      if right.visible.isDisjoint(with: used), !right.hasAtMostOneMatch(condition, schema),
        case .scan(_, let table)? = right.onlyScan
      {
        return schema[table].name
      }
      return left.multiplying(unless: used, schema)
    case .scan, .project, .join, .aggregate, .distinct, .limit, .firstPerKey, .setOperation:
      return nil
    }
  }

  private var onlyScan: LogicalPlan? {
    switch self {
    case .scan: self
    case .filter(_, let input): input.onlyScan
    case .project, .join, .aggregate, .distinct, .sort, .limit, .firstPerKey, .setOperation: nil
    }
  }

  /// About two tables that refer to the same row of a third, all joined.
  private func siblingWarning(_ schema: Schema) -> PlanWarning? {
    guard case .join(_, let left, let right, let condition) = self,
      case .scan(let source, let table)? = right.onlyScan,
      let parent = right.parentSource(source, table, condition, schema)
    else { return nil }
    var current = left
    while true {
      switch current {
      case .filter(_, let input): current = input
      case .join(let kind, let first, let second, let other):
        if kind == .inner || kind == .left,
          case .scan(let sibling, let siblingTable)? = second.onlyScan,
          second.parentSource(sibling, siblingTable, other, schema) == parent
        {
          return PlanWarning(
            .siblingToManyJoins,
            "\(schema[siblingTable].name) and \(schema[table].name) are both joined to the same row: each "
              + "row of the one comes with each of the other. Load them as relations, or aggregate each by "
              + "itself"
          )
        }
        current = first
      case .scan, .project, .aggregate, .distinct, .sort, .limit, .firstPerKey, .setOperation:
        return nil
      }
    }
  }

  /// The source whose row the scanned rows refer to by a foreign key that the condition follows, several of
  /// them to one.
  private func parentSource(
    _ source: SourceID,
    _ table: TableID,
    _ condition: Expression,
    _ schema: Schema
  ) -> SourceID? {
    if hasAtMostOneMatch(condition, schema) { return nil }
    for case .comparison(.equal, .column(let left), .column(let right)) in condition.conjuncts {
      for (child, parent) in [(left, right), (right, left)]
      where child.source == source && parent.source != source {
        let isReference = schema[table].foreignKeys.contains {
          $0.columns.contains(child.index) && $0.parentColumns.contains(parent.index)
        }
        if isReference { return parent.source }
      }
    }
    return nil
  }
}

/// The subquery of a NOT IN.
private struct NotIn {
  let plan: LogicalPlan

  func notInWarning(_ schema: Schema) -> PlanWarning? {
    if LogicalPlan.scan(SourceID(-1), TableID(0)).hasNoNull(.true, among: plan, schema) {
      return nil
    }
    return PlanWarning(
      .notInOverNullable,
      "NOT IN over values that may be NULL: one NULL among them, and the condition is true for no row. "
        + "Leave NULLs out of the subquery, or ask with none"
    )
  }
}

extension Expression {
  /// Visits the subqueries of each NOT IN in the expression.
  fileprivate func forEachMembership(_ body: (NotIn) -> Void) {
    if case .not(.inSubquery(_, let plan)) = self { body(NotIn(plan: plan)) }
    forEachOperand { $0.forEachMembership(body) }
  }

  /// Visits the subqueries, and whether it only matters if they have a row.
  fileprivate func forEachSubquery(_ body: (LogicalPlan, Bool) -> Void) {
    switch self {
    case .exists(let plan): body(plan, true)
    case .scalar(let plan), .inSubquery(_, let plan): body(plan, false)
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not,
      .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce,
      .conditional:
      break
    }
    forEachOperand { $0.forEachSubquery(body) }
  }
}
