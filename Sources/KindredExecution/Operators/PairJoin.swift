// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Pairs each row of its input with its partners: `inner` and `left` joins of every kind.
///
/// Streams its input and keeps its order; the partners of one row come in their own order. Rows of
/// the input stay as often as they have partners; `left` pads rows without one. Buffers nothing
/// itself: a batch holds at most 2048 candidate pairs, however many partners a row has.
///
/// - Complexity: O(rows + candidate pairs).
final class PairJoin: Operator {
  private let input: Operator
  private let isLeft: Bool
  private let source: PartnerSource
  /// The condition that a pair must meet as well, over both sides.
  private let residual: BoundExpression?
  private let kept: PrunedLayout
  /// Notes the partners that are found; nil when nobody asks.
  var partnerMarks: PartnerMarks?
  private var probe: ProbeState?

  init(
    isLeft: Bool,
    _ input: Operator,
    _ source: PartnerSource,
    residual: BoundExpression?,
    needed: SourceSet
  ) {
    self.input = input
    self.isLeft = isLeft
    self.source = source
    self.residual = residual
    kept = PrunedLayout(input.layout.joined(source.layout, isPadded: isLeft), needed: needed)
    super.init(kept.layout)
  }

  /// A probe batch and how far its pairs have been handed on.
  private struct ProbeState {
    let batch: Batch
    let cursors: [Int32]
    var run = PairRun(capacity: batchCapacity)
    /// Whether the row at the run's position has found a partner in an earlier part.
    var hasMatch = false
  }

  override func next() throws(KindredError) -> Batch? {
    guard let partners = try source.open(input, mayBeEmpty: isLeft) else { return nil }
    while true {
      if var state = probe {
        probe = nil
        let result = try nextPairs(&state, partners)
        if state.run.position < state.batch.count { probe = state }
        if let result { return result }
        continue
      }
      guard let batch = try source.nextProbe(input) else { return nil }
      probes += batch.count
      if residual == nil, let only = try partners.onlyPartners(batch) {
        if let result = direct(batch, only, partners) { return result }
        continue
      }
      probe = ProbeState(batch: batch, cursors: try partners.cursors(batch))
    }
  }

  /// At most one partner each, and nothing more to ask.
  private func direct(_ batch: Batch, _ only: [Int32], _ partners: Partners) -> Batch? {
    partnerMarks?.note(only)
    if isLeft { return joined(batch, partners.rows(only, isPadded: true)) }
    let positions = Truth.positions(whereNotNegative: only)
    if positions.isEmpty { return nil }
    if positions.count == batch.count {
      return joined(batch, partners.rows(only, isPadded: false))
    }
    return joined(
      batch.gathered(positions),
      partners.rows(only.gathered(positions), isPadded: false)
    )
  }

  private func joined(_ left: Batch, _ right: Batch) -> Batch {
    kept(left.joined(right))
  }

  /// The next part of the probe batch's pairs that meet the condition, rows without one padded.
  private func nextPairs(
    _ state: inout ProbeState,
    _ partners: Partners
  ) throws(KindredError) -> Batch? {
    let start = state.run.position
    let hadMatch = state.hasMatch
    partners.fill(&state.run, state.cursors)
    var pairs = Pairs(positions: state.run.positions, partners: state.run.partners)
    state.run.removePairs()
    if residual != nil, pairs.count > 0 { pairs = try meeting(pairs, state.batch, partners) }
    partnerMarks?.note(pairs.partners)
    let end = state.run.position
    // The row at `end` is not finished yet: it may have matched in this part already.
    state.hasMatch = (end == start && hadMatch) || pairs.positions.last == Int32(end)
    if isLeft { pairs = pairs.padded(from: start, to: end, skipsFirst: hadMatch) }
    guard pairs.count > 0 else { return nil }
    return joined(
      state.batch.gathered(pairs.positions),
      partners.rows(pairs.partners, isPadded: isLeft)
    )
  }

  private func meeting(
    _ pairs: Pairs,
    _ batch: Batch,
    _ partners: Partners
  ) throws(KindredError) -> Pairs {
    guard let residual else { return pairs }
    let candidates = batch.gathered(pairs.positions)
      .joined(partners.rows(pairs.partners, isPadded: false))
    let met = try residual.positions(candidates)
    return Pairs(
      positions: pairs.positions.gathered(met),
      partners: pairs.partners.gathered(met)
    )
  }
}

/// Positions in a probe batch, and for each a partner; -1 for none.
private struct Pairs {
  var positions: [Int32] = []
  var partners: [Int32] = []

  var count: Int { positions.count }

  /// Adds a pair with partner -1 for each finished row, `from ..< to`, that has none.
  ///
  /// - `skipsFirst`: the row `from` has had a partner in an earlier part.
  func padded(from: Int, to: Int, skipsFirst: Bool) -> Pairs {
    var result = Pairs()
    result.positions.reserveCapacity(count + to - from)
    result.partners.reserveCapacity(count + to - from)
    var next = 0
    for row in from..<to {
      let before = next
      while next < count, positions[next] == Int32(row) {
        result.positions.append(positions[next])
        result.partners.append(partners[next])
        next += 1
      }
      if next == before, !(skipsFirst && row == from) {
        result.positions.append(Int32(row))
        result.partners.append(-1)
      }
    }
    result.positions.append(contentsOf: positions[next...])
    result.partners.append(contentsOf: partners[next...])
    return result
  }
}
