// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredSQLite

extension SQLiteConnection {
  /// The rows of a statement with its values bound.
  func rows(_ bound: BoundSQL) throws -> [[SQLiteValue]] {
    let statement = try prepare(bound.text)
    for (index, value) in bound.values.enumerated() {
      try statement.bind(index + 1, SQLiteValue(value))
    }
    var rows: [[SQLiteValue]] = []
    while try statement.step() {
      rows.append((0..<statement.columnCount).map { statement.value(at: $0) })
    }
    return rows
  }
}

extension SQLiteValue {
  init(_ value: SQLValue) {
    switch value {
    case .null: self = .null
    case .integer(let number): self = .integer(number)
    case .real(let number): self = .real(number)
    case .text(let text): self = .text(text)
    case .bytes(let bytes): self = .bytes(bytes)
    }
  }
}
