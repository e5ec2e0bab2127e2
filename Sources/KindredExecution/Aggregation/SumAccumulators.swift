// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Sum, total and average of integers: an exact total of 128 bits, so that the order of the rows does
/// not matter and only a sum that does not fit itself is an error.
final class IntegerSumAccumulator: Accumulator {
  private let function: AggregateFunction
  private var sums: [Int128] = []

  init(_ function: AggregateFunction, _ counts: GroupCounts) {
    self.function = function
    super.init(counts)
  }

  override func add(_ values: Vector, groups: [Int32]?, groupCount: Int) {
    sums.extend(to: groupCount, with: 0)
    guard case .integers(let cells) = values.cells else { return }
    GroupKernels.sum(groups, cells, values.nulls, into: &sums)
  }

  override func result(groupCount: Int) throws(KindredError) -> Vector {
    sums.extend(to: groupCount, with: 0)
    let counts = valueCounts(groupCount: groupCount)
    let empty = normalizedNulls(counts.map { $0 == 0 ? 1 : 0 })
    if function == .total { return Vector(.reals(sums.map { Double($0) })) }
    if function == .average {
      return Vector(
        .reals(zip(sums, counts).map { $1 == 0 ? 0 : Double($0) / Double($1) }),
        nulls: empty
      )
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

/// Sum, total and average of reals, added in row order within a group.
///
/// What is not a number (the sum of both infinities) is NULL.
final class RealSumAccumulator: Accumulator {
  private let function: AggregateFunction
  private var sums: [Double] = []

  init(_ function: AggregateFunction, _ counts: GroupCounts) {
    self.function = function
    super.init(counts)
  }

  override func add(_ values: Vector, groups: [Int32]?, groupCount: Int) {
    sums.extend(to: groupCount, with: 0)
    guard case .reals(let cells) = values.asReals.cells else { return }
    GroupKernels.sum(groups, cells, values.nulls, into: &sums)
  }

  override func result(groupCount: Int) throws(KindredError) -> Vector {
    sums.extend(to: groupCount, with: 0)
    let counts = valueCounts(groupCount: groupCount)
    return GroupKernels.numbers(
      sums,
      counts,
      averages: function == .average,
      needsValues: function != .total
    )
  }
}
