// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension PlanWriter {
  /// A compound SELECT as a derived table: only so may it be nested, ordered, and joined.
  func setOperation(
    _ source: SourceID,
    _ operation: SetOperation,
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ output: [OutputColumn]
  ) -> SelectBlock {
    let alias = names.alias(of: source)
    let columns = combinedColumns(source, output)
    let first = arm(
      left,
      namedAs: columns.map { "\(alias)_\($0.index < 0 ? "rowid" : "\($0.index)")" }
    )
    let second = arm(right, namedAs: nil)
    var block = SelectBlock(output: output)
    var compound: SQLText = "\(first) \(operation.keyword) \(second)"
    if operation == .unionAll, left.features.union(right.features).contains(.fullJoin) {
      // SQLite 3.40 merges such a derived table into the query around it, and then fails.
      compound.append(" LIMIT \(dialect.unlimited)")
    }
    block.from = [FromItem(join: .first, text: "(\(compound)) AS \(alias)")]
    for column in columns {
      let name = column.index < 0 ? "rowid" : "\(column.index)"
      block.spellings[column] = .column(alias, "\(alias)_\(name)")
    }
    return block
  }

  /// Of rows all columns, and the row id where it is mentioned: equal rows have equal ones.
  private func combinedColumns(_ source: SourceID, _ output: [OutputColumn]) -> [SourceColumn] {
    guard case .row(_, let table)? = output.first else {
      return output.indices.map { SourceColumn(source, $0) }
    }
    let columns = schema[table].columns.indices.map { SourceColumn(source, $0) }
    return columns + (names.isMentioned(.rowID(source)) ? [.rowID(source)] : [])
  }

  /// One SELECT of the compound, whose order means nothing.
  private func arm(_ plan: LogicalPlan, namedAs aliases: [String]?) -> SQLText {
    var block = block(plan)
    if block.isLimited { block = derived(block) }
    block.order = []
    var items = outputFragments(block).map(\.text)
    if case .row(let source, _)? = plan.output.first, let aliases, aliases.count > items.count {
      items.append(spelling(.rowID(source), block).text)
    }
    if let aliases { items = zip(items, aliases).map { "\($0) AS \($1)" } }
    return render(block, items)
  }

  /// Numbers the rows of each key in a derived table, and keeps some numbers.
  func firstPerKey(
    _ keys: [Expression],
    _ order: [SortKey],
    _ count: Int?,
    _ offset: Int,
    _ input: SelectBlock
  ) -> SelectBlock {
    var block = input
    if !block.isPlain || !canMention(keys + order.map(\.expression), block) {
      block = derived(block)
    }
    var window: SQLText = ""
    if !keys.isEmpty {
      window.append("PARTITION BY \(keys.map { fragment($0, in: block).text }.joined(", "))")
    }
    let terms = orderTerms(order, block) + block.order
    if !terms.isEmpty {
      window.append(" ORDER BY \(terms.map { render($0) }.joined(", "))")
    }
    let (numbered, columns) = derived(
      block,
      adding: [SQLFragment("row_number() OVER (\(window))")]
    )
    var result = numbered
    let number = columns[0].text
    if offset > 0 { result.conditions.append(SQLFragment("\(number) > \(offset)", .equality)) }
    if let count {
      let (end, isTooLarge) = offset.addingReportingOverflow(count)
      if !isTooLarge {
        result.conditions.append(SQLFragment("\(number) <= \(end)", .equality))
      }
    }
    return result
  }
}

extension SetOperation {
  fileprivate var keyword: String {
    switch self {
    case .union: "UNION"
    case .unionAll: "UNION ALL"
    case .intersect: "INTERSECT"
    case .except: "EXCEPT"
    }
  }
}
