// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// The distinct keys of the build side of a semi- or anti-join.
final class KeySet {
  private enum Members {
    /// A byte per row id, and one for NULL.
    case rows([UInt8])
    case table(JoinTable)
  }

  private var members: Members
  private let matchesNull: [Bool]
  private(set) var isEmpty = true

  init(_ keys: JoinKeys, _ layout: Layout, matchesNull: [Bool]) {
    self.matchesNull = matchesNull
    switch keys {
    case .rows(_, let slotCount):
      members = .rows([UInt8](repeating: 0, count: slotCount + 1))
    case .integer, .general: members = .table(JoinTable(keys, layout))
    }
  }

  /// Adds the keys of a batch of the build side.
  func insert(_ keys: JoinKeys, _ batch: Batch) throws(KindredError) {
    isEmpty = false
    switch (members, keys) {
    case (.rows(var marks), .rows(let key, _)):
      members = .rows([])
      RowDomain.mark(try key.rows(batch), in: &marks, marksNull: matchesNull[0])
      members = .rows(marks)
    case (.table(var table), _):
      members = .rows([])
      _ = try table.assign(keys, batch)
      members = .table(table)
    case (.rows, _): preconditionFailure("keys of another kind were added")
    }
  }

  /// The positions of the rows whose key is, or is not, in the set.
  func positions(
    _ keys: JoinKeys,
    _ batch: Batch,
    isMember: Bool
  ) throws(KindredError) -> [Int32] {
    switch (members, keys) {
    case (.rows(let marks), .rows(let key, _)):
      return RowDomain.positions(try key.rows(batch), marked: isMember, in: marks)
    case (.table(let table), _):
      let groups = try table.find(keys, batch, matchesNull: matchesNull)
      return isMember
        ? Truth.positions(whereNotNegative: groups) : Truth.positions(whereNegative: groups)
    case (.rows, _): preconditionFailure("keys of another kind were looked up")
    }
  }
}
