// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

extension BoundExpression {
  /// The positions, among the given ones (nil for all), of the rows for which the condition is
  /// true.
  ///
  /// Ascending.
  ///
  /// Comparisons with constants are answered on the stored cells; the conjuncts of a conjunction each
  /// see what those before them have left.
  func positions(_ batch: Batch, among candidates: [Int32]? = nil) throws(KindredError) -> [Int32] {
    if let candidates, candidates.isEmpty { return [] }
    switch self {
    case .test(let stored, let test, _):
      return stored.column.positions(
        passing: test,
        rows: batch.rows[stored.slot],
        among: candidates,
        isPadded: stored.isPadded
      )
    case .isNull(.stored(let stored)):
      return stored.column.positions(
        whereNull: true,
        rows: batch.rows[stored.slot],
        among: candidates
      )
    case .not(.isNull(.stored(let stored))):
      return stored.column.positions(
        whereNull: false,
        rows: batch.rows[stored.slot],
        among: candidates
      )
    case .truth(.isTrue, let operand): return try operand.positions(batch, among: candidates)
    case .and(let operands):
      var remaining = candidates
      for operand in operands {
        remaining = try operand.expression.positions(batch, among: remaining)
      }
      return remaining ?? allPositions(batch.count)
    case .constant, .stored, .vector, .rowID, .parentRow, .comparison, .identical, .or, .not,
      .isNull, .truth, .inList, .textTest, .textMatch, .arithmetic, .negate, .function, .coalesce,
      .conditional:
      guard let candidates, candidates.count < batch.count else {
        return Truth.positions(of: Truth.yes, in: try truths(batch))
      }
      let truths = try truths(batch.gathered(candidates))
      return candidates.gathered(Truth.positions(of: Truth.yes, in: truths))
    }
  }

  /// Conditions in the order in which they are best asked: cheap ones first, failing ones last.
  static func sortedConjuncts(_ operands: [Operand]) -> [Operand] {
    guard operands.count > 1 else { return operands }
    let ranked = operands.enumerated().map { (rank: $0.element.rank, index: $0.offset) }
    return ranked.sorted { $0 < $1 }.map { operands[$0.index] }
  }
}

extension BoundExpression.Operand {
  fileprivate var rank: Int {
    if canFail { return 9 }
    switch expression {
    case .constant: return 0
    case .test(_, .integers, _), .test(_, .reals, _): return 1
    case .isNull, .not(.isNull): return 2
    case .test(_, .integerSet, _): return 3
    case .test(let stored, .text, _): return stored.column.isDictionary ? 2 : 5
    case .stored, .vector, .rowID, .parentRow, .comparison, .identical, .and, .or, .not, .truth,
      .inList, .textTest, .textMatch, .arithmetic, .negate, .function, .coalesce, .conditional:
      return 7
    }
  }
}

extension Column {
  /// Whether the column is text of few distinct values.
  var isDictionary: Bool {
    if case .texts(_, let pool) = cells { pool.isDictionary } else { false }
  }
}
