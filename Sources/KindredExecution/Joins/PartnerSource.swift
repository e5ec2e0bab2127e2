// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Makes the partners of a join when its first row is asked for, and not before it is known that they
/// are needed: a join with an empty side ends without reading the other one.
final class PartnerSource {
  /// What a partner adds to a row.
  let layout: Layout
  private let input: Operator?
  private let keys: BuildKeys?
  private let kept: PrunedLayout?
  private let cache: BuildCache.Entry?
  private var partners: Partners?
  private var firstProbe: Batch?
  private var hasFinished = false

  /// The two sides' keys, and where NULL equals NULL.
  struct BuildKeys {
    var probe: JoinKeys
    var build: JoinKeys
    var matchesNull: [Bool]
  }

  /// Partners that exist already.
  init(_ partners: Partners) {
    self.partners = partners
    layout = partners.layout
    (input, keys, kept, cache) = (nil, nil, nil, nil)
  }

  /// The rows of a build side, by keys, or all of them.
  init(_ input: Operator, keys: BuildKeys?, keeping kept: PrunedLayout, cache: BuildCache.Entry?) {
    self.input = input
    self.keys = keys
    self.kept = kept
    self.cache = cache
    layout = kept.layout
  }

  /// The partners; nil when the join is over before it began.
  ///
  /// - `mayBeEmpty`: whether rows come out also if the build side has none.
  /// - `needsProbe`: whether none come out if the probe side has none.
  func open(
    _ probe: Operator,
    mayBeEmpty: Bool,
    needsProbe: Bool = true
  ) throws(KindredError) -> Partners? {
    if let partners { return partners }
    if hasFinished { return nil }
    var build = cache?.build
    if build == nil { build = try read(probe, mayBeEmpty, needsProbe) }
    guard let build, mayBeEmpty || build.rows.count > 0 else {
      hasFinished = true
      return nil
    }
    cache?.build = build
    let made = BuildPartners(
      build,
      keys: keys?.probe,
      matchesNull: keys?.matchesNull ?? []
    )
    partners = made
    return made
  }

  /// Asks both sides for a batch before all of the build side is read.
  private func read(
    _ probe: Operator,
    _ mayBeEmpty: Bool,
    _ needsProbe: Bool
  ) throws(KindredError) -> JoinBuild? {
    guard let input, let kept else { return nil }
    let first = try input.next()
    if first == nil, !mayBeEmpty { return nil }
    // A kept build is for all outer rows, also for those whose probe side is not empty.
    if cache == nil, needsProbe {
      firstProbe = try probe.next()
      if firstProbe == nil { return nil }
    }
    guard let keys else { return try JoinBuild(allOf: input, first: first, keeping: kept) }
    return try JoinBuild(keys.build, first: first, input, keeping: kept)
  }

  /// The next batch of the probe side.
  func nextProbe(_ probe: Operator) throws(KindredError) -> Batch? {
    if let first = firstProbe {
      firstProbe = nil
      return first
    }
    return try probe.next()
  }
}

/// The build sides that stay the same however often the subquery of an `apply` runs.
final class BuildCache {
  /// One join's.
  final class Entry {
    var build: JoinBuild?
    var keySet: KeySet?
  }

  private var entries: [Entry] = []
  private var next = 0

  /// The operators are about to be built, in the same order as the last time.
  func begin() { next = 0 }

  func entry() -> Entry {
    if next == entries.count { entries.append(Entry()) }
    next += 1
    return entries[next - 1]
  }
}
