// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension PlanWriter {
  /// The block as a derived table, in a new block of the same rows and the same order.
  func derived(_ block: SelectBlock) -> SelectBlock { derived(block, adding: []).0 }

  /// The block as a derived table that also yields `extra`, and how to mention those.
  func derived(
    _ block: SelectBlock,
    adding extra: [SQLFragment]
  ) -> (SelectBlock, [SQLFragment]) {
    var table = DerivedTable(alias: names.fresh("d"))
    var outer = SelectBlock(output: block.output)
    for (column, name) in exports(block) {
      outer.spellings[column] = table.export(
        spelling(column, block),
        as: dialect.identifier(name)
      )
    }
    let added = extra.enumerated().map {
      table.export($0.element, as: "\(table.alias)_e\($0.offset)")
    }
    for (index, term) in block.order.enumerated() {
      var term = term
      if let exported = table.exported[term.fragment.text] {
        term.fragment = exported
      } else if block.isDistinct {
        break
      } else {
        term.fragment = table.export(term.fragment, as: "\(table.alias)_o\(index)")
      }
      outer.order.append(term)
    }
    var inner = block
    if !block.isLimited { inner.order = [] }
    let items = table.items.isEmpty ? ["1 AS \(table.alias)_1"] : table.items
    outer.from = [FromItem(join: .first, text: "(\(render(inner, items))) AS \(table.alias)")]
    return (outer, added)
  }

  /// The columns that leave the block: those mentioned somewhere; all of them where each one decides
  /// which rows there are.
  private func exports(_ block: SelectBlock) -> [(column: SourceColumn, name: String)] {
    var result: [(column: SourceColumn, name: String)] = []
    var seen: Set<SourceColumn> = []
    func add(_ column: SourceColumn, _ name: String) {
      let isNeeded = block.isDistinct || block.isOneGroup || names.isMentioned(column)
      guard isNeeded, seen.insert(column).inserted else { return }
      result.append((column, "\(names.alias(of: column.source))_\(name)"))
    }
    for output in block.output {
      switch output {
      case .column(let reference): add(SourceColumn(reference), "\(reference.index)")
      case .row(let source, let table):
        for (index, column) in schema[table].columns.enumerated() {
          add(SourceColumn(source, index), column.name)
        }
        if names.isMentioned(.rowID(source)) { add(.rowID(source), "rowid") }
      }
    }
    return result
  }

  /// How the block writes a column of its own.
  func spelling(_ column: SourceColumn, _ block: SelectBlock) -> SQLFragment {
    guard let fragment = block.spellings[column] else {
      preconditionFailure("a plan's output column is computed by none of its inputs")
    }
    return fragment
  }

  /// Every output column of the block, rows as all their columns.
  func outputFragments(_ block: SelectBlock) -> [SQLFragment] {
    block.output.flatMap { output -> [SQLFragment] in
      switch output {
      case .column(let reference): [spelling(SourceColumn(reference), block)]
      case .row(let source, let table):
        schema[table].columns.indices.map { spelling(SourceColumn(source, $0), block) }
      }
    }
  }

  /// Whether the expressions may be written inside the block: a subquery may mention plain columns
  /// only, and what is costly is not written twice.
  func canMention(_ expressions: [Expression], _ block: SelectBlock) -> Bool {
    expressions.allSatisfy { expression in
      canMention(expression, block)
    }
  }

  private func canMention(_ expression: Expression, _ block: SelectBlock) -> Bool {
    if case .column(let reference) = expression {
      return block.spellings[SourceColumn(reference)]?.isCostly != true
    }
    if let subplan = expression.subplan {
      let free = subplan.freeReferences
      let isPlain = block.spellings.allSatisfy {
        !free.contains($0.key.source) || $0.value.isColumn
      }
      guard isPlain else { return false }
    }
    return expression.operands.allSatisfy { canMention($0, block) }
  }

  /// Whether one of the columns that the expression mentions satisfies the condition.
  func mentions(
    _ expression: Expression,
    _ block: SelectBlock,
    where condition: (SQLFragment) -> Bool
  ) -> Bool {
    if case .column(let reference) = expression,
      let fragment = block.spellings[SourceColumn(reference)], condition(fragment)
    {
      return true
    }
    return expression.operands.contains { mentions($0, block, where: condition) }
  }

  func hasSubquery(_ expression: Expression) -> Bool {
    expression.subplan != nil || expression.operands.contains(where: hasSubquery)
  }
}

/// The SELECT list of a derived table, and how its columns are mentioned outside.
private struct DerivedTable {
  let alias: String
  var items: [SQLText] = []
  var exported: [SQLText: SQLFragment] = [:]

  mutating func export(_ fragment: SQLFragment, as name: String) -> SQLFragment {
    items.append("\(fragment.text) AS \(name)")
    let column = SQLFragment.column(alias, name)
    exported[fragment.text] = column
    return column
  }
}
