// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Yields the rows that a stable sort with a limit after it would.
///
/// Buffers at most a few times `offset + count` rows, or a few batches if that is more; when the
/// buffer is full it is sorted and cut to the best. Rows whose first key is beyond that of the worst
/// row that still counts are dropped before anything else is read of them.
///
/// - Complexity: O(*n*) for the first key, and a sort of the rows that pass it.
final class TopN: Operator {
  private let input: Operator
  private let keys: [BoundSortKey]
  private let offset: Int
  private let wanted: Int
  private var sorted: SortedBatches?

  init(_ keys: [BoundSortKey], count: Int, offset: Int, _ input: Operator) {
    self.input = input
    self.keys = keys
    self.offset = max(0, offset)
    let (sum, isTooLarge) = max(0, count).addingReportingOverflow(self.offset)
    wanted = count <= 0 ? 0 : isTooLarge ? .max : sum
    super.init(input.layout)
  }

  override func next() throws(KindredError) -> Batch? {
    if sorted == nil { sorted = try collect() }
    return sorted?.next()
  }

  override func all() throws(KindredError) -> Batch {
    if sorted == nil { sorted = try collect() }
    return sorted?.rest() ?? Batch(count: 0)
  }

  private func collect() throws(KindredError) -> SortedBatches {
    var store = RowStore(layout)
    guard wanted > 0 else { return SortedBatches(store.batch, []) }
    let capacity = wanted > .max / 8 ? Int.max : max(wanted * 4, 4 * batchCapacity)
    var threshold = FirstKeyThreshold(keys, wanted: wanted)
    while let batch = try input.next() {
      let positions = try threshold.condition?.positions(batch)
      if positions?.isEmpty == true { continue }
      let candidates = positions.map { batch.keeping($0) } ?? batch
      try threshold.add(candidates)
      store.append(candidates)
      if store.count >= capacity { try cut(&store, &threshold) }
    }
    return try finish(store, threshold)
  }

  /// Keeps the best rows only.
  private func cut(
    _ store: inout RowStore,
    _ threshold: inout FirstKeyThreshold
  ) throws(KindredError) {
    let rows = store.batch
    let permutation = try BoundSortKey.permutation(keys, rows)
    let best = rows.gathered(Array(permutation.prefix(wanted)))
    store = RowStore(layout)
    store.append(best)
    try threshold.setWorst(best.slice((best.count - 1)..<best.count))
  }

  private func finish(
    _ store: RowStore,
    _ threshold: FirstKeyThreshold
  ) throws(KindredError) -> SortedBatches {
    var rows = store.batch
    // Early rows got in when little was known. Ties stay, as they were let in under this rule.
    if rows.count > wanted, let condition = threshold.finalCondition {
      rows = rows.keeping(try condition.positions(rows))
    }
    let permutation = try BoundSortKey.permutation(keys, rows)
    let end = min(permutation.count, wanted)
    return SortedBatches(rows, permutation, in: min(offset, end)..<end)
  }
}
