// SPDX-License-Identifier: Apache-2.0

/// A test of one column against a constant: what a partial index asks of its rows.
package struct IndexTest: Sendable, Hashable {
  /// A comparison with NULL is never true; the value is never NULL.
  package enum Test: Sendable, Hashable {
    case isNull
    case isNotNull
    case equal(Value)
    case notEqual(Value)
    case less(Value)
    case lessOrEqual(Value)
    case greater(Value)
    case greaterOrEqual(Value)
  }

  package let column: Int
  package let test: Test

  package init(_ column: Int, _ test: Test) {
    self.column = column
    self.test = test
  }

  /// The constant that the column is compared with.
  package var value: Value? {
    switch test {
    case .isNull, .isNotNull: nil
    case .equal(let value), .notEqual(let value), .less(let value), .lessOrEqual(let value),
      .greater(let value), .greaterOrEqual(let value):
      value
    }
  }

  package func passes(_ cell: Value) -> Bool {
    switch test {
    case .isNull: cell.isNull
    case .isNotNull: !cell.isNull
    case .equal(let value): cell == value
    case .notEqual(let value): !cell.isNull && cell != value
    case .less(let value): !cell.isNull && cell.sortsBefore(value)
    case .lessOrEqual(let value): !cell.isNull && !value.sortsBefore(cell)
    case .greater(let value): value.sortsBefore(cell)
    case .greaterOrEqual(let value): !cell.isNull && !cell.sortsBefore(value)
    }
  }

  /// Whether each value that passes the other passes this one, as far as that can be told.
  package func isImplied(by other: IndexTest) -> Bool {
    guard column == other.column else { return false }
    if test == other.test { return true }
    switch (test, other.test) {
    case (.isNull, _), (_, .isNull): return false
    case (.isNotNull, _): return true
    case (_, .equal(let value)): return passes(value)
    case (.notEqual(let value), .less), (.notEqual(let value), .lessOrEqual),
      (.notEqual(let value), .greater), (.notEqual(let value), .greaterOrEqual):
      return !other.passes(value)
    case (.less(let value), .less(let bound)), (.lessOrEqual(let value), .less(let bound)),
      (.lessOrEqual(let value), .lessOrEqual(let bound)):
      return !value.sortsBefore(bound)
    case (.less(let value), .lessOrEqual(let bound)): return bound.sortsBefore(value)
    case (.greater(let value), .greater(let bound)),
      (.greaterOrEqual(let value), .greater(let bound)),
      (.greaterOrEqual(let value), .greaterOrEqual(let bound)):
      return !bound.sortsBefore(value)
    case (.greater(let value), .greaterOrEqual(let bound)): return value.sortsBefore(bound)
    case (.equal, _), (.notEqual, _), (.less, _), (.lessOrEqual, _), (.greater, _),
      (.greaterOrEqual, _):
      return false
    }
  }
}

extension Value {
  /// Whether it comes before another value of the same class, NULL before all; false if they are equal.
  package func sortsBefore(_ other: Value) -> Bool {
    switch (self, other) {
    case (.null, _): !other.isNull
    case (.integer(let left), .integer(let right)): left < right
    case (.real(let left), .real(let right)): left < right
    case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.integer, _), (.real, _), (.text, _): false
    }
  }
}
