// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// One side of a set operation: its rows in the shape that both sides have.
struct SetOperand {
  private let input: Operator
  private let outputs: [BoundExpression]

  init(_ input: Operator, _ outputs: [BoundExpression]) {
    self.input = input
    self.outputs = outputs
  }

  /// The slot of the rows that are the only output; nil for values.
  private var slot: Int? {
    guard outputs.count == 1, case .rowID(let slot) = outputs[0] else { return nil }
    return slot
  }

  /// Whether a row may be missing.
  var isPadded: Bool { slot.map { input.layout.slots[$0].isPadded } ?? false }

  /// The next rows; nil at the end.
  func next(_ layout: Layout) throws(KindredError) -> Batch? {
    guard let batch = try input.next() else { return nil }
    if let slot, !layout.slots.isEmpty {
      return Batch(count: batch.count, rows: [batch.rows[slot]])
    }
    return Batch(count: batch.count, vectors: try outputs.vectors(batch))
  }
}
