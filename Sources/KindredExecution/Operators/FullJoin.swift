// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Pairs the rows of both inputs, and yields those without a partner of either, padded.
///
/// Streams its first input and keeps its order; the rows of the second that found no partner come last, in
/// their order. Buffers the second input, and a byte for each of its rows.
///
/// - Complexity: O(rows + candidate pairs).
final class FullJoin: Operator {
  private let input: Operator
  private let source: PartnerSource
  private let pairs: PairJoin
  private let kept: PrunedLayout
  private var partners: Partners?
  private var marks: PartnerMarks?
  /// The rows of the second input without a partner; nil while pairs still come.
  private var unmet: [Int32]?
  private var position = 0

  init(
    _ input: Operator,
    _ source: PartnerSource,
    residual: BoundExpression?,
    needed: SourceSet
  ) {
    self.input = input
    self.source = source
    pairs = PairJoin(isLeft: true, input, source, residual: residual, needed: needed)
    kept = PrunedLayout(input.layout.padded.joined(source.layout, isPadded: true), needed: needed)
    super.init(kept.layout)
  }

  override func next() throws(KindredError) -> Batch? {
    if partners == nil { try open() }
    if unmet == nil {
      if let batch = try pairs.next() { return batch }
      probes = pairs.probes
      unmet = marks?.unmet ?? []
    }
    guard let partners, let unmet, position < unmet.count else { return nil }
    let rows = Array(unmet[position..<min(unmet.count, position + batchCapacity)])
    position += rows.count
    let missing = [Int32](repeating: -1, count: rows.count)
    let padding = RowStore(input.layout).batch.gatheredPadding(missing)
    return kept(padding.joined(partners.rows(rows, isPadded: false)))
  }

  private func open() throws(KindredError) {
    let opened = try source.open(input, mayBeEmpty: true, needsProbe: false)
    guard let count = opened?.partnerCount else {
      preconditionFailure("a full join has no build side whose rows could be left over")
    }
    partners = opened
    marks = PartnerMarks(count: count)
    pairs.partnerMarks = marks
  }
}
