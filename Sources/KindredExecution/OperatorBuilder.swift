// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema
import KindredStorage

/// Turns a physical plan into operators: one line per operation.
///
/// `needed` names the sources that are mentioned above: operators that gather or buffer rows leave the
/// others behind.
final class OperatorBuilder {
  let snapshot: Snapshot
  private(set) var parameters: [Value]
  /// Parameters that change from run to run: what depends on them cannot be kept.
  private let volatile: Set<Int>
  private let cache: BuildCache?
  /// The node whose inputs are being built; nil when nothing is measured.
  private var node: MetricsNode?
  private let rootNode: MetricsNode?
  /// What stops the run; nil if nothing does.
  private let monitor: RunMonitor?

  init(
    _ snapshot: Snapshot,
    _ parameters: [Value],
    volatile: Set<Int> = [],
    cache: BuildCache? = nil,
    metrics: MetricsNode? = nil,
    monitor: RunMonitor? = nil
  ) {
    self.snapshot = snapshot
    self.parameters = parameters
    self.volatile = volatile
    self.cache = cache
    rootNode = metrics
    self.monitor = monitor
    node = metrics
  }

  func bind(_ parameter: Int, _ value: Value) {
    while parameters.count <= parameter { parameters.append(.null) }
    parameters[parameter] = value
  }

  func binder(_ layout: Layout) -> Binder {
    Binder(layout: layout, builder: self)
  }

  /// The operators of a whole plan, again.
  func rebuild(_ plan: PhysicalPlan, needed: SourceSet) -> Operator {
    cache?.begin()
    node = rootNode
    monitor?.beginAgain()
    return watched(plan, needed, node, isKept: false, keeper: nil)
  }

  /// The operators of a whole plan, whose rows are kept.
  func buildRoot(_ plan: PhysicalPlan, needed: SourceSet) -> Operator {
    watched(plan, needed, node, isKept: true, keeper: nil)
  }

  /// The operators of an input of the operator that is being built.
  ///
  /// - Parameters:
  ///   - plan: The input.
  ///   - needed: The sources that are mentioned above.
  ///   - isKept: Whether the operator buffers the input's rows.
  /// - Returns: The topmost operator.
  func build(_ plan: PhysicalPlan, needed: SourceSet, isKept: Bool = false) -> Operator {
    watched(plan, needed, node?.input(), isKept: isKept, keeper: isKept ? node : nil)
  }

  /// The next input needs no operator; keeps its place among the metrics.
  func skip() { _ = node?.input() }

  private func watched(
    _ plan: PhysicalPlan,
    _ needed: SourceSet,
    _ own: MetricsNode?,
    isKept: Bool,
    keeper: MetricsNode?
  ) -> Operator {
    guard own != nil || monitor != nil else { return make(plan, needed) }
    let outer = node
    node = own
    own?.beginInputs()
    defer { node = outer }
    return WatchedOperator(make(plan, needed), own, monitor, isKept: isKept, keeper: keeper)
  }

  private func make(_ plan: PhysicalPlan, _ needed: SourceSet) -> Operator {
    switch plan.operation {
    case .scan(let source, let table): return Scan(source, snapshot[table])
    case .keyLookup(let source, let key, let keys):
      return RowList.withKeys(source, key, keys.map(constants), snapshot)
    case .childLookup(let source, let key, let parentKeys):
      return RowList.children(source, key, parentKeys.map(constants), snapshot)
    case .indexScan(let scan):
      return IndexRangeScan(scan, scan.ranges { constants([$0])[0] } ?? [], snapshot)
    case .empty(let output): return Empty(output)
    case .filter(let condition, let input):
      return filter(condition, build(input, needed: needed.union(condition.sources)))
    case .project(let source, let expressions, let input):
      return project(source, expressions, input)
    case .apply(let source, let kind, let bindings, let subquery, let input):
      return apply(source, kind, bindings, subquery, input, needed)
    case .join(let kind, let probe, let build, let keys, let residual, let domain):
      return join(JoinParts(kind, probe, build, keys, residual, domain), needed)
    case .numbered(let source, let input):
      return NumberRows(source, build(input, needed: needed))
    case .nestedLoopJoin(let kind, let left, let right, let condition):
      return nestedLoopJoin(kind, left, right, condition, needed)
    case .parentLookup(let kind, let child, let key, let parent, let input):
      let input = build(input, needed: needed.union(SourceSet(child)))
      return ParentLookup(
        kind,
        input,
        binder(input.layout).bind(.parentRowID(child, key)),
        source: parent,
        table: snapshot.schema[key].parent,
        needed: needed
      )
    case .childExpansion(let kind, let parent, let key, let child, let filter, let input):
      return childExpansion(kind, parent, key, child, filter, input, needed)
    case .aggregate(let source, let keys, let aggregates, let domain, let input):
      return aggregate(source, keys, aggregates, domain, input)
    case .distinct(let keys, let domain, let input):
      return distinct(keys, domain, input, needed)
    case .sort(let keys, let input):
      let input = buffered(keys, input, needed, isKept: true)
      return Sort(bound(keys, input.layout), input)
    case .topN(let keys, let count, let offset, let input):
      let input = buffered(keys, input, needed, isKept: false)
      return TopN(bound(keys, input.layout), count: count, offset: offset, input)
    case .limit(let count, let offset, let input):
      return Limit(count: count, offset: offset, build(input, needed: needed))
    case .firstPerKey(let keys, let order, let count, let offset, let domain, let input):
      return firstPerKey(keys, order, count, offset, domain, input, needed)
    case .setOperation(let source, let operation, let domain, let left, let right):
      return setOperation(source, operation, domain, left, right)
    }
  }

  /// The values of literals and parameters.
  private func constants(_ expressions: [Expression]) -> [Value] {
    expressions.map { expression in
      guard case .constant(let value, _) = binder(Layout()).bind(expression) else {
        preconditionFailure("the key of a look-up is not constant")
      }
      return value
    }
  }

  /// Whether the plan's rows stay the same however the volatile parameters are bound.
  func isStable(_ plan: PhysicalPlan) -> Bool {
    volatile.isEmpty || !plan.mentionsParameter { self.volatile.contains($0) }
  }

  /// Where a build side is kept between runs, filed under its keys; nil when it must not be, or nothing
  /// runs again.
  func cacheEntry(_ build: PhysicalPlan, keys: [Expression] = []) -> BuildCache.Entry? {
    let isVolatile = { (expression: Expression) in
      expression.mentionsParameter { self.volatile.contains($0) }
    }
    guard let cache, isStable(build), !keys.contains(where: isVolatile) else { return nil }
    return cache.entry()
  }

  /// A builder for the plan below an `apply`, with the parameters bound so far.
  func subqueryBuilder(volatile: Set<Int>) -> OperatorBuilder {
    OperatorBuilder(
      snapshot,
      parameters,
      volatile: volatile.union(self.volatile),
      cache: BuildCache(),
      metrics: node?.input(),
      monitor: monitor.map { RunMonitor(within: $0) }
    )
  }
}
