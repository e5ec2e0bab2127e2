// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Sum, total and average of integers: an exact total of 128 bits, so that the order of the rows does
/// not matter and only a sum that does not fit itself is an error.
final class IntegerSumAccumulator: Accumulator {
  private let function: AggregateFunction
  private var sums: [Int128] = []
  private var counts: [Int64] = []

  init(_ function: AggregateFunction) { self.function = function }

  override func add(_ values: Vector?, rowCount: Int, groups: [Int32]?, groupCount: Int) {
    sums.extend(to: groupCount, with: 0)
    counts.extend(to: groupCount, with: 0)
    guard let values, case .integers(let cells) = values.cells else { return }
    GroupKernels.sum(groups, cells, values.nulls, into: &sums)
    GroupKernels.count(groups, rowCount, values.nulls, into: &counts)
  }

  override func result(groupCount: Int) throws(KindredError) -> Vector {
    sums.extend(to: groupCount, with: 0)
    counts.extend(to: groupCount, with: 0)
    let empty = normalizedNulls(counts.map { $0 == 0 ? 1 : 0 })
    if function == .total { return Vector(.reals(sums.map { Double($0) })) }
    if function == .average {
      return Vector(
        .reals(zip(sums, counts).map { $1 == 0 ? 0 : Double($0) / Double($1) }), nulls: empty)
    }
    var cells: [Int64] = []
    cells.reserveCapacity(groupCount)
    for sum in sums {
      guard let cell = Int64(exactly: sum) else { throw .integerOverflow }
      cells.append(cell)
    }
    return Vector(.integers(cells), nulls: empty)
  }
}

/// Sum, total and average of reals, added in row order within a group. What is not a number (the sum
/// of both infinities) is NULL.
final class RealSumAccumulator: Accumulator {
  private let function: AggregateFunction
  private var sums: [Double] = []
  private var counts: [Int64] = []

  init(_ function: AggregateFunction) { self.function = function }

  override func add(_ values: Vector?, rowCount: Int, groups: [Int32]?, groupCount: Int) {
    sums.extend(to: groupCount, with: 0)
    counts.extend(to: groupCount, with: 0)
    guard let values, case .reals(let cells) = values.asReals.cells else { return }
    GroupKernels.sum(groups, cells, values.nulls, into: &sums)
    GroupKernels.count(groups, rowCount, values.nulls, into: &counts)
  }

  override func result(groupCount: Int) throws(KindredError) -> Vector {
    sums.extend(to: groupCount, with: 0)
    counts.extend(to: groupCount, with: 0)
    let needsRows = function != .total
    var cells = sums
    if function == .average {
      for group in cells.indices where counts[group] > 0 { cells[group] /= Double(counts[group]) }
    }
    let nulls: [UInt8] = cells.indices.map {
      cells[$0].isNaN || (needsRows && counts[$0] == 0) ? 1 : 0
    }
    return Vector(.reals(cells.map { $0.isNaN ? 0 : $0 }), nulls: normalizedNulls(nulls))
  }
}
