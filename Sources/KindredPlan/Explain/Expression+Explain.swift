// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension PlanNames {
  /// The expression in the notation of SQL; a subquery as the number under which it is shown.
  mutating func text(_ expression: Expression) -> String {
    switch expression {
    case .literal(let value, let type): value.description(as: type)
    case .parameter(let number, _): "?\(number)"
    case .column(let reference): column(reference)
    case .row(let source): "\(self[source]).*"
    case .rowID(let source): "rowid(\(self[source]))"
    case .parentRowID(let source, let key):
      "rowid(\(self[source]) → \(schema[schema[key].parent].name))"
    case .comparison(let op, let left, let right):
      "\(operand(left)) \(op.rawValue) \(operand(right))"
    case .arithmetic(let op, let left, let right):
      "\(operand(left)) \(op.rawValue) \(operand(right))"
    case .and(let operands): list(operands.map { operand($0) }, " AND ", none: "TRUE")
    case .or(let operands): list(operands.map { operand($0) }, " OR ", none: "FALSE")
    case .not(.isNull(let value)): "\(operand(value)) IS NOT NULL"
    case .not(let value): "NOT \(operand(value))"
    case .isNull(let value): "\(operand(value)) IS NULL"
    case .truth(let truth, let value): "\(operand(value)) IS \(truth.rawValue)"
    case .inList(let value, let values):
      "\(operand(value)) IN (\(values.map { $0.description(as: value.type) }.joined(separator: ", ")))"
    case .textMatch(let match, let value, let pattern):
      "\(operand(value)) \(name(of: match)) \(operand(pattern))"
    case .negate(let value): "-\(operand(value))"
    case .function(let function, let operands): call(function.rawValue, operands)
    case .coalesce(let operands): call("coalesce", operands)
    case .conditional(let branches, let otherwise): conditional(branches, otherwise)
    case .exists(let plan): "exists(#\(number(of: plan)))"
    case .scalar(let plan): "scalar(#\(number(of: plan)))"
    case .inSubquery(let value, let plan): "\(operand(value)) IN (#\(number(of: plan)))"
    }
  }

  mutating func texts(_ expressions: [Expression]) -> String {
    expressions.map { text($0) }.joined(separator: ", ")
  }

  mutating func text(_ aggregate: Aggregate) -> String {
    let argument = aggregate.argument.map { text($0) } ?? "*"
    let distinct = aggregate.function == .countDistinct ? "DISTINCT " : ""
    let call = "\(aggregate.function.name)(\(distinct)\(argument))"
    return aggregate.filter.map { call + " FILTER (\(text($0)))" } ?? call
  }

  mutating func text(_ key: SortKey) -> String {
    let order = key.isDescending ? " DESC" : ""
    let nulls =
      key.nullsFirst == !key.isDescending ? "" : key.nullsFirst ? " NULLS FIRST" : " NULLS LAST"
    return text(key.expression) + order + nulls
  }

  /// In parentheses if it is itself an operation with operands on both sides.
  private mutating func operand(_ expression: Expression) -> String {
    let inner = text(expression)
    return switch expression {
    case .comparison, .and, .or, .arithmetic, .not, .isNull, .truth, .inList, .textMatch, .negate,
      .inSubquery:
      "(\(inner))"
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .function, .coalesce,
      .conditional, .exists, .scalar:
      inner
    }
  }

  private mutating func call(_ name: String, _ operands: [Expression]) -> String {
    "\(name)(\(texts(operands)))"
  }

  private func list(_ operands: [String], _ separator: String, none: String) -> String {
    operands.isEmpty ? none : operands.joined(separator: separator)
  }

  private mutating func conditional(
    _ branches: [ConditionalBranch],
    _ otherwise: Expression
  ) -> String {
    var result = "CASE"
    for branch in branches {
      result += " WHEN \(text(branch.condition)) THEN \(text(branch.value))"
    }
    return result + " ELSE \(text(otherwise)) END"
  }

  private func name(of match: TextMatch) -> String {
    switch match {
    case .hasPrefix: "HAS PREFIX"
    case .hasSuffix: "HAS SUFFIX"
    case .contains: "CONTAINS"
    case .like: "LIKE"
    case .glob: "GLOB"
    }
  }
}
