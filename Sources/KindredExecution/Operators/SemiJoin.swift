// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Keeps the rows whose keys the build side has (`semi`), or has not (`anti`).
///
/// Buffers the distinct keys of the build side: a byte per row id, or a hash table. Streams its input
/// and keeps its order; a row comes out at most once. A NULL key matches nothing, unless it is
/// null-safe.
///
/// - Complexity: O(build rows + input rows).
final class SemiJoin: Operator {
  private let input: Operator
  private let build: Operator
  private let keys: PartnerSource.BuildKeys
  private let isAnti: Bool
  private let cache: BuildCache.Entry?
  private var set: KeySet?
  private var first: Batch?
  private var hasFinished = false

  init(
    isAnti: Bool,
    _ input: Operator,
    _ build: Operator,
    _ keys: PartnerSource.BuildKeys,
    cache: BuildCache.Entry?
  ) {
    self.input = input
    self.build = build
    self.keys = keys
    self.isAnti = isAnti
    self.cache = cache
    super.init(input.layout)
  }

  override func next() throws(KindredError) -> Batch? {
    guard let set = try open() else { return nil }
    while let batch = try nextProbe() {
      if set.isEmpty { return batch }
      probes += batch.count
      let positions = try set.positions(keys.probe, batch, isMember: !isAnti)
      if !positions.isEmpty { return batch.keeping(positions) }
    }
    return nil
  }

  private func nextProbe() throws(KindredError) -> Batch? {
    guard let batch = first else { return try input.next() }
    first = nil
    return batch
  }

  /// The keys of the build side; nil when no row can come out.
  private func open() throws(KindredError) -> KeySet? {
    if let set { return set }
    if hasFinished { return nil }
    var made = cache?.keySet
    if made == nil { made = try read() }
    cache?.keySet = made
    guard let made, isAnti || !made.isEmpty else {
      hasFinished = true
      return nil
    }
    set = made
    return made
  }

  /// Asks both sides for a batch before all of the build side is read.
  private func read() throws(KindredError) -> KeySet? {
    let made = KeySet(keys.build, build.layout, matchesNull: keys.matchesNull)
    guard var batch = try build.next() else { return made }
    if cache == nil {
      first = try input.next()
      if first == nil { return nil }
    }
    while true {
      try made.insert(keys.build, batch)
      guard let more = try build.next() else { return made }
      batch = more
    }
  }
}
