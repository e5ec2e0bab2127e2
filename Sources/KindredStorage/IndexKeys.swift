// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// The keys of an ordered index: its table's columns at one time.
struct IndexKeys {
  private let columns: [OrderedColumn]

  init(_ index: OrderedIndex, _ table: Table) {
    columns = index.parts.map {
      OrderedColumn(table.columns[$0.column], isDescending: $0.isDescending)
    }
  }

  /// The rows in the order of their keys, ties as they are.
  func sorted(_ rows: RowVector) -> [RowID] { OrderedColumn.sorted(rows, by: columns) }

  /// Whether a row comes before another.
  @inline(__always)
  func isBefore(_ row: RowID, _ other: RowID) -> Bool {
    for part in columns {
      let order = part.column.compare(Int(row), otherRow: Int(other))
      if order != 0 { return (order < 0) != part.isDescending }
    }
    return row < other
  }

  /// Whether two rows have the same values in the first parts.
  func areEqual(_ row: RowID, _ other: RowID, parts: Int) -> Bool {
    columns[..<parts].allSatisfy { $0.column.compare(Int(row), otherRow: Int(other)) == 0 }
  }

  /// Negative, zero or positive as a row comes before, among or after those whose first parts have the
  /// values.
  func compare(_ row: RowID, _ values: [Value]) -> Int {
    for (part, value) in zip(columns, values) {
      let order = part.column.compare(Int(row), value)
      if order != 0 { return part.isDescending ? -order : order }
    }
    return 0
  }

  /// The same for those whose part after the values begins with a text.
  func compare(_ row: RowID, _ values: [Value], textPrefix: String) -> Int {
    let order = compare(row, values)
    guard order == 0 else { return order }
    let part = columns[values.count]
    let textOrder = part.column.compare(Int(row), textPrefix: textPrefix)
    return part.isDescending ? -textOrder : textOrder
  }

  func isDescending(_ part: Int) -> Bool { columns[part].isDescending }
}
