// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension PlanWriter {
  /// The expression as it is written inside the block, or in a subquery of it.
  func fragment(_ expression: Expression, in block: SelectBlock) -> SQLFragment {
    switch expression {
    case .column(let reference): return column(SourceColumn(reference), block)
    case .rowID(let source): return column(.rowID(source), block)
    case .parentRowID(let source, let key): return parentRowID(source, key, block)
    case .row(let source):
      preconditionFailure("the row of source \(source.raw) stands in an expression")
    case .not(let operand):
      if let fragment = negation(of: operand, block) { return fragment }
    case .literal, .parameter, .comparison, .and, .or, .isNull, .truth, .inList, .textMatch,
      .arithmetic, .negate, .function, .coalesce, .conditional, .exists, .scalar, .inSubquery:
      break
    }
    let operands = expression.operands.map { fragment($0, in: block) }
    return noting(expression, operands, written(expression, operands, block))
  }

  private func noting(
    _ expression: Expression,
    _ operands: [SQLFragment],
    _ fragment: SQLFragment
  ) -> SQLFragment {
    var result = fragment
    result.isFalse = isFalse(expression, operands)
    result.isConstant =
      result.isFalse || expression.subplan == nil && operands.allSatisfy(\.isConstant)
    result.hasAggregate = !result.isFalse && operands.contains(where: \.hasAggregate)
    result.hasSubquery = expression.subplan != nil || operands.contains(where: \.hasSubquery)
    return result
  }

  /// What SQLite's parser turns into a literal 0, which as a sort key would be a position.
  private func isFalse(_ expression: Expression, _ operands: [SQLFragment]) -> Bool {
    switch expression {
    case .literal(.integer(0), .boolean), .inList(_, []), .or([]): true
    case .and: operands.contains(where: \.isFalse)
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .or, .not,
      .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce,
      .conditional, .exists, .scalar, .inSubquery:
      operands.count == 1 && isTransparent(expression) && operands[0].isFalse
    }
  }

  /// Whether the node over one operand prints as that operand.
  private func isTransparent(_ expression: Expression) -> Bool {
    switch expression {
    case .or, .coalesce, .function(.concatenate, _), .function(.minimum, _),
      .function(.maximum, _), .conditional:
      true
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .not,
      .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .exists, .scalar,
      .inSubquery:
      false
    }
  }

  private func column(_ column: SourceColumn, _ block: SelectBlock) -> SQLFragment {
    if let fragment = block.spellings[column] { return fragment }
    for spellings in enclosing.reversed() {
      if let fragment = spellings[column] { return fragment }
    }
    preconditionFailure(
      "column \(column.index) of source \(column.source.raw) is not visible where it is mentioned"
    )
  }

  private func parentRowID(
    _ source: SourceID,
    _ key: ForeignKeyID,
    _ block: SelectBlock
  ) -> SQLFragment {
    let foreignKey = schema[key]
    let parent = schema[foreignKey.parent]
    let alias = names.fresh("p")
    let matches = zip(foreignKey.columns, foreignKey.parentColumns).map {
      child,
      target -> SQLText in
      let name = dialect.identifier(parent.columns[target].name)
      return "\(alias).\(name) = \(column(SourceColumn(source, child), block).text)"
    }
    let table = dialect.identifier(parent.name)
    var result = SQLFragment(
      "(SELECT \(alias).\(dialect.rowID) FROM \(table) AS \(alias) WHERE \(matches.joined(" AND ")))"
    )
    result.hasSubquery = true
    return result
  }

  /// The node over its operands, already written.
  private func written(
    _ expression: Expression,
    _ operands: [SQLFragment],
    _ block: SelectBlock
  ) -> SQLFragment {
    switch expression {
    case .column, .row, .rowID, .parentRowID: preconditionFailure("a column has no operands")
    case .literal(let value, let type): return literal(value, type)
    case .parameter(let index, _): return SQLFragment(SQLText([.parameter(index)]))
    case .comparison(let comparison, _, _):
      return comparing(comparison, operands[0], operands[1])
    case .and: return chain(operands, "AND", .and, empty: "1")
    case .or: return chain(operands, "OR", .or, empty: "0")
    case .not: return SQLFragment("NOT \(operands[0].text(atLeast: .not))", .not)
    case .isNull: return test(operands[0], "IS NULL")
    case .truth(.isUnknown, _): return test(operands[0], "IS NULL")
    case .truth(let value, _): return test(operands[0], "IS \(value.rawValue)")
    case .inList(let operand, let values):
      return test(operands[0], "IN \(list(values, operand.type))")
    case .textMatch(let match, _, let pattern): return textMatch(match, operands, pattern)
    case .arithmetic(let operation, _, _): return arithmetic(operation, operands[0], operands[1])
    case .negate: return SQLFragment("-\(operands[0].text(atLeast: .primary))", .unary)
    case .function(let function, _): return call(function, operands, expression.type)
    case .coalesce: return coalescing(operands)
    case .conditional(let branches, _): return conditional(branches.count, operands)
    case .exists(let plan): return SQLFragment("EXISTS (\(nested(block) { selectOne(plan) }))")
    case .scalar(let plan): return SQLFragment("(\(nested(block) { select(plan) }))")
    case .inSubquery(_, let plan):
      return test(operands[0], "IN (\(nested(block) { select(plan) }))")
    }
  }

  /// Runs the body with the block's columns visible as an enclosing query's.
  private func nested(_ block: SelectBlock, _ body: () -> SQLText) -> SQLText {
    enclosing.append(block.spellings)
    defer { enclosing.removeLast() }
    return body()
  }

  private func literal(_ value: Value, _ type: ColumnType) -> SQLFragment {
    switch value {
    case .null: SQLFragment("NULL")
    case .integer(let value) where type == .boolean: SQLFragment(value == 0 ? "0" : "1")
    case .integer(let number):
      SQLFragment(SQLText([.value(value, type)]), number < 0 ? .unary : .primary)
    case .real(let number):
      SQLFragment(SQLText([.value(value, type)]), number.sign == .minus ? .unary : .primary)
    case .text: SQLFragment(SQLText([.value(value, type)]))
    }
  }

  /// `NOT`, moved into the operator where SQL has a word for it; nil where it has none.
  private func negation(of expression: Expression, _ block: SelectBlock) -> SQLFragment? {
    let operands = { expression.operands.map { self.fragment($0, in: block) } }
    switch expression {
    case .isNull, .truth(.isUnknown, _): return negated(expression, operands(), "IS NOT NULL")
    case .truth(let value, _): return negated(expression, operands(), "IS NOT \(value.rawValue)")
    case .inList(let operand, let values):
      return negated(expression, operands(), "NOT IN \(list(values, operand.type))")
    case .inSubquery(_, let plan):
      let query = nested(block) { select(plan) }
      return negated(expression, operands(), "NOT IN (\(query))")
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not,
      .textMatch, .arithmetic, .negate, .function, .coalesce, .conditional, .exists, .scalar:
      return nil
    }
  }

  private func negated(
    _ expression: Expression,
    _ operands: [SQLFragment],
    _ words: SQLText
  ) -> SQLFragment {
    var result = noting(expression, operands, test(operands[0], words))
    // NOT IN () is a literal 1 to the parser.
    if result.isFalse { (result.isFalse, result.isConstant) = (false, true) }
    return result
  }
}
