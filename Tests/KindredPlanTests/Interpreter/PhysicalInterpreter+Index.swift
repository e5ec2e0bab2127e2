// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension PhysicalInterpreter {
  /// The rows in one of the ranges, by row id or as the index has them.
  func indexScanned(_ scan: IndexScan) throws -> [Row] {
    let parts = Library.schema[scan.index].parts
    let types = Library.schema[scan.index.table].columns.map(\.type)
    let ranges = scan.ranges { try? expressions.value($0, [:]) } ?? []
    let rows = try scanned(scan.source, scan.index.table) { part in
      let key = parts.map { part.values[$0.column] }
      return try ranges.contains { try self.contains(key, $0) }
    }
    func inOrder(_ count: Int, isReversed: Bool) throws -> [Row] {
      let keys = parts.prefix(count).map { part in
        SortKey(
          .column(ColumnReference(scan.source, part.column, types[part.column])),
          isDescending: part.isDescending != isReversed
        )
      }
      return try sorted(rows, keys) { try expressions.value($0, $1) }
    }
    switch scan.order {
    case .rowID: return rows
    case .end(let isLast): return Array(try inOrder(parts.count, isReversed: isLast).prefix(1))
    case .index(let count, let isReversed): return try inOrder(count, isReversed: isReversed)
    }
  }

  private func contains(_ key: [Value], _ range: KeyRange) throws -> Bool {
    guard Array(key.prefix(range.prefix.count)) == range.prefix else { return false }
    guard range.prefix.count < key.count else { return true }
    let value = key[range.prefix.count]
    func holds(_ op: ComparisonOperator, _ bound: Value) throws -> Bool {
      let type = ColumnType.integer
      let test = Expression.comparison(op, .literal(value, type), .literal(bound, type))
      return try expressions.value(test, [:]) == .integer(1)
    }
    switch range.limits {
    case .none: return true
    case .textPrefix(let prefix):
      guard case .text(let text) = value else { return false }
      return text.utf8.starts(with: prefix.utf8)
    case .between(let lower, let upper):
      if value.isNull { return false }
      if let lower, try !holds(lower.isInclusive ? .greaterOrEqual : .greater, lower.value) {
        return false
      }
      if let upper, try !holds(upper.isInclusive ? .lessOrEqual : .less, upper.value) {
        return false
      }
      return true
    }
  }
}
