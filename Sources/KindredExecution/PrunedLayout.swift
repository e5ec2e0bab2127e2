// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// The part of a layout that is still needed, and how batches are cut down to it.
struct PrunedLayout {
  let layout: Layout
  /// The slots and vectors that stay; nil when all do.
  private let kept: (slots: [Int], vectors: [Int])?

  init(_ layout: Layout, needed: SourceSet) {
    if layout.isCovered(by: needed) {
      self.layout = layout
      kept = nil
      return
    }
    let (pruned, slots, vectors) = layout.pruned(to: needed)
    self.layout = pruned
    let isComplete = slots.count == layout.slots.count && vectors.count == layout.classes.count
    kept = isComplete ? nil : (slots, vectors)
  }

  var isComplete: Bool { kept == nil }

  func callAsFunction(_ batch: Batch) -> Batch {
    guard let kept else { return batch }
    return Batch(
      count: batch.count,
      rows: kept.slots.map { batch.rows[$0] },
      vectors: kept.vectors.map { batch.vectors[$0] }
    )
  }
}
