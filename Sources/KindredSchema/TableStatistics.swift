// SPDX-License-Identifier: Apache-2.0

/// What the planner knows of a table: plain, exact numbers that storage keeps up to date.
package struct TableStatistics: Sendable, Hashable {
  /// Live rows.
  package var rowCount: Int
  /// Slots, deleted rows included: the domain of the table's row ids.
  package var slotCount: Int
  /// Per foreign key: how many parents have at least one child.
  package var distinctParents: [Int]
  /// Per column: how many distinct values, where storage knows it for free (text in a dictionary).
  package var distinctValues: [Int?]

  package init(
    rowCount: Int,
    slotCount: Int,
    distinctParents: [Int] = [],
    distinctValues: [Int?] = []
  ) {
    self.rowCount = rowCount
    self.slotCount = slotCount
    self.distinctParents = distinctParents
    self.distinctValues = distinctValues
  }
}

/// Something that can tell the statistics of each table: a snapshot, or a test's made-up numbers.
package protocol StatisticsSource {
  func statistics(of table: TableID) -> TableStatistics
  /// Exactly how many rows have keys in the range; nil where there is no such index to ask.
  func rowCount(of index: OrderedIndexID, in range: KeyRange) -> Int?
  /// Some values of a column; nil where there are none to see.
  func sample(of column: Int, in table: TableID) -> ColumnSample?
  /// Some values of a column as the children of its rows see it: a parent's comes as often as children
  /// refer to it. Nil where there are none to see.
  func sample(of column: Int, seenThrough key: ForeignKeyID) -> ColumnSample?
}

extension StatisticsSource {
  package func rowCount(of index: OrderedIndexID, in range: KeyRange) -> Int? { nil }
  package func sample(of column: Int, in table: TableID) -> ColumnSample? { nil }
  package func sample(of column: Int, seenThrough key: ForeignKeyID) -> ColumnSample? { nil }
}
