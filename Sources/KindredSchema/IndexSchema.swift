// SPDX-License-Identifier: Apache-2.0

/// An ordered index that was asked for: which columns its table's rows are kept in order of.
///
/// It serves ranges and orders; it does not make anything unique.
package struct IndexSchema: Sendable, Hashable {
  /// One column of the order.
  package struct Part: Sendable, Hashable {
    package var column: Int
    package var isDescending: Bool

    package init(_ column: Int, isDescending: Bool = false) {
      self.column = column
      self.isDescending = isDescending
    }
  }

  /// The first decides, the next where it ties, row ids last.
  package var parts: [Part]
  /// What a row must pass to be in the index; of a partial index only.
  package var tests: [IndexTest]

  package init(_ parts: [Part], tests: [IndexTest] = []) {
    self.parts = parts
    self.tests = tests
  }

  /// An index over columns in ascending order.
  package init(columns: [Int]) { self.init(columns.map { Part($0) }) }
}

/// The position of an ordered index in its table's ``TableSchema/indexes``.
package struct OrderedIndexID: Sendable, Hashable {
  package let table: TableID
  package let index: Int
  package init(table: TableID, index: Int) {
    self.table = table
    self.index = index
  }
}

/// A range of the keys of an ordered index.
///
/// The first parts have given values, the part after them may be bounded. NULL is a value like any
/// other in ``prefix``; a bounded part is never NULL.
package struct KeyRange: Sendable, Hashable {
  package struct Bound: Sendable, Hashable {
    package var value: Value
    package var isInclusive: Bool

    package init(_ value: Value, isInclusive: Bool) {
      self.value = value
      self.isInclusive = isInclusive
    }
  }

  /// What the part after the prefix is held to.
  package enum Limits: Sendable, Hashable {
    /// Anything, NULL included.
    case none
    /// No less than the first, no greater than the second, and not NULL.
    case between(Bound?, Bound?)
    /// Text that begins with this one.
    case textPrefix(String)
  }

  package var prefix: [Value]
  package var limits: Limits

  package init(prefix: [Value] = [], _ limits: Limits = .none) {
    self.prefix = prefix
    self.limits = limits
  }
}
