// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// The least or the greatest value; text by its bytes.
final class ExtremeAccumulator: Accumulator {
  private let isMaximum: Bool
  private let storageClass: StorageClass
  private var integers: [Int64] = []
  private var reals: [Double] = []
  private var texts: [String] = []
  /// 1 for groups that have a value.
  private var seen: [UInt8] = []

  init(_ storageClass: StorageClass, isMaximum: Bool, _ counts: GroupCounts) {
    self.storageClass = storageClass
    self.isMaximum = isMaximum
    super.init(counts)
  }

  override var needsCounts: Bool { false }

  override func add(_ values: Vector, groups: [Int32]?, groupCount: Int) {
    extend(to: groupCount)
    switch values.cells {
    case .integers(let cells):
      GroupKernels.extreme(
        groups,
        cells,
        values.nulls,
        isMaximum: isMaximum,
        into: &integers,
        seen: &seen
      )
    case .reals(let cells):
      GroupKernels.extreme(
        groups,
        cells,
        values.nulls,
        isMaximum: isMaximum,
        into: &reals,
        seen: &seen
      )
    case .strings, .handles:
      GroupKernels.extreme(groups, values, isMaximum: isMaximum, into: &texts, seen: &seen)
    }
  }

  override func result(groupCount: Int) throws(KindredError) -> Vector {
    extend(to: groupCount)
    let nulls = normalizedNulls(seen.map { $0 ^ 1 })
    switch storageClass {
    case .integer: return Vector(.integers(integers), nulls: nulls)
    case .real: return Vector(.reals(reals), nulls: nulls)
    case .text: return Vector(.strings(texts), nulls: nulls)
    }
  }

  private func extend(to groupCount: Int) {
    seen.extend(to: groupCount, with: 0)
    switch storageClass {
    case .integer: integers.extend(to: groupCount, with: 0)
    case .real: reals.extend(to: groupCount, with: 0)
    case .text: texts.extend(to: groupCount, with: "")
    }
  }
}
