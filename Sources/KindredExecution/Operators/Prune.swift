// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Leaves behind the slots and vectors that nothing above mentions, before rows are buffered.
///
/// Streams its input, keeps its order and its duplicates. No buffer, no cost per row.
final class Prune: Operator {
  private let input: Operator
  private let kept: PrunedLayout

  init(_ input: Operator, _ kept: PrunedLayout) {
    self.input = input
    self.kept = kept
    super.init(kept.layout)
  }

  override func all() throws(KindredError) -> Batch {
    kept(try input.all())
  }

  override func next() throws(KindredError) -> Batch? {
    try input.next().map { kept($0) }
  }
}
