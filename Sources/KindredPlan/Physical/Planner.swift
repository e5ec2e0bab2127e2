// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// Decides how a logical plan is run.
///
/// The order of a physical plan's rows is that of the logical plan, whatever is chosen: scans go by row
/// id; filters, projections, semi- and anti-joins keep their (left) input's order; inner and left joins
/// go by left row, then by right row; groups and distinct rows come where their first row does.
/// Only where nothing can see the order (below an aggregate without keys, on the right of a semi-join,
/// in EXISTS) may a join swap its sides.
package struct Planner {
  private let schema: Schema
  private let statistics: any StatisticsSource
  private let disabled: Set<String>
  private let draw: JoinDraw?

  /// - Parameters:
  ///   - schema: The tables.
  ///   - statistics: What is known of their rows.
  ///   - disabled: The names of each ``PlannerFeature`` to do without.
  ///   - draw: The order of joins to take; nil for the cheapest.
  package init(
    schema: Schema,
    statistics: any StatisticsSource,
    disabled: Set<String> = [],
    draw: JoinDraw? = nil
  ) {
    self.schema = schema
    self.statistics = statistics
    self.disabled = disabled
    self.draw = draw
  }

  package func plan(_ logical: LogicalPlan) throws(KindredError) -> PhysicalPlan {
    try planNoting(logical).plan
  }

  /// The same, and the choices of the planner that took part in it.
  ///
  /// - Throws: As ``plan(_:)``.
  package func planNoting(
    _ logical: LogicalPlan
  ) throws(KindredError) -> (plan: PhysicalPlan, features: [PlannerFeature]) {
    var lowering = Lowering(
      logical,
      Estimator(schema: schema, statistics: statistics),
      disabled: Set(PlannerFeature.allCases.filter { disabled.contains($0.rawValue) }),
      draw: draw
    )
    let plan = try lowering.plan(logical, Demand(keepsOrder: true, isClosed: false))
    return (plan, lowering.features)
  }
}

/// What the nodes above ask of a plan besides its rows.
struct Demand {
  /// Whether the order of the rows can be seen.
  var keepsOrder: Bool
  /// Whether a projection or aggregation stands above, so that no output leaves by its own reference
  /// and may be replaced where it is mentioned.
  var isClosed: Bool
  /// How many of the rows are read, at most; nil for all.
  var wanted: Int?
}

/// A column of which the physical plan holds something else: what to write where its value, and where
/// only whether it is NULL, is asked for.
struct ReplacedColumn {
  let column: ColumnReference
  let value: Expression
  let nullTest: Expression
}

/// The state of planning one query.
struct Lowering {
  var estimator: Estimator
  /// Columns that the physical plan computes differently than the logical one names them.
  var replacements: [ReplacedColumn] = []
  private var nextSource: Int
  private var nextParameter: Int
  private let disabled: Set<PlannerFeature>
  /// The order of joins to take; nil for the cheapest.
  let draw: JoinDraw?
  /// The choices that took part, each once.
  private(set) var features: [PlannerFeature] = []
  /// Parameters from here on are bound by an `apply`, not by the caller.
  let firstBoundParameter: Int

  var schema: Schema { estimator.schema }

  func isDisabled(_ feature: PlannerFeature) -> Bool { disabled.contains(feature) }

  mutating func note(_ feature: PlannerFeature) {
    if !features.contains(feature) { features.append(feature) }
  }

  init(
    _ plan: LogicalPlan,
    _ estimator: Estimator,
    disabled: Set<PlannerFeature> = [],
    draw: JoinDraw? = nil
  ) {
    self.disabled = disabled
    self.draw = draw
    let largest = plan.largestNumbers
    self.estimator = estimator
    self.nextSource = largest.source + 1
    self.nextParameter = largest.parameter + 1
    self.firstBoundParameter = largest.parameter + 1
  }

  mutating func freshSource() -> SourceID {
    defer { nextSource += 1 }
    return SourceID(nextSource)
  }

  mutating func freshParameter() -> Int {
    defer { nextParameter += 1 }
    return nextParameter
  }

  mutating func estimated(_ operation: PhysicalOperation) -> PhysicalPlan {
    estimator.estimated(operation)
  }

  /// One arm per logical node.
  mutating func plan(_ logical: LogicalPlan, _ demand: Demand) throws(KindredError) -> PhysicalPlan
  {
    switch logical {
    case .scan(let source, let table):
      estimator.register(source, reads: table)
      return estimated(.scan(source, table))
    case .filter(let condition, let input):
      return try planFilter(condition, input, demand)
    case .project(let source, let expressions, let input):
      var below = try plan(
        input,
        Demand(keepsOrder: demand.keepsOrder, isClosed: true, wanted: demand.wanted)
      )
      let lowered = try lowered(expressions, over: &below)
      return estimated(.project(source, lowered, below))
    case .join(let kind, let left, let right, let condition):
      if let reordered = try planReordered(logical, demand) { return reordered }
      return try planJoin(kind, left, right, condition, demand)
    case .aggregate(let source, let keys, let aggregates, let input):
      return try planAggregate(source, keys, aggregates, input, demand)
    case .distinct(let input):
      return try planDistinct(input, demand)
    case .sort(let keys, let input):
      guard demand.keepsOrder else { return try plan(input, demand) }
      var below = try plan(input, sortedInput(keys, input, demand))
      let lowered = try lowered(keys, over: &below)
      let sorted = estimated(.sort(merging(lowered, &below), below))
      return try ordered(by: keys, input, wanted: nil, insteadOf: sorted) ?? sorted
    case .limit(let count, let offset, let input):
      return try planLimit(count, offset, input, demand)
    case .firstPerKey(let keys, let order, let count, let offset, let input):
      return try planFirstPerKey(keys, order, count, offset, input, demand)
    case .setOperation(let source, let operation, let left, let right):
      return try planSetOperation(source, operation, left, right, demand)
    }
  }

  private mutating func planLimit(
    _ count: Int?,
    _ offset: Int,
    _ input: LogicalPlan,
    _ demand: Demand
  ) throws(KindredError) -> PhysicalPlan {
    if count == 0 { return estimated(.empty(input.output)) }
    let ordered = Demand(keepsOrder: true, isClosed: demand.isClosed)
    if let count, case .sort(let keys, let sorted) = input {
      var below = try plan(sorted, sortedInput(keys, sorted, ordered))
      let lowered = try lowered(keys, over: &below)
      let top = estimated(
        .topN(merging(lowered, &below), count: count, offset: offset, below)
      )
      let (sum, overflows) = count.addingReportingOverflow(max(0, offset))
      let wanted = overflows ? nil : sum
      guard let inOrder = try self.ordered(by: keys, sorted, wanted: wanted, insteadOf: top) else {
        return top
      }
      return estimated(.limit(count: count, offset: offset, inOrder))
    }
    var read = ordered
    if let count {
      let (sum, overflows) = count.addingReportingOverflow(max(0, offset))
      read.wanted = overflows ? nil : sum
    }
    let below = try plan(input, read)
    return count == nil && offset == 0
      ? below : estimated(.limit(count: count, offset: offset, below))
  }

  /// What a sort asks of its input: nothing of the order if no two rows are equal in its keys.
  private func sortedInput(_ keys: [SortKey], _ input: LogicalPlan, _ demand: Demand) -> Demand {
    let columns = keys.compactMap { key -> OutputColumn? in
      if case .column(let column) = key.expression { .column(column) } else { nil }
    }
    let isTotal = !columns.isEmpty && input.isUnique(on: columns, schema)
    return Demand(keepsOrder: !isTotal, isClosed: demand.isClosed)
  }

  /// The keys of one stable sort in place of two, of which the lower goes away.
  ///
  /// Holds because a stable sort leaves ties in the order of its input, which is the lower sort's.
  private func merging(_ keys: [SortKey], _ input: inout PhysicalPlan) -> [SortKey] {
    guard case .sort(let lower, let below) = input.operation else { return keys }
    input = below
    return keys + lower
  }

  private mutating func planDistinct(
    _ input: LogicalPlan,
    _ demand: Demand
  ) throws(KindredError) -> PhysicalPlan {
    let below = try plan(
      input,
      Demand(keepsOrder: demand.keepsOrder, isClosed: demand.isClosed)
    )
    let output = input.output
    let keys = output.map { column -> Expression in
      switch column {
      case .column(let reference): replaced(.column(reference))
      case .row(let source, _): .rowID(source)
      }
    }
    if output.count == 1, case .row(_, let table) = output[0] {
      return estimated(.distinct(keys: keys, .rows(table), below))
    }
    return estimated(.distinct(keys: keys, .general, below))
  }
}
