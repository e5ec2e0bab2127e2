// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Yields its input in the order of the keys.
///
/// Buffers the row ids and computed columns of the whole input. Stable: ties keep the input's order.
/// Keeps duplicates; NULLs stand where each key says.
///
/// - Complexity: O(*n*) passes of a radix sort for numbers; text is compared where eight bytes tie.
final class Sort: Operator {
  private let input: Operator
  private let keys: [BoundSortKey]
  private var sorted: SortedBatches?

  init(_ keys: [BoundSortKey], _ input: Operator) {
    self.input = input
    self.keys = keys
    super.init(input.layout)
  }

  override func next() throws(KindredError) -> Batch? {
    if sorted == nil { sorted = try sort() }
    return sorted?.next()
  }

  private func sort() throws(KindredError) -> SortedBatches {
    let rows = try input.all()
    return SortedBatches(rows, try BoundSortKey.permutation(keys, rows))
  }

  override func all() throws(KindredError) -> Batch {
    if sorted != nil { return try super.all() }
    let rows = try input.all()
    sorted = SortedBatches(rows, [])
    return rows.gathered(try BoundSortKey.permutation(keys, rows))
  }
}

/// Hands on buffered rows in the order of a permutation.
struct SortedBatches {
  private let rows: Batch
  private let permutation: [Int32]
  private var position: Int
  private let end: Int

  init(_ rows: Batch, _ permutation: [Int32], in range: Range<Int>? = nil) {
    self.rows = rows
    self.permutation = permutation
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? permutation.count
  }

  /// The rows that are left, at once.
  mutating func rest() -> Batch {
    defer { position = end }
    return rows.gathered(Array(permutation[position..<end]))
  }

  mutating func next() -> Batch? {
    guard position < end else { return nil }
    let range = position..<min(end, position + batchCapacity)
    position = range.upperBound
    return rows.gathered(Array(permutation[range]))
  }
}
