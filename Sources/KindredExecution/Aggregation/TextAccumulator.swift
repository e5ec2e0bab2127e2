// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// The texts of a group, one after the other in row order, with a separator between them; NULL over none.
final class TextAccumulator: Accumulator {
  private let separator: String
  private var texts: [String] = []
  /// 1 for groups that have a text.
  private var seen: [UInt8] = []

  init(separator: String, _ counts: GroupCounts) {
    self.separator = separator
    super.init(counts)
  }

  override var needsCounts: Bool { false }

  override func add(_ values: Vector, groups: [Int32]?, groupCount: Int) {
    extend(to: groupCount)
    for position in 0..<values.count where !values.isNull(at: position) {
      let group = groups.map { Int($0[position]) } ?? 0
      if seen[group] != 0 { texts[group] += separator }
      texts[group] += values.text(at: position)
      seen[group] = 1
    }
  }

  override func result(groupCount: Int) throws(KindredError) -> Vector {
    extend(to: groupCount)
    return Vector(.strings(texts), nulls: normalizedNulls(seen.map { $0 ^ 1 }))
  }

  private func extend(to groupCount: Int) {
    seen.extend(to: groupCount, with: 0)
    texts.extend(to: groupCount, with: "")
  }
}
