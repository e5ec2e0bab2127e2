// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// An aggregate whose expressions are bound.
struct BoundAggregate {
  let argument: BoundExpression?
  let filter: BoundExpression?
  let accumulator: Accumulator
}

/// Yields one row per distinct combination of keys, with the aggregates of its rows; without keys
/// exactly one row, also for no input.
///
/// Reads its input to the end; buffers the keys and one cell per aggregate and group. Groups come out
/// in the order of their first row. NULL keys are equal.
///
/// - Complexity: O(rows · aggregates); an array by row id or by code where the keys allow it.
final class AggregateRows: Operator {
  private let input: Operator
  private let keys: [BoundExpression]
  private let grouping: Grouping?
  private let aggregates: [BoundAggregate]
  private var keyBuilders: [VectorBuilder]
  private var result: Batch?
  private var position = 0

  init(
    _ source: SourceID, keys: [BoundExpression], grouping: Grouping?,
    aggregates: [(Aggregate, BoundAggregate)], _ input: Operator
  ) {
    self.input = input
    self.keys = keys
    self.grouping = grouping
    self.aggregates = aggregates.map(\.1)
    var layout = Layout()
    var places: [Layout.Place] = []
    let keyClasses = keys.map { $0.storageClass(in: input.layout) }
    for storageClass in keyClasses { places.append(.vector(layout.addVector(storageClass))) }
    for (aggregate, _) in aggregates {
      places.append(.vector(layout.addVector(aggregate.type.storageClass)))
    }
    layout.addComputed(source, places)
    keyBuilders = keyClasses.map(VectorBuilder.init)
    super.init(layout)
  }

  override func next() throws(KindredError) -> Batch? {
    if result == nil { result = try aggregate() }
    guard let result, position < result.count else { return nil }
    let range = position..<min(result.count, position + batchCapacity)
    position = range.upperBound
    return result.slice(range)
  }

  override func all() throws(KindredError) -> Batch {
    if result == nil { result = try aggregate() }
    guard let result else { return try super.all() }
    defer { position = result.count }
    return result.slice(position..<result.count)
  }

  private func aggregate() throws(KindredError) -> Batch {
    while let batch = try input.next() { try add(batch) }
    let groupCount = grouping?.groupCount ?? 1
    var vectors = keyBuilders.map(\.vector)
    for aggregate in aggregates {
      vectors.append(try aggregate.accumulator.result(groupCount: groupCount))
    }
    return Batch(count: groupCount, vectors: vectors)
  }

  private func add(_ batch: Batch) throws(KindredError) {
    var groups: [Int32]?
    if let grouping {
      var fresh: [Int32] = []
      groups = try grouping.assign(batch, fresh: &fresh)
      try rememberKeys(batch, fresh)
    }
    let groupCount = grouping?.groupCount ?? 1
    for aggregate in aggregates {
      try add(batch, groups, groupCount, to: aggregate)
    }
  }

  private func rememberKeys(_ batch: Batch, _ fresh: [Int32]) throws(KindredError) {
    guard !fresh.isEmpty else { return }
    let first = batch.keeping(fresh)
    for key in keys.indices { keyBuilders[key].append(try keys[key].values(first)) }
  }

  private func add(
    _ batch: Batch, _ groups: [Int32]?, _ groupCount: Int, to aggregate: BoundAggregate
  ) throws(KindredError) {
    var (batch, groups) = (batch, groups)
    if let filter = aggregate.filter {
      let positions = try filter.positions(batch)
      if positions.count < batch.count {
        batch = batch.gathered(positions)
        groups = groups?.gathered(positions)
      }
    }
    if batch.count == 0 { return }
    let values = try aggregate.argument?.values(batch)
    aggregate.accumulator.add(
      values, rowCount: batch.count, groups: groups, groupCount: groupCount)
  }
}
