// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Yields one row per distinct combination of keys, with the aggregates of its rows; without keys
/// exactly one row, also for no input.
///
/// Reads its input to the end; buffers the keys and one cell per aggregate and group. Groups come out
/// in the order of their first row. NULL keys are equal.
///
/// - Complexity: O(rows · aggregates); an array by row id or by code where the keys allow it.
final class AggregateRows: Operator {
  private let input: Operator
  private let keys: GroupKeys
  private let aggregates: BoundAggregates
  private var result: Batch?
  private var position = 0

  init(_ source: SourceID, _ keys: GroupKeys, _ aggregates: BoundAggregates, _ input: Operator) {
    self.input = input
    self.keys = keys
    self.aggregates = aggregates
    var layout = Layout()
    let places = (keys.classes + aggregates.classes).map { storageClass in
      Layout.Place.vector(layout.addVector(storageClass))
    }
    layout.addComputed(source, places)
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
    while let batch = try input.next() {
      let groups = try keys.groups(batch, aggregates.counts)
      try aggregates.add(batch, groups, groupCount: keys.cellCount)
    }
    var vectors = try aggregates.results(groupCount: keys.cellCount)
    if let order = keys.order { vectors = vectors.map { $0.gathered(order) } }
    return Batch(count: keys.groupCount, vectors: keys.vectors + vectors)
  }
}
