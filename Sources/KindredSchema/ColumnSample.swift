// SPDX-License-Identifier: Apache-2.0

/// Some values of a column, from rows at even distances: what is known of values that no index counts.
package struct ColumnSample: Sendable {
  /// The values that are not NULL, ascending, text by its bytes.
  private let values: [Value]
  private let count: Int
  /// The expected number of distinct values in the whole column.
  package let distinctCount: Double

  /// - Parameters:
  ///   - values: The values of some rows.
  ///   - rowCount: How many rows there are.
  package init(_ values: [Value], of rowCount: Int) {
    count = values.count
    self.values = values.filter { !$0.isNull }.sorted { $0.isBefore($1) }
    distinctCount = Self.distinct(self.values, of: rowCount)
  }

  /// The estimator of Haas and Stokes, *Estimating the Number of Classes in a Finite Population* (1998), as
  /// PostgreSQL uses it: n d / (n - f₁ + f₁ n / N), f₁ being how many values were seen once.
  private static func distinct(_ values: [Value], of rowCount: Int) -> Double {
    var (different, single) = (0.0, 0.0)
    var start = 0
    for position in values.indices {
      let isLast = position + 1 == values.count || values[position + 1] != values[position]
      guard isLast else { continue }
      different += 1
      if position == start { single += 1 }
      start = position + 1
    }
    guard !values.isEmpty else { return 1 }
    let seen = Double(values.count)
    let expected =
      seen * different / (seen - single + single * seen / Double(max(1, rowCount)))
    return min(max(1, expected), Double(max(1, rowCount)))
  }

  /// The fraction of rows whose value is NULL.
  package var nullFraction: Double {
    count == 0 ? 0 : Double(count - values.count) / Double(count)
  }

  /// The fraction of rows that have the value: as seen, or one part of the distinct values where it was
  /// not.
  package func fraction(of value: Value) -> Double {
    let found = position(of: value, isAfter: true) - position(of: value, isAfter: false)
    if found > 1 { return Double(found) / Double(count) }
    return 1 / distinctCount
  }

  /// The fraction of rows that are less than the value, or equal to it as well.
  package func fraction(before value: Value, isInclusive: Bool) -> Double {
    guard count > 0 else { return 0 }
    return Double(position(of: value, isAfter: isInclusive)) / Double(count)
  }

  /// The fraction of rows for which the test is true.
  package func fraction(where isTrue: (Value) -> Bool) -> Double {
    guard count > 0 else { return 0 }
    return Double(values.count(where: isTrue)) / Double(count)
  }

  /// How many values are before the value, or not after it.
  private func position(of value: Value, isAfter: Bool) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      let isBefore = values[middle].isBefore(value) || (isAfter && values[middle] == value)
      if isBefore { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Value {
  /// Numbers by size, then text by its bytes; NULL first.
  fileprivate func isBefore(_ other: Value) -> Bool {
    switch (self, other) {
    case (.integer(let left), .integer(let right)): left < right
    case (.real(let left), .real(let right)): left < right
    case (.integer(let left), .real(let right)): Double(left) < right
    case (.real(let left), .integer(let right)): left < Double(right)
    case (.text(let left), .text(let right)):
      left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.null, .null), (.text, _): false
    case (.null, _), (_, .text): true
    case (_, .null): false
    }
  }
}
