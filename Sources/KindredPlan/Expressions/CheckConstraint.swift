// SPDX-License-Identifier: Apache-2.0

/// A condition that no row of a table may make false; unknown passes.
package struct CheckConstraint: Sendable, Hashable {
  /// What the condition calls the row.
  package static let row = SourceID(0)

  package var name: String
  /// Over columns of ``row`` alone, without subqueries and parameters.
  package var condition: Expression
  /// The columns that the condition reads, ascending: a change of others cannot break it.
  package let columns: [Int]
  /// Whether it is to be evaluated on a ``DeepStack``.
  package let isDeep: Bool

  package init(_ name: String, _ condition: Expression) {
    self.name = name
    self.condition = condition
    isDeep = condition.isDeep
    columns = Self.columns(of: condition)
  }

  /// By a list of what is still to be read, not by recursion: a condition may nest deeper than a small
  /// stack allows.
  private static func columns(of condition: Expression) -> [Int] {
    var columns: Set<Int> = []
    var pending = [condition]
    while let expression = pending.popLast() {
      if case .column(let reference) = expression { columns.insert(reference.index) }
      pending += expression.operands
    }
    return columns.sorted()
  }
}
