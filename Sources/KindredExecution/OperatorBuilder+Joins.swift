// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema
import KindredStorage

/// The parts of a join on keys.
struct JoinParts {
  let kind: JoinKind
  let probe: PhysicalPlan
  let build: PhysicalPlan
  let keys: [JoinKey]
  let residual: Expression?
  let domain: KeyDomain

  init(
    _ kind: JoinKind,
    _ probe: PhysicalPlan,
    _ build: PhysicalPlan,
    _ keys: [JoinKey],
    _ residual: Expression?,
    _ domain: KeyDomain
  ) {
    self.kind = kind
    self.probe = probe
    self.build = build
    self.keys = keys
    self.residual = residual
    self.domain = domain
  }
}

extension JoinKind {
  fileprivate var isAnti: Bool { self == .anti }
  /// Whether the right side's rows come out.
  fileprivate var isPairing: Bool { self == .inner || self == .left || self == .full }
}

extension OperatorBuilder {
  func join(_ parts: JoinParts, _ needed: SourceSet) -> Operator {
    var probeNeeds = needed
    var buildNeeds = parts.kind.isPairing ? needed : SourceSet()
    for key in parts.keys {
      key.probe.collectSources(into: &probeNeeds)
      key.build.collectSources(into: &buildNeeds)
    }
    parts.residual?.collectSources(into: &probeNeeds)
    parts.residual?.collectSources(into: &buildNeeds)
    let probe = build(parts.probe, needed: probeNeeds)
    if let lookup = rowLookup(parts, probe, needed) { return lookup }
    let isKept = parts.kind.isPairing || parts.residual != nil || parts.domain == .general
    let buildSide = build(parts.build, needed: buildNeeds, isKept: isKept)
    let keys = buildKeys(parts, probe, buildSide)
    let cache = cacheEntry(parts.build, keys: parts.keys.map(\.build))
    if !parts.kind.isPairing, parts.residual == nil {
      return SemiJoin(isAnti: parts.kind.isAnti, probe, buildSide, keys, cache: cache)
    }
    var kept = parts.kind.isPairing ? needed : SourceSet()
    parts.residual?.collectSources(into: &kept)
    let source = PartnerSource(
      buildSide,
      keys: keys,
      keeping: PrunedLayout(buildSide.layout, needed: kept),
      cache: cache
    )
    return paired(parts.kind, probe, source, parts.residual, needed)
  }

  /// Pairs, or tests for, the partners that meet the condition.
  private func paired(
    _ kind: JoinKind,
    _ probe: Operator,
    _ source: PartnerSource,
    _ condition: Expression?,
    _ needed: SourceSet
  ) -> Operator {
    let both = probe.layout.joined(source.layout, isPadded: false)
    let bound = condition.map(binder(both).bind)
    switch kind {
    case .inner, .left:
      return PairJoin(isLeft: kind == .left, probe, source, residual: bound, needed: needed)
    case .full: return FullJoin(probe, source, residual: bound, needed: needed)
    case .semi, .anti:
      return MatchJoin(isAnti: kind.isAnti, probe, source, condition: bound)
    }
  }

  /// A whole table joined by its own row id needs no build side: the key names the row.
  private func rowLookup(
    _ parts: JoinParts,
    _ probe: Operator,
    _ needed: SourceSet
  ) -> Operator? {
    guard parts.kind != .full, case .rows = parts.domain, parts.residual == nil,
      parts.keys.count == 1,
      !parts.keys[0].isNullSafe, case .scan(let source, let table) = parts.build.operation,
      parts.keys[0].build == .rowID(source)
    else { return nil }
    skip()
    return ParentLookup(
      parts.kind,
      probe,
      binder(probe.layout).bind(parts.keys[0].probe),
      source: source,
      table: table,
      needed: needed
    )
  }

  private func buildKeys(
    _ parts: JoinParts,
    _ probe: Operator,
    _ build: Operator
  ) -> PartnerSource.BuildKeys {
    let probeKeys = parts.keys.map { binder(probe.layout).bind($0.probe) }
    let buildKeys = parts.keys.map { binder(build.layout).bind($0.build) }
    let matchesNull = parts.keys.map(\.isNullSafe)
    if let slotCount = slotCount(parts.domain), parts.keys.count == 1,
      isWorthAnArray(parts, slotCount)
    {
      return .init(
        probe: .rows(probeKeys[0], slotCount: slotCount),
        build: .rows(buildKeys[0], slotCount: slotCount),
        matchesNull: matchesNull
      )
    }
    let isInteger =
      parts.keys.count == 1 && probeKeys[0].storageClass(in: probe.layout) == .integer
      && buildKeys[0].storageClass(in: build.layout) == .integer
    if isInteger {
      return .init(
        probe: .integer(probeKeys[0]),
        build: .integer(buildKeys[0]),
        matchesNull: matchesNull
      )
    }
    return .init(
      probe: .general(probeKeys),
      build: .general(buildKeys),
      matchesNull: matchesNull
    )
  }

  /// An array over the whole table must not cost more than the rows of both sides do.
  private func isWorthAnArray(_ parts: JoinParts, _ slotCount: Int) -> Bool {
    let rows = parts.probe.estimatedRows + parts.build.estimatedRows
    return slotCount < 16_384 || rows * 64 >= Double(slotCount)
  }

  func nestedLoopJoin(
    _ kind: JoinKind,
    _ left: PhysicalPlan,
    _ right: PhysicalPlan,
    _ condition: Expression,
    _ needed: SourceSet
  ) -> Operator {
    let both = needed.union(condition.sources)
    let probe = build(left, needed: both)
    let buildSide = build(right, needed: both, isKept: true)
    let source = PartnerSource(
      buildSide,
      keys: nil,
      keeping: PrunedLayout(buildSide.layout, needed: both),
      cache: cacheEntry(right)
    )
    return paired(kind, probe, source, condition.isTrueLiteral ? nil : condition, needed)
  }

  func childExpansion(
    _ kind: JoinKind,
    _ parent: SourceID,
    _ key: ForeignKeyID,
    _ child: SourceID,
    _ filter: Expression?,
    _ plan: PhysicalPlan,
    _ needed: SourceSet
  ) -> Operator {
    var needs = needed.union(SourceSet(parent))
    filter?.collectSources(into: &needs)
    let input = build(plan, needed: needs)
    let index = snapshot[key.table].foreignKeyIndexes[key.index]
    let partners = ChildPartners(
      index,
      parentSlot: input.layout.slot(of: parent),
      Layout(child, key.table)
    )
    return paired(kind, input, PartnerSource(partners), filter, needed)
  }
}
