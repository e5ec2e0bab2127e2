// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import KindredStorage

/// A part of the pairs of a probe batch: positions in it, and for each a partner on the other side.
struct Pairs {
  var positions: [Int32] = []
  var partners: [Int32] = []

  var count: Int { positions.count }

  mutating func reserve(_ capacity: Int) {
    positions.reserveCapacity(capacity)
    partners.reserveCapacity(capacity)
  }
}

/// Where the partners of probe rows come from: the build side of a join, or the children of a row.
///
/// A probe row's partners are walked by a cursor, so that a row with very many of them never has all
/// its pairs in memory at once.
class Partners {
  /// What a partner adds to a row.
  let layout: Layout

  init(_ layout: Layout) { self.layout = layout }

  /// For each row of the batch a cursor to its first partner, -1 for none.
  func cursors(_ batch: Batch) throws(KindredError) -> [Int32] {
    preconditionFailure("not overridden")
  }

  /// Adds up to `limit` partners of a probe row from the cursor on; the cursor that follows, -1 at
  /// the end.
  func append(_ position: Int32, _ cursor: Int32, limit: Int, to pairs: inout Pairs) -> Int32 {
    preconditionFailure("not overridden")
  }

  /// The partners' side of joined rows; NULL where a partner is -1.
  func rows(_ partners: [Int32]) -> Batch { preconditionFailure("not overridden") }

  /// When no probe row has more than one partner: each row's, -1 for none.
  func onlyPartners(_ batch: Batch) throws(KindredError) -> [Int32]? { nil }
}

/// The rows of a join's build side.
final class BuildPartners: Partners {
  private let build: JoinBuild
  /// The probe side's keys; nil when every row is a candidate.
  private let keys: JoinKeys?
  private let matchesNull: [Bool]

  init(_ build: JoinBuild, keys: JoinKeys?, matchesNull: [Bool]) {
    self.build = build
    self.keys = keys
    self.matchesNull = matchesNull
    super.init(build.layout)
  }

  private func groups(_ batch: Batch) throws(KindredError) -> [Int32] {
    guard let keys else { return [Int32](repeating: 0, count: batch.count) }
    return try build.table.find(keys, batch, matchesNull: matchesNull)
  }

  /// A cursor is a place in the runs.
  override func cursors(_ batch: Batch) throws(KindredError) -> [Int32] {
    build.runs.starts(of: try groups(batch))
  }

  override func append(
    _ position: Int32, _ cursor: Int32, limit: Int, to pairs: inout Pairs
  ) -> Int32 {
    build.runs.append(
      from: cursor, limit: limit, position: position, to: &pairs.partners,
      positions: &pairs.positions)
  }

  override func rows(_ partners: [Int32]) -> Batch { build.rows.gatheredPadding(partners) }

  override func onlyPartners(_ batch: Batch) throws(KindredError) -> [Int32]? {
    guard build.runs.isUnique else { return nil }
    return build.runs.onlyRows(of: try groups(batch))
  }
}

/// The rows that refer to a row, in the order in which they came. A cursor is a child's row id.
final class ChildPartners: Partners {
  private let index: ForeignKeyIndex
  private let parentSlot: Int

  init(_ index: ForeignKeyIndex, parentSlot: Int, _ layout: Layout) {
    self.index = index
    self.parentSlot = parentSlot
    super.init(layout)
  }

  override func cursors(_ batch: Batch) throws(KindredError) -> [Int32] {
    batch.rows[parentSlot].ids.map { $0 < 0 ? -1 : index.firstChild(of: $0) }
  }

  override func append(
    _ position: Int32, _ cursor: Int32, limit: Int, to pairs: inout Pairs
  ) -> Int32 {
    var child = cursor
    var left = limit
    while child >= 0, left > 0 {
      pairs.positions.append(position)
      pairs.partners.append(child)
      child = index.nextChild(after: child)
      left -= 1
    }
    return child
  }

  override func rows(_ partners: [Int32]) -> Batch {
    Batch(count: partners.count, rows: [.ids(partners)])
  }
}
