// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension PlanWriter {
  func aggregate(
    _ source: SourceID,
    _ keys: [Expression],
    _ aggregates: [Aggregate],
    _ output: [OutputColumn],
    _ input: SelectBlock
  ) -> SelectBlock {
    guard !(keys.isEmpty && aggregates.isEmpty) else { return SelectBlock(output: output) }
    let mentioned = keys + aggregates.flatMap(\.expressions)
    var block = input
    if !block.isPlain || !canMention(mentioned, block) { block = derived(block) }
    block.order = []
    let (grouped, precomputed) = precomputing(mentioned, in: block)
    block = grouped
    let columns = columnFragments(keys, aggregates, block, precomputed)
    block.groupKeys = Array(columns.prefix(keys.count))
    for (index, column) in columns.enumerated() {
      block.spellings[SourceColumn(source, index)] = column
    }
    block.output = output
    return block
  }

  private func columnFragments(
    _ keys: [Expression],
    _ aggregates: [Aggregate],
    _ block: SelectBlock,
    _ precomputed: [Expression: SQLFragment]
  ) -> [SQLFragment] {
    func written(_ expression: Expression) -> SQLFragment {
      precomputed[expression] ?? fragment(expression, in: block)
    }
    return keys.map { key in
      let fragment = written(key)
      return fragment.isConstant ? cast(fragment, key.type) : fragment
    } + aggregates.map { self.fragment($0, written) }
  }

  /// A literal in GROUP BY would be the position of a column.
  private func cast(_ fragment: SQLFragment, _ type: ColumnType) -> SQLFragment {
    var result = SQLFragment("CAST(\(fragment.text) AS \(dialect.typeName(type)))")
    result.isConstant = true
    return result
  }

  /// Moves the expressions that may not stand in a grouped query into a derived table: those with
  /// subqueries, and those that mention enclosing queries only, as SQL would take an aggregate of
  /// them for one of the enclosing query.
  private func precomputing(
    _ expressions: [Expression],
    in block: SelectBlock
  ) -> (SelectBlock, [Expression: SQLFragment]) {
    let local = Set(block.spellings.keys.map(\.source))
    let moved = expressions.filter { expression in
      let references = expression.references
      return hasSubquery(expression) || mentions(expression, block, where: \.hasSubquery)
        || !references.isEmpty && references.isDisjoint(with: local)
    }
    guard !moved.isEmpty else { return (block, [:]) }
    let (result, columns) = derived(block, adding: moved.map { fragment($0, in: block) })
    return (result, Dictionary(zip(moved, columns)) { first, _ in first })
  }

  private func fragment(
    _ aggregate: Aggregate,
    _ written: (Expression) -> SQLFragment
  ) -> SQLFragment {
    let argument = aggregate.argument.map { written($0).text } ?? "*"
    var text: SQLText
    switch aggregate.function {
    case .count: text = "count(\(argument))"
    case .countDistinct: text = "count(DISTINCT \(argument))"
    case .sum: text = "sum(\(argument))"
    case .total: text = "total(\(argument))"
    case .average: text = "avg(\(argument))"
    case .minimum: text = "min(\(argument))"
    case .maximum: text = "max(\(argument))"
    case .concatenation(let separator):
      text = "group_concat(\(argument), \(SQLText([.value(.text(separator), .text)])))"
    }
    if let filter = aggregate.filter { text.append(" FILTER (WHERE \(written(filter).text))") }
    var fragment = SQLFragment(text)
    fragment.hasAggregate = true
    return fragment
  }
}
