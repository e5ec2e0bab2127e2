// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// The aggregates of an aggregation, with their expressions bound.
///
/// An argument that several aggregates have is computed once per batch, and the rows of each group are
/// counted once for all aggregates that see the same rows.
final class BoundAggregates {
  private struct Entry {
    /// The position of the argument among the distinct ones.
    let argument: Int?
    let filter: BoundExpression?
    let accumulator: Accumulator
  }

  private let arguments: [BoundExpression]
  private let entries: [Entry]
  /// The rows of each group, filtered by nothing.
  ///
  /// Kept up by who finds the groups.
  let counts: GroupCounts
  let classes: [StorageClass]

  init(_ aggregates: [Aggregate], _ binder: Binder) {
    var distinct: [Expression] = []
    var entries: [Entry] = []
    let counts = GroupCounts()
    for aggregate in aggregates {
      let argument = aggregate.argument.map { argument in
        if let known = distinct.firstIndex(of: argument) { return known }
        distinct.append(argument)
        return distinct.count - 1
      }
      let own = aggregate.filter == nil ? counts : GroupCounts()
      entries.append(
        Entry(
          argument: argument,
          filter: aggregate.filter.map(binder.bind),
          accumulator: .make(aggregate, own)
        )
      )
    }
    self.entries = entries
    self.counts = counts
    arguments = distinct.map(binder.bind)
    classes = aggregates.map(\.type.storageClass)
    counts.isNeeded = entries.contains { $0.filter == nil && $0.accumulator.needsCounts }
  }

  /// Takes in a batch; `groups` has the cell of each row, nil for the only one.
  func add(_ batch: Batch, _ groups: [Int32]?, groupCount: Int) throws(KindredError) {
    var computed = [Vector?](repeating: nil, count: arguments.count)
    for entry in entries {
      if entry.filter != nil {
        try addFiltered(batch, groups, groupCount, to: entry)
        continue
      }
      guard let argument = entry.argument else { continue }
      if computed[argument] == nil { computed[argument] = try arguments[argument].values(batch) }
      entry.accumulator.add(
        computed[argument],
        rowCount: batch.count,
        groups: groups,
        groupCount: groupCount
      )
    }
  }

  /// The argument is computed only for the rows that pass the filter.
  private func addFiltered(
    _ batch: Batch,
    _ groups: [Int32]?,
    _ groupCount: Int,
    to entry: Entry
  ) throws(KindredError) {
    guard let filter = entry.filter else { return }
    let positions = try filter.positions(batch)
    if positions.isEmpty { return }
    let rows = batch.keeping(positions)
    let groups = positions.count == batch.count ? groups : groups?.gathered(positions)
    entry.accumulator.counts.add(
      rowCount: rows.count,
      groups: groups,
      groupCount: groupCount
    )
    var values: Vector?
    if let argument = entry.argument { values = try arguments[argument].values(rows) }
    entry.accumulator.add(
      values,
      rowCount: rows.count,
      groups: groups,
      groupCount: groupCount
    )
  }

  /// The value of each aggregate for each cell.
  func results(groupCount: Int) throws(KindredError) -> [Vector] {
    var vectors: [Vector] = []
    for entry in entries {
      vectors.append(try entry.accumulator.result(groupCount: groupCount))
    }
    return vectors
  }
}
