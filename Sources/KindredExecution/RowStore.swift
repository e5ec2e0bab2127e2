// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// All rows of an operator put together: what is buffered by the operators that must see every row.
struct RowStore {
  private(set) var count = 0
  private var slots: [[RowID]]
  private var builders: [VectorBuilder]

  init(_ layout: Layout) {
    slots = layout.slots.map { _ in [] }
    builders = layout.classes.map(VectorBuilder.init)
  }

  mutating func append(_ batch: Batch) {
    count += batch.count
    for slot in slots.indices {
      if case .ids(let ids) = batch.rows[slot] {
        slots[slot].append(contentsOf: ids)
      } else if case .range(let start, let count) = batch.rows[slot] {
        slots[slot].append(contentsOf: start..<(start + RowID(count)))
      }
    }
    for index in builders.indices { builders[index].append(batch.vectors[index]) }
  }

  /// Everything as one batch.
  var batch: Batch {
    Batch(count: count, rows: slots.map { .ids($0) }, vectors: builders.map(\.vector))
  }

  mutating func removeAll() {
    count = 0
    for slot in slots.indices { slots[slot].removeAll(keepingCapacity: true) }
    for index in builders.indices { builders[index].removeAll() }
  }
}
