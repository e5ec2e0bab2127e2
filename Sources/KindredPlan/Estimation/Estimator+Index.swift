// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Estimator {
  /// The rows that an index scan yields and what that costs: exact where its values are literals.
  mutating func estimate(_ scan: IndexScan) -> (rows: Double, cost: Double) {
    let total =
      source.rowCount(of: scan.index, in: KeyRange()).map(Double.init)
      ?? rowCount(scan.index.table)
    let found = rowsFound(scan) ?? total * fraction(of: scan)
    let ranges: Double =
      if case .oneOf(let values) = scan.limits { Double(values.count) } else { 1 }
    if case .end = scan.order { return (min(1, found), Cost.range) }
    let perRow =
      switch scan.order {
      case .rowID, .end: Cost.rangeRow
      case .index(let parts, let isReversed):
        parts == schema[scan.index].parts.count && !isReversed ? Cost.orderedRow : Cost.tiedRow
      }
    return (found, ranges * Cost.range + found * perRow)
  }

  /// The fraction of a table's rows for which the column is in the range, by an index that begins with it.
  func fraction(of column: ColumnReference, in limits: KeyRange.Limits) -> Double? {
    guard !isViewed(column), let table = table(of: column.source),
      let position = schema[table].indexes.firstIndex(where: {
        $0.parts.first?.column == column.index && $0.tests.isEmpty
      }),
      let count = source.rowCount(
        of: OrderedIndexID(table: table, index: position),
        in: KeyRange(limits)
      ),
      let total = source.rowCount(
        of: OrderedIndexID(table: table, index: position),
        in: KeyRange()
      )
    else { return nil }
    return Double(count) / Double(max(1, total))
  }

  private func rowsFound(_ scan: IndexScan) -> Double? {
    let ranges = scan.ranges { expression in
      if case .literal(let value, _) = expression { value } else { nil }
    }
    guard let ranges else { return nil }
    var found = 0
    for range in ranges {
      guard let count = source.rowCount(of: scan.index, in: range) else { return nil }
      found += count
    }
    return Double(found)
  }

  private mutating func fraction(of scan: IndexScan) -> Double {
    var fraction = 1.0
    let parts = schema[scan.index].parts
    func column(_ position: Int) -> Expression {
      let column = parts[position].column
      return .column(
        ColumnReference(scan.source, column, schema[scan.index.table].columns[column].type)
      )
    }
    for (position, match) in scan.prefix.enumerated() {
      switch match {
      case .value(let value):
        fraction *= selectivity(.comparison(.equal, column(position), value))
      case .null: fraction *= selectivity(.isNull(column(position)))
      }
    }
    switch scan.limits {
    case .none: break
    case .between(let lower, let upper):
      if let lower {
        fraction *= selectivity(.comparison(.greater, column(scan.prefix.count), lower.value))
      }
      if let upper {
        fraction *= selectivity(.comparison(.less, column(scan.prefix.count), upper.value))
      }
    case .oneOf(let values): fraction *= min(1, 0.1 * Double(values.count))
    case .textPrefix: fraction *= 0.1
    }
    return fraction
  }
}
