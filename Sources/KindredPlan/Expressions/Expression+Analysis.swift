// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension Expression {
  /// Visits the operands in reading order without building an array of them.
  package func forEachOperand(_ body: (Expression) -> Void) {
    switch self {
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .exists, .scalar: break
    case .comparison(_, let left, let right), .arithmetic(_, let left, let right):
      body(left)
      body(right)
    case .and(let operands), .or(let operands), .coalesce(let operands),
      .function(_, let operands):
      for operand in operands { body(operand) }
    case .not(let operand), .isNull(let operand), .truth(_, let operand), .negate(let operand),
      .inList(let operand, _), .inSubquery(let operand, _):
      body(operand)
    case .textMatch(_, let text, let pattern):
      body(text)
      body(pattern)
    case .conditional(let branches, let otherwise):
      for branch in branches {
        body(branch.condition)
        body(branch.value)
      }
      body(otherwise)
    }
  }

  /// Maps the operands; nil when `rewrite` leaves all of them alone.
  package func mapOperandsIfChanged(_ rewrite: (Expression) -> Expression?) -> Expression? {
    var position = 0
    var changes: [(position: Int, operand: Expression)] = []
    forEachOperand { operand in
      if let changed = rewrite(operand) { changes.append((position, changed)) }
      position += 1
    }
    guard !changes.isEmpty else { return nil }
    position = 0
    var next = 0
    return mapOperands { operand in
      defer { position += 1 }
      guard next < changes.count, changes[next].position == position else { return operand }
      defer { next += 1 }
      return changes[next].operand
    }
  }

  /// Maps the plans of the subqueries anywhere in the expression; nil when none changes.
  package func mapSubplansIfChanged(_ rewrite: (LogicalPlan) -> LogicalPlan?) -> Expression? {
    let mapped = mapOperandsIfChanged { $0.mapSubplansIfChanged(rewrite) }
    guard let subplan, let changed = rewrite(subplan) else { return mapped }
    return (mapped ?? self).mapOperands({ $0 }, plan: { _ in changed })
  }

  /// The sources that the expression mentions, those of its subqueries' free references included.
  package var sources: SourceSet {
    var found = SourceSet()
    collectSources(into: &found)
    return found
  }

  package func collectSources(into found: inout SourceSet) {
    switch self {
    case .column(let reference): found.insert(reference.source)
    case .row(let source), .rowID(let source), .parentRowID(let source, _): found.insert(source)
    case .exists(let plan), .scalar(let plan), .inSubquery(_, let plan):
      found.formUnion(plan.freeSources)
    case .literal, .parameter, .comparison, .and, .or, .not, .isNull, .truth, .inList, .textMatch,
      .arithmetic, .negate, .function, .coalesce, .conditional:
      break
    }
    forEachOperand { $0.collectSources(into: &found) }
  }

  package func mentions(_ sources: SourceSet) -> Bool { !self.sources.isDisjoint(with: sources) }

  /// Whether a subquery stands anywhere in the expression.
  package var hasSubquery: Bool {
    if subplan != nil { return true }
    var found = false
    forEachOperand { found = found || $0.hasSubquery }
    return found
  }

  /// A literal or a parameter: known before the first row is.
  package var isConstant: Bool {
    switch self {
    case .literal, .parameter: true
    case .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not, .isNull, .truth,
      .inList, .textMatch, .arithmetic, .negate, .function, .coalesce, .conditional, .exists,
      .scalar, .inSubquery:
      false
    }
  }

  /// Nothing to compute: may be written in several places instead of one.
  package var isTrivial: Bool {
    if case .column = self { true } else { isConstant }
  }

  package static func null(_ type: ColumnType) -> Expression { .literal(.null, type) }

  package var isTrueLiteral: Bool {
    if case .literal(.integer(let value), _) = self { value != 0 } else { false }
  }

  /// A literal that a filter would drop every row for: false or NULL.
  package var isNeverTrueLiteral: Bool {
    switch self {
    case .literal(.integer(0), _), .literal(.null, _): true
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not,
      .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce,
      .conditional, .exists, .scalar, .inSubquery:
      false
    }
  }
}
