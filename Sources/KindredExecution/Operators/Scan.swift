// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema
import KindredStorage

/// Yields all live rows of a table.
///
/// No input, no buffer. In row-id order, each row once, a chunk at a time: as a range where no row of
/// the chunk was deleted, so that its cells are read in place.
///
/// - Complexity: O(slots / 2048) batches; a bit per slot where rows were deleted.
final class Scan: Operator {
  private let slotCount: Int
  private let deleted: Bitmap?
  private var row = 0

  init(_ source: SourceID, _ table: Table) {
    slotCount = table.slotCount
    deleted = table.deleted
    super.init(Layout(source, table.id))
  }

  override func all() throws(KindredError) -> Batch {
    let range = row..<slotCount
    if let deleted, deleted.hasSetBits(in: range) { return try super.all() }
    row = slotCount
    return Batch(
      count: range.count,
      rows: [.range(start: RowID(range.lowerBound), count: range.count)]
    )
  }

  override func next() throws(KindredError) -> Batch? {
    while row < slotCount {
      let range = row..<min(slotCount, row + batchCapacity)
      row = range.upperBound
      guard let deleted, deleted.hasSetBits(in: range) else {
        return Batch(
          count: range.count,
          rows: [.range(start: RowID(range.lowerBound), count: range.count)]
        )
      }
      let live = deleted.clearRows(in: range)
      if !live.isEmpty { return Batch(count: live.count, rows: [.ids(live)]) }
    }
    return nil
  }
}
