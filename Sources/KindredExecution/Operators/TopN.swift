// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Yields the rows that a stable sort with a limit after it would.
///
/// Buffers at most a few times `offset + count` rows, or a few batches if that is more. When the
/// buffer is full it is sorted and cut to the best; from then on rows whose first key is beyond that
/// of the last row kept are dropped before anything else is read of them.
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

  private func collect() throws(KindredError) -> SortedBatches {
    var store = RowStore(layout)
    guard wanted > 0 else { return SortedBatches(store.batch, []) }
    let capacity = wanted > .max / 4 ? Int.max : max(wanted * 2, 2 * batchCapacity)
    var threshold: BoundExpression?
    while let batch = try input.next() {
      let positions = try threshold?.positions(batch)
      if positions?.isEmpty == true { continue }
      store.append(positions.map { batch.keeping($0) } ?? batch)
      if store.count >= capacity { threshold = try cut(&store) }
    }
    return try finish(store)
  }

  /// Keeps the best rows; the condition that a row must meet to be among them.
  private func cut(_ store: inout RowStore) throws(KindredError) -> BoundExpression {
    let rows = store.batch
    let permutation = try BoundSortKey.permutation(keys, rows)
    let best = rows.gathered(Array(permutation.prefix(wanted)))
    store = RowStore(layout)
    store.append(best)
    guard let first = keys.first else { return .constant(.integer(0), .integer) }
    let last = best.slice((best.count - 1)..<best.count)
    let value = try first.expression.values(last).value(at: 0)
    return first.condition(notAfter: value, isStrict: keys.count == 1)
  }

  override func all() throws(KindredError) -> Batch {
    if sorted == nil { sorted = try collect() }
    return sorted?.rest() ?? Batch(count: 0)
  }

  private func finish(_ store: RowStore) throws(KindredError) -> SortedBatches {
    let rows = store.batch
    let permutation = try BoundSortKey.permutation(keys, rows)
    let end = min(permutation.count, wanted)
    return SortedBatches(rows, permutation, in: min(offset, end)..<end)
  }
}

extension BoundSortKey {
  /// True for values that sort before the given one, or with it unless strict.
  fileprivate func condition(notAfter value: Value, isStrict: Bool) -> BoundExpression {
    if value.isNull {
      // Among NULLs only the other keys decide; what is not NULL comes before them or after.
      if nullsFirst { return isStrict ? .constant(.integer(0), .integer) : .isNull(expression) }
      return isStrict ? .not(.isNull(expression)) : .constant(.integer(1), .integer)
    }
    let relation: Relation =
      isDescending ? (isStrict ? .greater : .greaterOrEqual) : (isStrict ? .less : .lessOrEqual)
    let comparison = Binder.comparison(relation, expression, value)
    guard nullsFirst, expression.mayBeNull else { return comparison }
    return .or([
      .init(expression: comparison, canFail: false),
      .init(expression: .isNull(expression), canFail: false),
    ])
  }
}

extension BoundExpression {
  /// False only for a stored column without NULLs.
  fileprivate var mayBeNull: Bool {
    guard case .stored(let stored) = self else { return true }
    return stored.isPadded || !stored.column.hasNoNulls
  }
}
