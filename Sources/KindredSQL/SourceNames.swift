// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// The alias of each source of a statement: one for the whole of it, so that a subquery never hides
/// the source of an enclosing query.
struct SourceNames {
  private var aliases: [SourceID: String] = [:]
  private var used: Set<String> = []
  private var columns: Set<SourceColumn> = []

  /// Names all sources of the plan, those of its subqueries included, in reading order.
  init(_ plan: LogicalPlan, _ schema: Schema) {
    visit(plan, schema)
    for output in plan.output { noteOutput(output, schema) }
  }

  func alias(of source: SourceID) -> String {
    guard let alias = aliases[source] else {
      preconditionFailure("the plan mentions source \(source.raw), which nothing introduces")
    }
    return alias
  }

  /// Whether anything mentions the column; others need not leave a derived table.
  func isMentioned(_ column: SourceColumn) -> Bool { columns.contains(column) }

  /// A name that no source has.
  mutating func fresh(_ base: String) -> String {
    var name = base
    var number = 2
    while !used.insert(name).inserted {
      name = "\(base)\(number)"
      number += 1
    }
    return name
  }

  private mutating func visit(_ plan: LogicalPlan, _ schema: Schema) {
    for input in plan.inputs { visit(input, schema) }
    switch plan {
    case .scan(let source, let table): introduce(source, Self.initial(of: schema[table].name))
    case .project(let source, _, _), .aggregate(let source, _, _, _): introduce(source, "s")
    case .distinct(let input): for output in input.output { noteOutput(output, schema) }
    case .setOperation(let source, _, let left, let right):
      introduce(source, "u")
      for output in left.output + right.output { noteOutput(output, schema) }
    case .filter, .join, .sort, .limit, .firstPerKey: break
    }
    for expression in plan.expressions { visit(expression, schema) }
  }

  private mutating func visit(_ expression: Expression, _ schema: Schema) {
    switch expression {
    case .column(let reference): columns.insert(SourceColumn(reference))
    case .rowID(let source): columns.insert(.rowID(source))
    case .parentRowID(let source, let key):
      for column in schema[key].columns { columns.insert(SourceColumn(source, column)) }
    case .literal, .parameter, .row, .comparison, .and, .or, .not, .isNull, .truth, .inList,
      .textMatch, .arithmetic, .negate, .function, .coalesce, .conditional, .exists, .scalar,
      .inSubquery:
      break
    }
    for operand in expression.operands { visit(operand, schema) }
    guard let subplan = expression.subplan else { return }
    visit(subplan, schema)
    for output in subplan.output { noteOutput(output, schema) }
  }

  private mutating func noteOutput(_ output: OutputColumn, _ schema: Schema) {
    switch output {
    case .column(let reference): columns.insert(SourceColumn(reference))
    case .row(let source, let table):
      for index in schema[table].columns.indices { columns.insert(SourceColumn(source, index)) }
    }
  }

  private mutating func introduce(_ source: SourceID, _ base: String) {
    guard aliases[source] == nil else { return }
    aliases[source] = fresh(base)
  }

  private static func initial(of name: String) -> String {
    guard let first = name.utf8.first(where: { (65...90).contains($0 & 0xDF) && $0 >= 65 }) else {
      return "t"
    }
    return String(decoding: [first | 0x20], as: UTF8.self)
  }
}

/// A column of a source, whatever its type.
struct SourceColumn: Hashable {
  let source: SourceID
  let index: Int

  init(_ source: SourceID, _ index: Int) {
    self.source = source
    self.index = index
  }

  init(_ reference: ColumnReference) { self.init(reference.source, reference.index) }

  /// The pseudo column that stands for the source's row id.
  static func rowID(_ source: SourceID) -> SourceColumn { SourceColumn(source, -1) }
}
