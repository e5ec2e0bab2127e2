// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Estimator {
  /// The operation with the rows that it is expected to yield and what its subtree costs.
  mutating func estimated(_ operation: PhysicalOperation) -> PhysicalPlan {
    let (rows, cost) = estimate(operation)
    return PhysicalPlan(operation, estimatedRows: rows, estimatedCost: cost)
  }

  private mutating func estimate(_ operation: PhysicalOperation) -> (rows: Double, cost: Double) {
    switch operation {
    case .scan(_, let table):
      let statistics = statistics(of: table)
      return (Double(statistics.rowCount), Double(statistics.slotCount) * Cost.touch)
    case .keyLookup(_, let key, let keys):
      let found = min(Double(keys.count), rowCount(key.table))
      return (found, Double(keys.count) * Cost.key)
    case .childLookup(_, let key, let keys):
      let found = min(Double(keys.count) * fanOutOfParents(key), rowCount(key.table))
      return (found, Double(keys.count) * Cost.childKey + found * Cost.child)
    case .indexScan(let scan): return estimate(scan)
    case .empty: return (0, 0)
    case .filter(let condition, let input):
      let terms = Double(condition.conjuncts.count)
      return (
        input.estimatedRows * selectivity(condition, after: input),
        input.estimatedCost + input.estimatedRows * terms * Cost.touch
      )
    case .project(_, let expressions, let input):
      let computed = Double(expressions.count { !$0.isTrivial })
      return (
        input.estimatedRows, input.estimatedCost + input.estimatedRows * computed * Cost.touch
      )
    case .apply(_, _, let bindings, let subquery, let input):
      let runs = bindings.isEmpty ? 1 : input.estimatedRows
      return (
        input.estimatedRows,
        input.estimatedCost + runs * (subquery.estimatedCost + Cost.start)
      )
    case .join(let kind, let probe, let build, let keys, let residual, let domain):
      return estimateJoin(kind, probe, build, keys, residual, domain)
    case .nestedLoopJoin(let kind, let left, let right, let condition):
      let pairs = left.estimatedRows * right.estimatedRows
      let matches = pairs * selectivity(condition)
      return (
        rows(kind, left.estimatedRows, right.estimatedRows, matches),
        left.estimatedCost + right.estimatedCost + pairs * Cost.pair
      )
    case .numbered(_, let input):
      return (input.estimatedRows, input.estimatedCost + input.estimatedRows * Cost.touch)
    case .parentLookup(let kind, _, _, _, let input):
      let kept = kind == .anti ? 0.1 : 1
      return (
        input.estimatedRows * kept, input.estimatedCost + input.estimatedRows * Cost.lookup
      )
    case .childExpansion(let kind, let parent, let key, let child, let filter, let input):
      let followed = FollowedKey(key: key, child: child, parent: parent)
      return estimateExpansion(kind, followed, filter, input)
    case .aggregate(_, let keys, let aggregates, let domain, let input):
      let perRow = keys.isEmpty ? 0 : domain.cost.group
      return (
        keys.isEmpty ? 1 : distinctRows(input.estimatedRows, domain),
        input.estimatedCost + (keys.isEmpty ? 0 : clearing(domain))
          + input.estimatedRows * (perRow + Double(aggregates.count) * Cost.touch)
      )
    case .distinct(_, let domain, let input):
      return (
        distinctRows(input.estimatedRows, domain),
        input.estimatedCost + clearing(domain) + input.estimatedRows * domain.cost.distinct
      )
    case .sort(_, let input):
      return (input.estimatedRows, input.estimatedCost + input.estimatedRows * Cost.sort)
    case .topN(_, let count, let offset, let input):
      let kept = min(Double(count) + Double(offset), input.estimatedRows)
      return (
        max(0, kept - Double(offset)),
        input.estimatedCost + input.estimatedRows * Cost.topN + kept * Cost.sort
      )
    case .limit(let count, let offset, let input):
      let rest = max(0, input.estimatedRows - Double(offset))
      return (count.map { min(Double($0), rest) } ?? rest, input.estimatedCost)
    case .firstPerKey(_, let order, let count, _, let domain, let input):
      let groups = distinctRows(input.estimatedRows, domain)
      let kept = count.map { min(groups * Double($0), input.estimatedRows) }
      let ordering = order.isEmpty ? 0 : count == 1 ? Cost.topN : Cost.sort
      return (
        kept ?? input.estimatedRows,
        input.estimatedCost + clearing(domain)
          + input.estimatedRows * (domain.cost.group + ordering)
      )
    case .setOperation(_, let operation, let domain, let left, let right):
      let (first, second) = (left.plan.estimatedRows, right.plan.estimatedRows)
      let perRow = operation.isDistinct ? domain.cost.distinct : Cost.gather
      let rows =
        switch operation {
        case .unionAll: first + second
        case .union: distinctRows(first + second, domain)
        case .intersect: min(first, second) * 0.5
        case .except: first * 0.5
        }
      return (
        rows,
        left.plan.estimatedCost + right.plan.estimatedCost + (first + second) * perRow
      )
    }
  }

  /// Where a filter asks the parents that were just looked up, each comes as often as it has children.
  private mutating func selectivity(_ condition: Expression, after input: PhysicalPlan) -> Double {
    if case .parentLookup(_, _, let key, let parent, _) = input.operation,
      let seen = selectivity(condition, of: parent, seenThrough: key)
    {
      return seen
    }
    return selectivity(condition)
  }

  private mutating func estimateJoin(
    _ kind: JoinKind,
    _ probe: PhysicalPlan,
    _ build: PhysicalPlan,
    _ keys: [JoinKey],
    _ residual: Expression?,
    _ domain: KeyDomain
  ) -> (rows: Double, cost: Double) {
    let kept = residual.map { selectivity($0) } ?? 1
    let equal = selectivity(keys, domain)
    let matches = probe.estimatedRows * build.estimatedRows * equal * kept
    var output = rows(kind, probe.estimatedRows, build.estimatedRows, matches)
    if case .parentRowID(_, let key)? = keys.first?.build {
      // Parents without any child find none, however many children there are.
      let most = probe.estimatedRows * parentFraction(key)
      if kind == .semi { output = min(output, most) }
      if kind == .anti { output = max(output, probe.estimatedRows - most) }
    }
    let isTest = kind == .semi || kind == .anti
    return (
      output,
      probe.estimatedCost + build.estimatedCost + clearing(domain)
        + Cost.join(
          probe.estimatedRows,
          build.estimatedRows,
          domain.cost,
          isTest: isTest,
          pairs: isTest ? 0 : output
        )
    )
  }

  /// To begin an array by row id.
  private mutating func clearing(_ domain: KeyDomain) -> Double {
    switch domain {
    case .rows(let table): Double(statistics(of: table).slotCount) * Cost.clear
    case .general: 0
    }
  }

  /// The fraction of pairs whose keys are equal.
  private mutating func selectivity(_ keys: [JoinKey], _ domain: KeyDomain) -> Double {
    switch domain {
    case .rows(let table):
      (keys.first?.followed.map { skew($0) } ?? 1) / max(1, rowCount(table))
    case .general: keys.reduce(1) { $0 * selectivity(.comparison(.equal, $1.probe, $1.build)) }
    }
  }

  private mutating func estimateExpansion(
    _ kind: JoinKind,
    _ followed: FollowedKey,
    _ filter: Expression?,
    _ input: PhysicalPlan
  ) -> (rows: Double, cost: Double) {
    let key = followed.key
    let kept = filter.map { selectivity($0) } ?? 1
    let children = fanOut(key) * skew(followed)
    let visited =
      kind == .semi || kind == .anti ? min(children, 1 / max(kept, 0.001)) : children
    let fraction = parentFraction(key) * min(1, kept * max(1, children))
    let output =
      switch kind {
      case .inner: input.estimatedRows * children * kept
      case .left, .full: max(input.estimatedRows, input.estimatedRows * children * kept)
      case .semi: input.estimatedRows * fraction
      case .anti: input.estimatedRows * (1 - fraction)
      }
    let cost = Cost.expansion(
      input.estimatedRows,
      visited: visited,
      conditions: Double(filter?.conjuncts.count ?? 0),
      isTest: kind == .semi || kind == .anti
    )
    return (output, input.estimatedCost + cost)
  }

  private func rows(
    _ kind: JoinKind,
    _ left: Double,
    _ right: Double,
    _ matches: Double
  ) -> Double {
    switch kind {
    case .inner: matches
    case .left: max(left, matches)
    case .full: max(left, matches) + max(0, right - matches)
    case .semi: min(left, matches)
    case .anti: max(0, left - min(left, matches))
    }
  }

  private mutating func distinctRows(_ rows: Double, _ domain: KeyDomain) -> Double {
    switch domain {
    case .rows(let table): min(rows, rowCount(table))
    case .general: rows * 0.5
    }
  }
}

extension JoinKey {
  /// The foreign key that the two row ids follow.
  fileprivate var followed: FollowedKey? {
    switch (probe, build) {
    case (.rowID(let parent), .parentRowID(let child, let key)),
      (.parentRowID(let child, let key), .rowID(let parent)):
      FollowedKey(key: key, child: child, parent: parent)
    case (_, _): nil
    }
  }
}

extension KeyDomain {
  fileprivate var cost: Cost.Keys {
    switch self {
    case .rows: Cost.rowIDs
    case .general: Cost.hashed
    }
  }
}
