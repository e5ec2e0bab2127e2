// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension Lowering {
  /// The plan of a whole query: its outputs are what the query selects, or the rows of its
  /// ``QueryCore/rowSlots``.
  ///
  /// The rows of the first slot get the source `root`; a new one if that is nil.
  mutating func query(
    _ core: QueryCore,
    as root: SourceID? = nil
  ) throws(KindredError) -> LogicalPlan {
    try withFrame(of: core, as: root) { lowering, sources throws(KindredError) in
      guard let selection = core.selection else {
        // Groups of which nothing is selected yield their keys.
        if core.grouping != nil { return try lowering.limited(core, sources) }
        let rows = try lowering.expanded(core, sources, try lowering.limited(core, sources))
        let output = rows.output
        let wanted = core.outputSources(sources)
        if output.map(\.source) == wanted.map(\.source) { return rows }
        return .project(lowering.freshSource(), wanted.map { $0.expression(output) }, rows)
      }
      if core.isDistinct { return try lowering.distinctSelection(core, selection, sources) }
      let rows = try lowering.limited(core, sources)
      return .project(lowering.freshSource(), try lowering.terms(selection), rows)
    }
  }

  /// The rows of a query, limited as it says, with the related rows that come with them.
  private func expanded(
    _ core: QueryCore,
    _ sources: [SourceID],
    _ rows: LogicalPlan
  ) throws(KindredError) -> LogicalPlan {
    var rows = rows
    for expansion in core.expansions {
      let links = expansion.path.links
      let tables = Array(sources[(expansion.last - links.count + 1)...expansion.last])
      let related = try chain(links, tables)
      rows = .join(
        .left,
        rows,
        related,
        on: try equal(links[0], sources[expansion.from], tables[0])
      )
      // The paths to one row that start from the related row.
      rows = try withPaths(from: expansion.last, core, sources, rows)
    }
    return rows
  }

  /// How many rows the query yields.
  mutating func count(_ core: QueryCore) throws(KindredError) -> LogicalPlan {
    let input = try query(core)
    return .aggregate(freshSource(), keys: [], aggregates: [Aggregate(.count)], input)
  }

  /// An aggregate over the rows of the query.
  mutating func aggregate(
    _ aggregate: AggregateTerm,
    over core: QueryCore
  ) throws(KindredError) -> LogicalPlan {
    if core.selection != nil, aggregate.countsRows { return try count(core) }
    return try withFrame(of: core) { lowering, sources throws(KindredError) in
      let rows = try lowering.limited(core, sources)
      let lowered = try lowering.aggregate(aggregate)
      return .aggregate(lowering.freshSource(), keys: [], aggregates: [lowered], rows)
    }
  }

  /// The rows with computed expressions after them, for an update.
  mutating func rows(
    of core: QueryCore,
    with values: [Term]
  ) throws(KindredError) -> LogicalPlan {
    try withFrame(of: core) { lowering, sources throws(KindredError) in
      let rows = try lowering.limited(core, sources)
      let computed = try lowering.assigned(values)
      return .project(lowering.freshSource(), computed + [.row(sources[0])], rows)
    }
  }

  /// A value that is assigned says nothing about the plan.
  private mutating func assigned(_ values: [Term]) throws(KindredError) -> [Expression] {
    var expressions: [Expression] = []
    for value in values {
      if case .literal(let literal, let type) = value {
        expressions.append(lifting?.lifted(literal, type) ?? .literal(literal, type))
      } else {
        expressions.append(try term(value))
      }
    }
    return expressions
  }

  /// Distinct comes before the order, which then may mention only what is selected.
  private mutating func distinctSelection(
    _ core: QueryCore,
    _ selection: [Term],
    _ sources: [SourceID]
  ) throws(KindredError) -> LogicalPlan {
    let rows = try unordered(core, sources)
    let values = try terms(selection)
    let output = freshSource()
    var plan = LogicalPlan.distinct(.project(output, values, rows))
    var keys: [SortKey] = []
    for key in core.order {
      let expression = try term(key.term)
      guard let column = values.firstIndex(of: expression) else {
        throw KindredError(
          .query,
          "distinct values are ordered by something that is not selected: select it too"
        )
      }
      let selected = Expression.column(ColumnReference(output, column, expression.type))
      keys.append(
        SortKey(selected, isDescending: key.isDescending, nullsFirst: key.nullsComeFirst)
      )
    }
    if !keys.isEmpty { plan = .sort(keys, plan) }
    return plan.limited(core)
  }

  /// All clauses but the selection: the query's sources are still visible above.
  private mutating func limited(
    _ core: QueryCore,
    _ sources: [SourceID]
  ) throws(KindredError) -> LogicalPlan {
    var plan = try unordered(core, sources)
    if core.isDistinct { plan = .distinct(plan) }
    let keys = try sortKeys(core.order)
    if !keys.isEmpty { plan = .sort(keys, plan) }
    return plan.limited(core)
  }

  private mutating func sortKeys(_ order: [Ordering]) throws(KindredError) -> [SortKey] {
    var keys: [SortKey] = []
    for key in order {
      keys.append(
        SortKey(
          try term(key.term),
          isDescending: key.isDescending,
          nullsFirst: key.nullsComeFirst
        )
      )
    }
    return keys
  }

  /// Some rows of each key; ties by the primary key.
  private mutating func firstPerKey(
    _ window: PerKeyLimit,
    _ core: QueryCore,
    _ source: SourceID,
    _ plan: LogicalPlan
  ) throws(KindredError) -> LogicalPlan {
    let table = try catalogue.schema(core.root)
    let primaryKey = table.primaryKey.map { column in
      SortKey(.column(ColumnReference(source, column, table.columns[column].type)))
    }
    return .firstPerKey(
      keys: try terms(window.keys),
      order: try sortKeys(window.order) + primaryKey,
      count: window.count,
      offset: window.offset,
      plan
    )
  }

  private mutating func unordered(
    _ core: QueryCore,
    _ sources: [SourceID]
  ) throws(KindredError) -> LogicalPlan {
    var plan = try from(core, sources)
    if let slot = core.annotationSlot {
      // The computed columns come first, so that their positions do not depend on the rows kept.
      let rows = plan.output.compactMap { output -> Expression? in
        if case .row(let source, _) = output { .row(source) } else { nil }
      }
      plan = .project(sources[slot], try terms(core.annotations) + rows, plan)
      plan = plan.filtered(try terms(core.annotatedConditions))
    }
    if let grouping = core.grouping {
      var aggregates: [Aggregate] = []
      for aggregate in grouping.aggregates { aggregates.append(try self.aggregate(aggregate)) }
      plan = .aggregate(
        sources[grouping.slot],
        keys: try terms(grouping.keys),
        aggregates: aggregates,
        plan
      )
      enterGroups(of: core, grouping.slot)
      plan = plan.filtered(try terms(grouping.conditions))
    }
    if let window = core.perKey { plan = try firstPerKey(window, core, sources[0], plan) }
    return plan
  }
}

extension LogicalPlan {
  /// The rows for which all conditions are true.
  func filtered(_ conditions: [Expression]) -> LogicalPlan {
    conditions.isEmpty ? self : .filter(.all(conditions), self)
  }

  fileprivate func limited(_ core: QueryCore) -> LogicalPlan {
    core.limit == nil && core.offset == 0
      ? self : .limit(count: core.limit, offset: core.offset, self)
  }
}

/// One thing that a query for whole rows yields.
private struct WantedOutput {
  let source: SourceID
  /// Nil for the whole row.
  var column: Int?

  func expression(_ output: [OutputColumn]) -> Expression {
    guard let column else { return .row(source) }
    for case .column(let reference) in output
    where reference.source == source && reference.index == column {
      return .column(reference)
    }
    preconditionFailure("a computed column of a query is not among its outputs")
  }
}

extension QueryCore {
  /// The rows, then what was computed for them.
  fileprivate func outputSources(_ sources: [SourceID]) -> [WantedOutput] {
    let rows = rowSlots.map { WantedOutput(source: sources[$0]) }
    guard let annotationSlot else { return rows }
    return rows
      + annotations.indices.map { WantedOutput(source: sources[annotationSlot], column: $0) }
  }
}
