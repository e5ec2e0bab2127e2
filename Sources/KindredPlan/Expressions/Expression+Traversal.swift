// SPDX-License-Identifier: Apache-2.0

extension Expression {
  /// The operands, in reading order.
  ///
  /// The plan of a subquery is not an operand.
  package var operands: [Expression] {
    switch self {
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .exists, .scalar: []
    case .comparison(_, let left, let right), .arithmetic(_, let left, let right): [left, right]
    case .and(let operands), .or(let operands), .coalesce(let operands),
      .function(_, let operands):
      operands
    case .not(let operand), .isNull(let operand), .truth(_, let operand), .negate(let operand),
      .inList(let operand, _), .inSubquery(let operand, _):
      [operand]
    case .textMatch(_, let text, let pattern): [text, pattern]
    case .conditional(let branches, let otherwise):
      branches.flatMap { [$0.condition, $0.value] } + [otherwise]
    }
  }

  /// The plans of the subqueries that stand directly in this node.
  package var subplan: LogicalPlan? {
    switch self {
    case .exists(let plan), .scalar(let plan), .inSubquery(_, let plan): plan
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not,
      .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce,
      .conditional:
      nil
    }
  }

  /// The same node over other operands; the plan of a subquery is mapped by `plan`.
  package func mapOperands(
    _ rewrite: (Expression) -> Expression,
    plan: (LogicalPlan) -> LogicalPlan = { $0 }
  ) -> Expression {
    switch self {
    case .literal, .parameter, .column, .row, .rowID, .parentRowID: self
    case .comparison(let op, let left, let right): .comparison(op, rewrite(left), rewrite(right))
    case .arithmetic(let op, let left, let right): .arithmetic(op, rewrite(left), rewrite(right))
    case .and(let operands): .and(operands.map(rewrite))
    case .or(let operands): .or(operands.map(rewrite))
    case .coalesce(let operands): .coalesce(operands.map(rewrite))
    case .function(let function, let operands): .function(function, operands.map(rewrite))
    case .not(let operand): .not(rewrite(operand))
    case .isNull(let operand): .isNull(rewrite(operand))
    case .truth(let value, let operand): .truth(value, rewrite(operand))
    case .negate(let operand): .negate(rewrite(operand))
    case .inList(let operand, let values): .inList(rewrite(operand), values)
    case .textMatch(let match, let text, let pattern):
      .textMatch(match, rewrite(text), pattern: rewrite(pattern))
    case .conditional(let branches, let otherwise):
      .conditional(
        branches.map { .init(condition: rewrite($0.condition), value: rewrite($0.value)) },
        otherwise: rewrite(otherwise)
      )
    case .exists(let subplan): .exists(plan(subplan))
    case .scalar(let subplan): .scalar(plan(subplan))
    case .inSubquery(let operand, let subplan): .inSubquery(rewrite(operand), plan(subplan))
    }
  }

  /// Rebuilds the expression bottom-up, replacing each node by `rewrite(node)`; the plans of
  /// subqueries are rebuilt the same way.
  package func rewrittenBottomUp(_ rewrite: (Expression) -> Expression) -> Expression {
    rewrite(
      mapOperands(
        { $0.rewrittenBottomUp(rewrite) },
        plan: { $0.mappingExpressions { $0.rewrittenBottomUp(rewrite) } }
      )
    )
  }

  /// The sources that the expression mentions, those of its subqueries' free references included.
  package var references: Set<SourceID> {
    var found: Set<SourceID> = []
    collectReferences(into: &found)
    return found
  }

  package func collectReferences(into found: inout Set<SourceID>) {
    switch self {
    case .column(let reference): found.insert(reference.source)
    case .row(let source), .rowID(let source), .parentRowID(let source, _): found.insert(source)
    case .literal, .parameter, .comparison, .and, .or, .not, .isNull, .truth, .inList, .textMatch,
      .arithmetic, .negate, .function, .coalesce, .conditional, .exists, .scalar, .inSubquery:
      break
    }
    for operand in operands { operand.collectReferences(into: &found) }
    if let subplan { found.formUnion(subplan.freeReferences) }
  }

  /// The conjuncts of a condition: itself unless it is a conjunction, then all of theirs, flattened.
  package var conjuncts: [Expression] {
    guard case .and(let operands) = self else { return [self] }
    return operands.flatMap(\.conjuncts)
  }

  /// The conjunction of the conditions, flat; `true` for none, the condition itself for one.
  package static func all(_ conditions: [Expression]) -> Expression {
    let flat = conditions.flatMap(\.conjuncts)
    return flat.count == 1 ? flat[0] : flat.isEmpty ? .true : .and(flat)
  }

  /// Replaces references to columns.
  package func replacingColumns(_ replacement: (ColumnReference) -> Expression?) -> Expression {
    rewrittenBottomUp { node in
      guard case .column(let reference) = node else { return node }
      return replacement(reference) ?? node
    }
  }
}
