// SPDX-License-Identifier: Apache-2.0

import KindredPlan

extension PlanWriter {
  /// The plan as a complete SELECT; rows are expanded to all their columns.
  func select(_ plan: LogicalPlan) -> SQLText {
    let block = block(plan)
    let outputs = outputFragments(block).map(\.text)
    return render(block, outputs.isEmpty ? ["1"] : outputs)
  }

  /// The plan as a SELECT of which only the number of rows matters.
  func selectOne(_ plan: LogicalPlan) -> SQLText {
    let block = block(plan)
    return block.isOneGroup || block.isDistinct
      ? render(block, outputFragments(block).map(\.text)) : render(block, ["1"])
  }

  /// The SELECT with these items.
  func render(_ block: SelectBlock, _ items: [SQLText]) -> SQLText {
    var text: SQLText = "SELECT \(block.isDistinct ? "DISTINCT " : "")\(items.joined(", "))"
    if !block.from.isEmpty { text.append(" FROM \(block.from.map(render).joined(""))") }
    if !block.conditions.isEmpty { text.append(" WHERE \(conjunction(block.conditions))") }
    if let keys = block.groupKeys, !keys.isEmpty {
      text.append(" GROUP BY \(keys.map(\.text).joined(", "))")
    }
    if !block.having.isEmpty { text.append(" HAVING \(conjunction(block.having))") }
    if !block.order.isEmpty { text.append(" ORDER BY \(block.order.map(render).joined(", "))") }
    if block.isLimited {
      text.append(" LIMIT \(block.count.map(String.init) ?? dialect.unlimited)")
    }
    if block.offset > 0 { text.append(" OFFSET \(block.offset)") }
    return text
  }

  private func render(_ item: FromItem) -> SQLText {
    switch item.join {
    case .first: item.text
    case .inner where item.on.isEmpty: " CROSS JOIN \(item.text)"
    case .inner: " JOIN \(item.text) ON \(conjunction(item.on))"
    case .full: " FULL JOIN \(item.text) ON \(conjunction(item.on))"
    case .left: " LEFT JOIN \(item.text) ON \(conjunction(item.on))"
    }
  }

  func render(_ term: OrderTerm) -> SQLText {
    var text = term.fragment.text
    if term.isDescending { text.append(" DESC") }
    if term.nullsFirst != dialect.nullsFirst(term.isDescending) {
      text.append(term.nullsFirst ? " NULLS FIRST" : " NULLS LAST")
    }
    return text
  }

  private func conjunction(_ conditions: [SQLFragment]) -> SQLText {
    if conditions.count == 1 { return conditions[0].text }
    return conditions.isEmpty ? "1" : conditions.map { $0.text(atLeast: .not) }.joined(" AND ")
  }
}
