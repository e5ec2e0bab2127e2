// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Keeps the rows that have (`semi`), or have not (`anti`), a partner that meets a condition.
///
/// Streams its input and keeps its order; a row comes out at most once. Buffers nothing itself. The
/// first candidate of every open row is asked about in one batch, then the next two, the next four and
/// so on: a row that is settled early costs little, and one with very many candidates few rounds.
///
/// - Complexity: O(rows + candidates up to about twice the first match).
final class MatchJoin: Operator {
  private let input: Operator
  private let isAnti: Bool
  private let source: PartnerSource
  private let condition: BoundExpression?

  init(isAnti: Bool, _ input: Operator, _ source: PartnerSource, condition: BoundExpression?) {
    self.input = input
    self.isAnti = isAnti
    self.source = source
    self.condition = condition
    super.init(input.layout)
  }

  override func next() throws(KindredError) -> Batch? {
    guard let partners = try source.open(input, mayBeEmpty: isAnti) else { return nil }
    while let batch = try source.nextProbe(input) {
      probes += batch.count
      let matches = try matches(batch, partners)
      let positions = Truth.positions(of: isAnti ? 0 : 1, in: matches)
      if !positions.isEmpty { return batch.keeping(positions) }
    }
    return nil
  }

  /// 1 for the rows that have a partner which meets the condition.
  private func matches(_ batch: Batch, _ partners: Partners) throws(KindredError) -> [UInt8] {
    let cursors = try partners.cursors(batch)
    var open = Truth.positions(whereNotNegative: cursors)
    var matches = Truth.truths(batch.count, trueAt: condition == nil ? open : [])
    guard let condition else { return matches }
    var rounds = PartnerRounds(cursors)
    var perRow = 1
    while !open.isEmpty {
      let rowsAtOnce = max(1, batchCapacity / perRow)
      for start in stride(from: 0, to: open.count, by: rowsAtOnce) {
        let rows = open[start..<min(open.count, start + rowsAtOnce)]
        partners.walk(&rounds, rows, limit: perRow)
        let candidates = batch.gathered(rounds.positions)
          .joined(partners.rows(rounds.partners, isPadded: false))
        for met in try condition.positions(candidates) {
          matches[Int(rounds.positions[Int(met)])] = 1
        }
      }
      open = open.filter { rounds.cursors[Int($0)] >= 0 && matches[Int($0)] == 0 }
      perRow = min(perRow * 2, batchCapacity)
    }
    return matches
  }
}
