// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension ReferenceEvaluator {
  func combined(
    _ source: SourceID,
    _ operation: SetOperation,
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ outer: ReferenceRow
  ) throws(KindredError) -> [ReferenceRow] {
    let first = try rows(left, outer).map { combined(source, left, $0) }
    let second = try rows(right, outer).map { combined(source, right, $0) }
    let members = Set(second.map(\.values))
    let candidates =
      switch operation {
      case .union, .unionAll: first + second
      case .intersect: first.filter { members.contains($0.values) }
      case .except: first.filter { !members.contains($0.values) }
      }
    var seen: Set<[Value]> = []
    return candidates.filter { operation == .unionAll || seen.insert($0.values).inserted }.map {
      var row = ReferenceRow()
      row.append($0)
      return row
    }
  }

  /// The plan's outputs as the cells of one source.
  private func combined(
    _ source: SourceID,
    _ plan: LogicalPlan,
    _ row: ReferenceRow
  ) -> ReferenceRow.Cells {
    var rowID: Int?
    if case .row(let own, _)? = plan.output.first { rowID = row[own]?.rowID }
    return ReferenceRow.Cells(source: source, values: row.values(plan.output), rowID: rowID)
  }

  func firstPerKey(
    _ keys: [Expression],
    _ order: [SortKey],
    _ count: Int?,
    _ offset: Int,
    _ rows: [ReferenceRow],
    _ outer: ReferenceRow
  ) throws(KindredError) -> [ReferenceRow] {
    let numbered = rows.enumerated().map {
      var row = $0.element
      row.append(.init(source: Self.position, values: [.integer(Int64($0.offset))], rowID: nil))
      return row
    }
    var counts: [[Value]: Int] = [:]
    var kept: Set<Value> = []
    for row in try sorted(numbered, order, outer) {
      var key: [Value] = []
      for expression in keys { key.append(try value(expression, outer.merging(row))) }
      let number = counts[key, default: 0]
      counts[key] = number + 1
      if number >= offset, count.map({ number - offset < $0 }) ?? true {
        kept.insert(row[ColumnReference(Self.position, 0, .integer)])
      }
    }
    return rows.enumerated().filter { kept.contains(.integer(Int64($0.offset))) }.map(\.element)
  }

  /// Stands for the place of a row while rows are out of order.
  private static let position = SourceID(-1)
}
