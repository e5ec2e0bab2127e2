// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import KindredStorage

/// Where the partners of probe rows come from: the build side of a join, or the children of a row.
///
/// Partners are walked by cursors, so that a row with very many of them never has all its pairs in
/// memory at once.
class Partners {
  /// What a partner adds to a row.
  let layout: Layout

  init(_ layout: Layout) { self.layout = layout }

  /// For each row of the batch a cursor to its first partner, -1 for none.
  func cursors(_ batch: Batch) throws(KindredError) -> [Int32] {
    preconditionFailure("not overridden")
  }

  /// Walks on with the pairs.
  func fill(_ pairs: inout PairRun, _ cursors: [Int32]) {
    preconditionFailure("not overridden")
  }

  /// Walks up to `limit` partners of each of the rows.
  func walk(_ rounds: inout PartnerRounds, _ rows: ArraySlice<Int32>, limit: Int) {
    preconditionFailure("not overridden")
  }

  /// The partners' side of joined rows; NULL where a partner is -1.
  func rows(_ partners: [Int32], isPadded: Bool) -> Batch {
    preconditionFailure("not overridden")
  }

  /// How many partners there are in all, with numbers from 0; nil where they have other numbers.
  var partnerCount: Int? { nil }

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
    guard let keys else {
      return [Int32](repeating: build.rows.count == 0 ? -1 : 0, count: batch.count)
    }
    return try build.table.find(keys, batch, matchesNull: matchesNull)
  }

  override var partnerCount: Int? { build.rows.count }

  override func cursors(_ batch: Batch) throws(KindredError) -> [Int32] {
    build.runs.cursors(of: try groups(batch))
  }

  override func fill(_ pairs: inout PairRun, _ cursors: [Int32]) {
    build.runs.fill(&pairs, cursors)
  }

  override func walk(_ rounds: inout PartnerRounds, _ rows: ArraySlice<Int32>, limit: Int) {
    build.runs.walk(&rounds, rows, limit: limit)
  }

  override func rows(_ partners: [Int32], isPadded: Bool) -> Batch {
    isPadded ? build.rows.gatheredPadding(partners) : build.rows.gathered(partners)
  }

  override func onlyPartners(_ batch: Batch) throws(KindredError) -> [Int32]? {
    guard build.runs.isUnique else { return nil }
    return build.runs.onlyRows(of: try groups(batch))
  }
}

/// The rows that refer to a row, in the order in which they came.
final class ChildPartners: Partners {
  private let chains: ChildChains
  private let parentSlot: Int

  init(_ index: ForeignKeyIndex, parentSlot: Int, _ layout: Layout) {
    chains = ChildChains(first: index.firstRows, next: index.nextRows)
    self.parentSlot = parentSlot
    super.init(layout)
  }

  override func cursors(_ batch: Batch) throws(KindredError) -> [Int32] {
    chains.cursors(of: batch.rows[parentSlot])
  }

  override func fill(_ pairs: inout PairRun, _ cursors: [Int32]) { chains.fill(&pairs, cursors) }

  override func walk(_ rounds: inout PartnerRounds, _ rows: ArraySlice<Int32>, limit: Int) {
    chains.walk(&rounds, rows, limit: limit)
  }

  override func rows(_ partners: [Int32], isPadded: Bool) -> Batch {
    Batch(count: partners.count, rows: [.ids(partners)])
  }
}
