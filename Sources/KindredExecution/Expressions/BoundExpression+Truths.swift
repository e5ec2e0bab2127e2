// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

extension BoundExpression {
  /// Whether the condition is true, false or unknown for each row of the batch.
  func truths(_ batch: Batch) throws(KindredError) -> [UInt8] {
    switch self {
    case .test(let stored, let test, let otherwise):
      return Self.truths(batch, stored, test, otherwise)
    case .comparison(let relation, let left, let right):
      return try left.values(batch).compared(relation, right.values(batch))
    case .identical(let left, let right):
      return try left.values(batch).identical(right.values(batch))
    case .and(let operands): return try Self.conjunction(operands, batch)
    case .or(let operands): return try Self.disjunction(operands, batch)
    case .not(let operand):
      var truths = try operand.truths(batch)
      Truth.not(&truths)
      return truths
    case .isNull(let operand): return try operand.nullTruths(batch)
    case .truth(let value, let operand):
      return Truth.matching(value.byte, try operand.truths(batch))
    case .inList(let operand, let list): return list.truths(try operand.values(batch))
    case .textTest(let test, let text): return try text.values(batch).matched(test)
    case .textMatch(let kind, let text, let pattern):
      return try text.values(batch).matched(kind, pattern: pattern.values(batch))
    case .constant, .stored, .vector, .rowID, .parentRow, .arithmetic, .negate, .function,
      .coalesce, .conditional:
      return Truth.truths(try values(batch))
    }
  }

  private static func truths(
    _ batch: Batch,
    _ stored: StoredColumn,
    _ test: ColumnTest,
    _ otherwise: UInt8
  ) -> [UInt8] {
    let rows = batch.rows[stored.slot]
    let passing = stored.column.positions(
      passing: test,
      rows: rows,
      among: nil,
      isPadded: stored.isPadded
    )
    var truths = Truth.truths(batch.count, trueAt: passing, otherwise: otherwise)
    Truth.setUnknown(&truths, where: stored.nullBytes(batch))
    return truths
  }

  private func nullTruths(_ batch: Batch) throws(KindredError) -> [UInt8] {
    if case .stored(let stored) = self {
      return stored.nullBytes(batch) ?? [UInt8](repeating: 0, count: batch.count)
    }
    return try values(batch).nulls ?? [UInt8](repeating: 0, count: batch.count)
  }

  /// Operands that can fail see only the rows that none before them has made false.
  private static func conjunction(
    _ operands: [Operand],
    _ batch: Batch
  ) throws(KindredError) -> [UInt8] {
    var truths = [UInt8](repeating: Truth.yes, count: batch.count)
    for operand in operands {
      guard operand.canFail else {
        Truth.and(&truths, try operand.expression.truths(batch))
        continue
      }
      let open = Truth.positions(notOf: Truth.no, in: truths)
      if open.isEmpty { break }
      let more = try operand.expression.truths(batch.keeping(open))
      var kept = truths.gathered(open)
      Truth.and(&kept, more)
      for (index, position) in open.enumerated() { truths[Int(position)] = kept[index] }
    }
    return truths
  }

  /// Operands that can fail see only the rows that none before them has made true.
  private static func disjunction(
    _ operands: [Operand],
    _ batch: Batch
  ) throws(KindredError) -> [UInt8] {
    var truths = [UInt8](repeating: Truth.no, count: batch.count)
    for operand in operands {
      guard operand.canFail else {
        Truth.or(&truths, try operand.expression.truths(batch))
        continue
      }
      let open = Truth.positions(notOf: Truth.yes, in: truths)
      if open.isEmpty { break }
      let more = try operand.expression.truths(batch.keeping(open))
      var kept = truths.gathered(open)
      Truth.or(&kept, more)
      for (index, position) in open.enumerated() { truths[Int(position)] = kept[index] }
    }
    return truths
  }
}

extension [UInt8] {
  fileprivate func gathered(_ positions: [Int32]) -> [UInt8] { positions.map { self[Int($0)] } }
}

extension TruthValue {
  fileprivate var byte: UInt8 {
    switch self {
    case .isTrue: Truth.yes
    case .isFalse: Truth.no
    case .isUnknown: Truth.unknown
    }
  }
}

extension StoredColumn {
  /// 1 where the value is NULL, or the row -1; nil when none is.
  func nullBytes(_ batch: Batch) -> [UInt8]? {
    let rows = batch.rows[slot]
    guard isPadded, case .ids(let ids) = rows, let padding = ids.paddingBytes else {
      return column.nullBytes(at: rows)
    }
    if column.count == 0 { return padding }
    return mergedNulls(padding, column.nullBytes(at: .ids(ids.map { max($0, 0) })))
  }
}

extension ListMembership {
  /// Whether each value is among the list's.
  func truths(_ vector: Vector) -> [UInt8] {
    var truths: [UInt8]
    switch (values, vector.cells) {
    case (.integers(let set), .integers(let cells)): truths = cells.map { set.contains($0) ? 1 : 0 }
    case (.reals(let list), .reals(let cells)):
      truths = cells.map { Self.contains(list, $0) ? 1 : 0 }
    case (.texts(let set), .strings), (.texts(let set), .handles):
      truths = (0..<vector.count).map { index in
        !vector.isNull(at: index) && set.contains(vector.text(at: index)) ? 1 : 0
      }
    case (.integers, _), (.reals, _), (.texts, _):
      // No value of another class is in the list.
      truths = [UInt8](repeating: 0, count: vector.count)
    }
    if otherwise != Truth.no { truths = truths.map { $0 == Truth.yes ? $0 : otherwise } }
    Truth.setUnknown(&truths, where: vector.nulls)
    return truths
  }

  private static func contains(_ list: [Double], _ value: Double) -> Bool {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low < list.count && list[low] == value
  }
}
