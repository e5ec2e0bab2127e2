// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Looks up both sides of a join by a value that is known for one.
///
///     Join on l.x = r.y                Join on l.x = r.y
///     ├─ l                      ⟶     ├─ Filter x = 5
///     └─ Filter y = 5                  │  └─ l
///        └─ r                          └─ Filter y = 5
///                                         └─ r
///
/// Holds because a pair that the join keeps agrees in x and y (also `IN` a list). From the right to
/// the left for inner and semi-joins, which drop the left rows without a partner; from the left to the
/// right for every kind but a full join. Only between columns of one type, of tables.
package struct InferKeyConstants: RewriteRule {
  package let roots: PlanFeatures = .joins
  package let needs: PlanFeatures = .filter

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    guard case .join(let kind, let left, let right, let on) = plan, kind != .full else {
      return nil
    }
    for conjunct in on.conjuncts {
      guard case .comparison(.equal, .column(let first), .column(let second)) = conjunct,
        first.type == second.type
      else { continue }
      let isLeftFirst = left.table(of: first.source) != nil
      let (own, other) = isLeftFirst ? (first, second) : (second, first)
      if let inferred = right.missing(other, left.knownValue(of: own)) {
        return .join(kind, left, .filter(inferred, right), on: on)
      }
      if kind == .inner || kind == .semi,
        let inferred = left.missing(own, right.knownValue(of: other))
      {
        return .join(kind, .filter(inferred, left), right, on: on)
      }
    }
    return nil
  }
}

extension LogicalPlan {
  /// The condition by which a filter at or directly below joins here fixes the column.
  fileprivate func knownValue(of column: ColumnReference) -> Expression? {
    switch self {
    case .filter(let condition, let input):
      condition.conjuncts.first { $0.fixes(column) } ?? input.knownValue(of: column)
    case .join(.inner, let left, let right, _):
      left.knownValue(of: column) ?? right.knownValue(of: column)
    case .join(.full, _, _, _): nil
    case .join(_, let left, _, _): left.knownValue(of: column)
    case .sort(_, let input), .distinct(let input): input.knownValue(of: column)
    case .scan, .project, .aggregate, .limit, .firstPerKey, .setOperation: nil
    }
  }

  /// The same condition on a column of a table here, unless it is there already.
  fileprivate func missing(_ column: ColumnReference, _ known: Expression?) -> Expression? {
    guard let known, table(of: column.source) != nil else { return nil }
    let wanted: Expression
    switch known {
    case .comparison(.equal, _, let value): wanted = .comparison(.equal, .column(column), value)
    case .inList(_, let values): wanted = .inList(.column(column), values)
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not,
      .isNull, .truth, .textMatch, .arithmetic, .negate, .function, .coalesce, .conditional,
      .exists, .scalar, .inSubquery:
      return nil
    }
    return hasFilter(by: { $0.fixes(column) || $0.isNeverTrueLiteral }) ? nil : wanted
  }

  private func hasFilter(by predicate: (Expression) -> Bool) -> Bool {
    if case .filter(let condition, _) = self, condition.conjuncts.contains(where: predicate) {
      return true
    }
    var found = false
    forEachInput { found = found || $0.hasFilter(by: predicate) }
    return found
  }
}

extension Expression {
  /// Whether the condition makes the column equal to a known value, or one of a few.
  fileprivate func fixes(_ column: ColumnReference) -> Bool {
    switch self {
    case .comparison(.equal, .column(column), let value): value.isConstant
    case .inList(.column(column), _): true
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not,
      .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce,
      .conditional, .exists, .scalar, .inSubquery:
      false
    }
  }
}
