// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// All rows of an operator put together: what is buffered by the operators that must see every row.
struct RowStore {
  private(set) var count = 0
  private var slots: [SlotBuilder]
  private var builders: [VectorBuilder]

  init(_ layout: Layout) {
    slots = layout.slots.map { _ in SlotBuilder() }
    builders = layout.classes.map(VectorBuilder.init)
  }

  mutating func append(_ batch: Batch) {
    count += batch.count
    for slot in slots.indices { slots[slot].append(batch.rows[slot]) }
    for index in builders.indices { builders[index].append(batch.vectors[index]) }
  }

  /// Everything as one batch.
  var batch: Batch {
    Batch(count: count, rows: slots.map(\.rows), vectors: builders.map(\.vector))
  }
}

/// Row ids that stay a range as long as they are consecutive.
private struct SlotBuilder {
  private var start: RowID = 0
  private var rangeCount = 0
  private var ids: [RowID] = []

  mutating func append(_ rows: RowVector) {
    switch rows {
    case .range(let first, let count):
      if ids.isEmpty, rangeCount == 0 || first == start + RowID(rangeCount) {
        if rangeCount == 0 { start = first }
        rangeCount += count
      } else {
        spill()
        ids.append(contentsOf: rows.ids)
      }
    case .ids(let more):
      spill()
      if ids.isEmpty { ids = more } else { ids.append(contentsOf: more) }
    }
  }

  /// Gives up the range.
  private mutating func spill() {
    guard rangeCount > 0 else { return }
    ids = RowVector.range(start: start, count: rangeCount).ids
    rangeCount = 0
  }

  var rows: RowVector {
    rangeCount > 0 ? .range(start: start, count: rangeCount) : .ids(ids)
  }
}
