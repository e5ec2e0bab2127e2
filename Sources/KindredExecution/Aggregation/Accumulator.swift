// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// One aggregate of all groups while rows come in.
///
/// Subclasses hold plain arrays by group; a batch costs one dynamic call.
class Accumulator {
  /// Takes in a batch.
  ///
  /// - Parameters:
  ///   - values: The argument; nil when rows are counted.
  ///   - groups: The group of each row; nil when all rows belong to group 0.
  func add(_ values: Vector?, rowCount: Int, groups: [Int32]?, groupCount: Int) {
    preconditionFailure("not overridden")
  }

  /// The value of each group.
  func result(groupCount: Int) throws(KindredError) -> Vector {
    preconditionFailure("not overridden")
  }

  static func make(_ aggregate: Aggregate) -> Accumulator {
    let storageClass = aggregate.argument?.type.storageClass ?? .integer
    switch aggregate.function {
    case .count: return CountAccumulator()
    case .countDistinct: return DistinctCountAccumulator(storageClass)
    case .sum, .total, .average:
      return storageClass == .real
        ? RealSumAccumulator(aggregate.function) : IntegerSumAccumulator(aggregate.function)
    case .minimum, .maximum:
      return ExtremeAccumulator(storageClass, isMaximum: aggregate.function == .maximum)
    }
  }
}

extension Array {
  /// Makes the array at least so long.
  mutating func extend(to length: Int, with element: Element) {
    if count < length { append(contentsOf: repeatElement(element, count: length - count)) }
  }
}

/// Counts rows, or values that are not NULL.
final class CountAccumulator: Accumulator {
  private var counts: [Int64] = []

  override func add(_ values: Vector?, rowCount: Int, groups: [Int32]?, groupCount: Int) {
    counts.extend(to: groupCount, with: 0)
    GroupKernels.count(groups, rowCount, values?.nulls, into: &counts)
  }

  override func result(groupCount: Int) throws(KindredError) -> Vector {
    counts.extend(to: groupCount, with: 0)
    return Vector(.integers(counts))
  }
}

/// Counts the distinct values that are not NULL.
final class DistinctCountAccumulator: Accumulator {
  private var counts: [Int64] = []
  private var table: KeyTable

  init(_ storageClass: StorageClass) { table = KeyTable([.integer, storageClass]) }

  override func add(_ values: Vector?, rowCount: Int, groups: [Int32]?, groupCount: Int) {
    counts.extend(to: groupCount, with: 0)
    guard var values else { return }
    var groups = groups ?? [Int32](repeating: 0, count: rowCount)
    if let nulls = values.nulls {
      let present = Truth.positions(of: 0, in: nulls)
      groups = groups.gathered(present)
      values = values.gathered(present)
    }
    var fresh: [Int32] = []
    _ = table.assign(
      [Vector(.integers(groups.map { Int64($0) })), values], count: groups.count,
      newPositions: &fresh)
    for position in fresh { counts[Int(groups[Int(position)])] += 1 }
  }

  override func result(groupCount: Int) throws(KindredError) -> Vector {
    counts.extend(to: groupCount, with: 0)
    return Vector(.integers(counts))
  }
}
