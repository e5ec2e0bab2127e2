// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Writes one plan as one statement.
///
/// Each plan node is folded into the SELECT of its input while SQL's order of evaluation allows;
/// where it does not, that SELECT becomes a derived table.
final class PlanWriter {
  let schema: Schema
  let dialect: SQLDialect
  var names: SourceNames
  /// The spellings of the enclosing queries' columns, outermost first.
  var enclosing: [[SourceColumn: SQLFragment]] = []

  init(_ plan: LogicalPlan, _ schema: Schema, _ dialect: SQLDialect) {
    self.schema = schema
    self.dialect = dialect
    names = SourceNames(plan, schema)
  }

  /// A condition on one row of a table, its columns by their bare names.
  static func condition(
    _ condition: Expression,
    of table: TableID,
    _ schema: Schema,
    _ dialect: SQLDialect
  ) -> SQLText {
    expression(condition, over: [CheckConstraint.row], of: table, schema, dialect) { _, name in
      SQLText(text: name)
    }
  }

  /// An expression over rows of one table, each with a spelling of its own for the columns' names.
  static func expression(
    _ expression: Expression,
    over sources: [SourceID],
    of table: TableID,
    _ schema: Schema,
    _ dialect: SQLDialect,
    _ spelling: (SourceID, String) -> SQLText
  ) -> SQLText {
    let plan = LogicalPlan.scan(sources[0], table)
    var block = SelectBlock(output: plan.output)
    for source in sources {
      for (index, column) in schema[table].columns.enumerated() {
        var fragment = SQLFragment(spelling(source, dialect.identifier(column.name)))
        fragment.isColumn = true
        block.spellings[SourceColumn(source, index)] = fragment
      }
    }
    return PlanWriter(plan, schema, dialect).fragment(expression, in: block).text
  }

  /// Folds the plan, bottom-up, into one SELECT.
  func block(_ plan: LogicalPlan) -> SelectBlock {
    switch plan {
    case .scan(let source, let table): scan(source, table, plan.output)
    case .filter(let condition, let input): filter(condition, block(input))
    case .project(let source, let expressions, let input):
      project(source, expressions, plan.output, block(input))
    case .join(.semi, let left, let right, let condition):
      filter(.exists(.filter(condition, right)), block(left))
    case .join(.anti, let left, let right, let condition):
      filter(.not(.exists(.filter(condition, right))), block(left))
    case .join(.inner, let left, let right, let condition):
      innerJoin(block(left), block(right), on: condition)
    case .join(.left, let left, let right, let condition):
      leftJoin(block(left), block(right), on: condition)
    case .join(.full, let left, let right, let condition):
      fullJoin(block(left), block(right), on: condition)
    case .aggregate(let source, let keys, let aggregates, let input):
      aggregate(source, keys, aggregates, plan.output, block(input))
    case .distinct(let input): distinct(block(input))
    case .sort(let keys, let input): sort(keys, block(input))
    case .limit(let count, let offset, let input): limit(count, offset, block(input))
    case .firstPerKey(let keys, let order, let count, let offset, let input):
      firstPerKey(keys, order, count, offset, block(input))
    case .setOperation(let source, let operation, let left, let right):
      setOperation(source, operation, left, right, plan.output)
    }
  }

  private func scan(_ source: SourceID, _ table: TableID, _ output: [OutputColumn]) -> SelectBlock {
    let alias = names.alias(of: source)
    var block = SelectBlock(output: output)
    block.from = [
      FromItem(join: .first, text: "\(dialect.identifier(schema[table].name)) AS \(alias)")
    ]
    for (index, column) in schema[table].columns.enumerated() {
      block.spellings[SourceColumn(source, index)] =
        .column(alias, dialect.identifier(column.name))
    }
    block.spellings[.rowID(source)] = .column(alias, dialect.rowID)
    return block
  }

  /// A filter commutes with sorting and with removing duplicates, not with a limit.
  private func filter(_ condition: Expression, _ input: SelectBlock) -> SelectBlock {
    var block = input
    if block.isLimited || block.isOneGroup || !canMention([condition], block) {
      block = derived(block)
    }
    let fragments = condition.conjuncts.filter { $0 != .true }.map { fragment($0, in: block) }
    if block.isGrouped { block.having += fragments } else { block.conditions += fragments }
    return block
  }

  private func project(
    _ source: SourceID,
    _ expressions: [Expression],
    _ output: [OutputColumn],
    _ input: SelectBlock
  ) -> SelectBlock {
    var block = input
    let computed = expressions.filter { expression in
      if case .column = expression { return false }
      if case .row = expression { return false }
      return true
    }
    if block.isDistinct || !canMention(computed, block) { block = derived(block) }
    if block.isOneGroup && !expressions.contains(where: { hasAggregate($0, block) }) {
      block = derived(block)
    }
    var spellings = block.spellings
    for (index, expression) in expressions.enumerated() {
      if case .row = expression { continue }
      spellings[SourceColumn(source, index)] = fragment(expression, in: block)
    }
    block.spellings = spellings
    block.output = output
    return block
  }

  /// Whether an aggregate is left of the expression once it is text: without one in its SELECT, SQL
  /// would not make one group of the rows.
  private func hasAggregate(_ expression: Expression, _ block: SelectBlock) -> Bool {
    if case .row = expression { return false }
    return fragment(expression, in: block).hasAggregate
  }

  /// The kept row of each set of duplicates is not said, so an order survives only by its outputs.
  private func distinct(_ input: SelectBlock) -> SelectBlock {
    var block = input.isLimited ? derived(input) : input
    let outputs = Set(outputFragments(block).map(\.text))
    block.order = Array(block.order.prefix { outputs.contains($0.fragment.text) })
    block.isDistinct = true
    return block
  }

  /// Stable: the input's order breaks ties.
  ///
  /// Constants order nothing, and would print as positions.
  private func sort(_ keys: [SortKey], _ input: SelectBlock) -> SelectBlock {
    var block = input
    if block.isLimited || !canMention(keys.map(\.expression), block) { block = derived(block) }
    block.order = orderTerms(keys, block) + block.order
    return block
  }

  func orderTerms(_ keys: [SortKey], _ block: SelectBlock) -> [OrderTerm] {
    keys.compactMap { key in
      let fragment = fragment(key.expression, in: block)
      guard !fragment.isConstant else { return nil }
      return OrderTerm(
        fragment: fragment,
        isDescending: key.isDescending,
        nullsFirst: key.nullsFirst
      )
    }
  }

  private func limit(_ count: Int?, _ offset: Int, _ input: SelectBlock) -> SelectBlock {
    var block = input
    let left = block.count.map { max(0, $0 - offset) }
    let (sum, isTooLarge) = block.offset.addingReportingOverflow(offset)
    block.offset = isTooLarge ? .max : sum
    block.count = [left, count].compactMap(\.self).min()
    return block
  }
}
