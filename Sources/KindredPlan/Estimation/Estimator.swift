// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A foreign key that a join follows.
struct FollowedKey: Hashable {
  let key: ForeignKeyID
  let child: SourceID
  let parent: SourceID
}

/// Expects row counts and costs of operators from exact statistics of the tables.
struct Estimator {
  let schema: Schema
  let source: any StatisticsSource
  private var known: [TableStatistics?]
  /// Which table each scanned source reads.
  private var tables: [(source: SourceID, table: TableID)] = []
  /// The parents whose columns are looked at as their children see them.
  private(set) var view: (parent: SourceID, key: ForeignKeyID)?
  private var skews: [(followed: FollowedKey, factor: Double)] = []

  init(schema: Schema, statistics: any StatisticsSource) {
    self.schema = schema
    self.source = statistics
    self.known = Array(repeating: nil, count: schema.tables.count)
  }

  mutating func register(_ source: SourceID, reads table: TableID) {
    tables.append((source, table))
  }

  func table(of source: SourceID) -> TableID? {
    tables.first { $0.source == source }?.table
  }

  mutating func statistics(of table: TableID) -> TableStatistics {
    if let statistics = known[table.index] { return statistics }
    let statistics = source.statistics(of: table)
    known[table.index] = statistics
    return statistics
  }

  /// Some values of a table's column.
  func sample(_ operand: Expression) -> ColumnSample? {
    guard case .column(let column) = operand, let table = table(of: column.source) else {
      return nil
    }
    if isViewed(column), let view {
      return source.sample(of: column.index, seenThrough: view.key)
    }
    return source.sample(of: column.index, in: table)
  }

  func isViewed(_ column: ColumnReference) -> Bool { view?.parent == column.source }

  /// Of the children, the fraction whose parent meets the condition: what the parents that do have more or
  /// fewer children than others is part of it.
  ///
  /// - Returns: nil where no children can be seen.
  mutating func selectivity(
    _ condition: Expression,
    of parent: SourceID,
    seenThrough key: ForeignKeyID
  ) -> Double? {
    guard source.sample(of: 0, seenThrough: key) != nil else { return nil }
    view = (parent, key)
    defer { view = nil }
    return selectivity(condition)
  }

  /// Notes how many times more children than others those parents have that are joined.
  mutating func note(_ factor: Double, _ followed: FollowedKey) {
    skews.append((followed, factor))
  }

  /// How many times more children than others those parents have that are joined.
  func skew(_ followed: FollowedKey) -> Double {
    skews.last { $0.followed == followed }?.factor ?? 1
  }

  mutating func rowCount(_ table: TableID) -> Double { Double(statistics(of: table).rowCount) }

  /// How many children a parent has on average, parents without any included.
  mutating func fanOut(_ key: ForeignKeyID) -> Double {
    rowCount(key.table) / max(1, rowCount(schema[key].parent))
  }

  /// How many children a parent has on average that has one.
  mutating func fanOutOfParents(_ key: ForeignKeyID) -> Double {
    let statistics = statistics(of: key.table)
    return Double(statistics.rowCount) / Double(max(1, statistics.distinctParents(of: key.index)))
  }

  /// The fraction of parents that have a child.
  mutating func parentFraction(_ key: ForeignKeyID) -> Double {
    let parents = Double(statistics(of: key.table).distinctParents(of: key.index))
    return min(1, parents / max(1, rowCount(schema[key].parent)))
  }
}
