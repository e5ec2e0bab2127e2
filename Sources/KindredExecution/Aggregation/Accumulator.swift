// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// How many rows each group has; shared by all aggregates that see the same rows.
final class GroupCounts {
  private(set) var counts: [Int64] = []
  /// Whether an aggregate asks for them.
  var isNeeded = true

  func add(rowCount: Int, groups: [Int32]?, groupCount: Int) {
    counts.extend(to: groupCount, with: 0)
    GroupKernels.count(groups, rowCount, nil, into: &counts)
  }

  /// Counts, and finds the rows that are the first of their group on the way.
  func addFindingFirst(_ groups: [Int32], groupCount: Int) -> [Int32] {
    counts.extend(to: groupCount, with: 0)
    return GroupKernels.countFindingFirst(groups, into: &counts)
  }

  func extend(to groupCount: Int) { counts.extend(to: groupCount, with: 0) }
}

/// One aggregate of all groups while rows come in.
///
/// Subclasses hold plain arrays by group; a batch costs one dynamic call. The rows themselves are
/// counted by ``GroupCounts`` before; an accumulator counts only the NULLs among its values.
class Accumulator {
  let counts: GroupCounts
  /// How many values of each group were NULL; empty while none was.
  private var missing: [Int64] = []

  init(_ counts: GroupCounts) { self.counts = counts }

  /// Whether ``counts`` must be kept up.
  var needsCounts: Bool { true }

  /// Takes in a batch.
  ///
  /// - `values`: the argument; nil when rows are counted.
  /// - `groups`: the group of each row; nil when all rows belong to group 0.
  final func add(_ values: Vector?, rowCount: Int, groups: [Int32]?, groupCount: Int) {
    guard let values else { return }
    if needsCounts, let nulls = values.nulls {
      missing.extend(to: groupCount, with: 0)
      GroupKernels.countNulls(groups, nulls, into: &missing)
    }
    add(values, groups: groups, groupCount: groupCount)
  }

  /// Takes in the values of a batch.
  func add(_ values: Vector, groups: [Int32]?, groupCount: Int) {}

  /// The value of each group.
  func result(groupCount: Int) throws(KindredError) -> Vector {
    preconditionFailure("not overridden")
  }

  /// How many values of each group were not NULL.
  final func valueCounts(groupCount: Int) -> [Int64] {
    counts.extend(to: groupCount)
    if missing.isEmpty { return counts.counts }
    missing.extend(to: groupCount, with: 0)
    return zip(counts.counts, missing).map { $0 &- $1 }
  }
}

extension Accumulator {
  static func make(_ aggregate: Aggregate, _ counts: GroupCounts) -> Accumulator {
    let storageClass = aggregate.argument?.type.storageClass ?? .integer
    switch aggregate.function {
    case .count: return CountAccumulator(counts)
    case .countDistinct: return DistinctCountAccumulator(storageClass, counts)
    case .sum, .total, .average:
      return storageClass == .real
        ? RealSumAccumulator(aggregate.function, counts)
        : IntegerSumAccumulator(aggregate.function, counts)
    case .concatenation(let separator): return TextAccumulator(separator: separator, counts)
    case .minimum, .maximum:
      return ExtremeAccumulator(
        storageClass,
        isMaximum: aggregate.function == .maximum,
        counts
      )
    }
  }
}

extension Array {
  /// Makes the array at least so long.
  mutating func extend(to length: Int, with element: Element) {
    if count == 0 {
      self = [Element](repeating: element, count: length)
    } else if count < length {
      append(contentsOf: repeatElement(element, count: length - count))
    }
  }
}

/// Counts rows, or values that are not NULL.
final class CountAccumulator: Accumulator {
  override func result(groupCount: Int) throws(KindredError) -> Vector {
    Vector(.integers(valueCounts(groupCount: groupCount)))
  }
}

/// Counts the distinct values that are not NULL.
final class DistinctCountAccumulator: Accumulator {
  private var distinct: [Int64] = []
  private var table: KeyTable

  init(_ storageClass: StorageClass, _ counts: GroupCounts) {
    table = KeyTable([.integer, storageClass])
    super.init(counts)
  }

  override var needsCounts: Bool { false }

  override func add(_ values: Vector, groups: [Int32]?, groupCount: Int) {
    distinct.extend(to: groupCount, with: 0)
    var values = values
    var groups = groups ?? [Int32](repeating: 0, count: values.count)
    if let nulls = values.nulls {
      let present = Truth.positions(of: 0, in: nulls)
      groups = groups.gathered(present)
      values = values.gathered(present)
    }
    var fresh: [Int32] = []
    _ = table.assign(
      [Vector(.integers(groups.map { Int64($0) })), values],
      count: groups.count,
      newPositions: &fresh
    )
    for position in fresh { distinct[Int(groups[Int(position)])] += 1 }
  }

  override func result(groupCount: Int) throws(KindredError) -> Vector {
    distinct.extend(to: groupCount, with: 0)
    return Vector(.integers(distinct))
  }
}
