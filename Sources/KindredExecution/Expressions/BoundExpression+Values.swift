// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

extension BoundExpression {
  /// The value of each row of the batch.
  ///
  /// - Throws: `arithmetic` when one that is asked for cannot be represented.
  func values(_ batch: Batch) throws(KindredError) -> Vector {
    switch self {
    case .constant(let value, let storageClass):
      return Vector(repeating: value, count: batch.count, of: storageClass)
    case .stored(let stored): return stored.values(batch)
    case .vector(let number): return batch.vectors[number]
    case .rowID, .parentRow: return RowDomain.vector(try rows(batch).ids)
    case .test, .comparison, .identical, .and, .or, .not, .isNull, .truth, .inList, .textTest,
      .textMatch:
      return Truth.vector(try truths(batch))
    case .arithmetic(let operation, let left, let right):
      return try left.values(batch).computed(operation, right.values(batch))
    case .negate(let operand): return try operand.values(batch).negated()
    case .function(let function, let operands): return try Self.call(function, operands, batch)
    case .coalesce(let operands, let storageClass):
      return try Self.firstNotNull(operands, storageClass, batch)
    case .conditional(let branches, let otherwise, let storageClass):
      return try Self.chosen(branches, otherwise, storageClass, batch)
    }
  }

  /// The row ids that an expression of row ids yields, -1 for NULL, without widening them.
  func rows(_ batch: Batch) throws(KindredError) -> RowVector {
    switch self {
    case .rowID(let slot): return batch.rows[slot]
    case .parentRow(let slot, let parents, let isPadded):
      let children = batch.rows[slot]
      return .ids(isPadded ? parents.padded(at: children) : parents.values(at: children))
    case .constant, .stored, .vector, .test, .comparison, .identical, .and, .or, .not, .isNull,
      .truth, .inList, .textTest, .textMatch, .arithmetic, .negate, .function, .coalesce,
      .conditional:
      return .ids(RowDomain.rowIDs(try values(batch)))
    }
  }

  /// Each operand is computed only for the rows for which all before it were NULL.
  private static func firstNotNull(
    _ operands: [BoundExpression],
    _ storageClass: StorageClass,
    _ batch: Batch
  ) throws(KindredError) -> Vector {
    let first = try operands[0].values(batch)
    guard let nulls = first.nulls, operands.count > 1 else { return first }
    var result = ScatteredVector(storageClass, count: batch.count)
    result.place(first, at: allPositions(batch.count))
    var missing = Truth.positions(of: 1, in: nulls)
    for operand in operands.dropFirst() where !missing.isEmpty {
      let values = try operand.values(batch.keeping(missing))
      result.place(values, at: missing)
      guard let nulls = values.nulls else { break }
      missing = missing.gathered(Truth.positions(of: 1, in: nulls))
    }
    return result.vector
  }

  /// Each condition and each value is computed only for the rows that come to it.
  private static func chosen(
    _ branches: [Branch],
    _ otherwise: BoundExpression,
    _ storageClass: StorageClass,
    _ batch: Batch
  ) throws(KindredError) -> Vector {
    var result = ScatteredVector(storageClass, count: batch.count)
    var remaining = allPositions(batch.count)
    for branch in branches where !remaining.isEmpty {
      let candidates = batch.keeping(remaining)
      let truths = try branch.condition.truths(candidates)
      let taken = Truth.positions(of: Truth.yes, in: truths)
      if taken.isEmpty { continue }
      result.place(
        try branch.value.values(candidates.keeping(taken)),
        at: remaining.gathered(taken)
      )
      remaining = remaining.gathered(Truth.positions(notOf: Truth.yes, in: truths))
    }
    if !remaining.isEmpty {
      result.place(try otherwise.values(batch.keeping(remaining)), at: remaining)
    }
    return result.vector
  }
}

extension ChunkedColumn<Int32> {
  /// The cells of the rows, -1 for row -1.
  fileprivate func padded(at rows: RowVector) -> [Int32] {
    rows.ids.map { $0 < 0 ? -1 : self[Int($0)] }
  }
}
