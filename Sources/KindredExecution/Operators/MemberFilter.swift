// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Keeps the rows of its first input that are (INTERSECT), or are not (EXCEPT), among those of the
/// second, each once.
///
/// Streams the first input and keeps its order. Buffers the distinct rows of both. NULLs are equal.
///
/// - Complexity: O(rows of both).
final class MemberFilter: Operator {
  private let isKept: Bool
  private let grouping: Grouping
  private let first: SetOperand
  private let second: SetOperand
  /// The distinct rows of the second input; nil until it is read.
  private var members: MemberMarks?

  init(
    isKept: Bool,
    _ grouping: Grouping,
    _ layout: Layout,
    _ first: SetOperand,
    _ second: SetOperand
  ) {
    self.isKept = isKept
    self.grouping = grouping
    self.first = first
    self.second = second
    super.init(layout)
  }

  override func next() throws(KindredError) -> Batch? {
    if members == nil { members = try readMembers() }
    if isKept, members?.isEmpty == true { return nil }
    while let batch = try first.next(layout) {
      probes += batch.count
      var fresh: [Int32] = []
      let groups = try grouping.assign(batch, fresh: &fresh)
      let positions = isKept ? members?.take(groups) ?? [] : fresh
      if !positions.isEmpty { return batch.keeping(positions) }
    }
    return nil
  }

  /// Numbers the distinct rows of the second input from 0.
  private func readMembers() throws(KindredError) -> MemberMarks {
    while let batch = try second.next(layout) {
      var fresh: [Int32] = []
      _ = try grouping.assign(batch, fresh: &fresh)
    }
    return MemberMarks(count: grouping.groupCount)
  }
}
