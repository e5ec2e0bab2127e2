// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// The sources of a query: tables, what they are joined with, and the rows along to-one paths.
extension Lowering {
  mutating func from(
    _ core: QueryCore,
    _ sources: [SourceID]
  ) throws(KindredError) -> LogicalPlan {
    var plan = try table(0, core, sources)
    var conditions: [Expression] = []
    if let correlation = core.correlation {
      plan = try correlate(plan, sources[0], correlation, &conditions)
      if core.joins.contains(where: \.form.padsRowsBefore) {
        // Which rows are related is decided before a join pads them.
        plan = plan.filtered(conditions)
        conditions = []
      }
    }
    for join in core.joins {
      let joined = try table(join.slot, core, sources)
      let condition = try term(join.condition)
      plan =
        switch join.form {
        case .inner: .join(.inner, plan, joined, on: condition)
        case .left: .join(.left, plan, joined, on: condition)
        case .right: .join(.left, joined, plan, on: condition)
        case .full: .join(.full, plan, joined, on: condition)
        }
    }
    return plan.filtered(conditions + (try terms(core.conditions)))
  }

  /// A table and the rows that to-one paths lead to from it, each a left join: a path finds at most one
  /// row, so no row comes twice.
  private mutating func table(
    _ slot: Int,
    _ core: QueryCore,
    _ sources: [SourceID]
  ) throws(KindredError) -> LogicalPlan {
    let rows = slot == 0 ? try origin(core, sources[0]) : try scan(slot, core, sources[slot])
    return try withPaths(from: slot, core, sources, rows)
  }

  /// A plan with the rows that to-one paths lead to from the row of a slot.
  func withPaths(
    from slot: Int,
    _ core: QueryCore,
    _ sources: [SourceID],
    _ plan: LogicalPlan
  ) throws(KindredError) -> LogicalPlan {
    var plan = plan
    for (position, candidate) in core.slots.enumerated() {
      guard let step = candidate.path, core.start(of: position) == slot else { continue }
      try checkUnique(step.link)
      plan = .join(
        .left,
        plan,
        .scan(sources[position], try catalogue.table(step.link.far)),
        on: try equal(step.link, sources[step.from], sources[position])
      )
    }
    return plan
  }

  private func scan(
    _ slot: Int,
    _ core: QueryCore,
    _ source: SourceID
  ) throws(KindredError) -> LogicalPlan {
    guard case .table(let number) = core.slots[slot] else {
      preconditionFailure("a table of a query has no slot")
    }
    return .scan(source, try catalogue.table(number))
  }

  /// The rows of the first slot.
  private mutating func origin(
    _ core: QueryCore,
    _ source: SourceID
  ) throws(KindredError) -> LogicalPlan {
    switch core.origin {
    case .table: try scan(0, core, source)
    case .query(let inner): try query(inner, as: source)
    case .combined(let operation, let left, let right):
      .setOperation(source, operation, try query(left), try query(right))
    }
  }

  /// Restricts the rows to those related to a row of the query around.
  private mutating func correlate(
    _ plan: LogicalPlan,
    _ source: SourceID,
    _ correlation: Correlation,
    _ conditions: inout [Expression]
  ) throws(KindredError) -> LogicalPlan {
    let outer = try self.source(correlation.alias, correlation.slot)
    let links = correlation.path.links
    if links.count == 1 {
      conditions.append(try equal(links[0], outer, source))
      return plan
    }
    let between = links.dropLast().map { _ in freshSource() }
    let isOuters = try equal(links[0], outer, between[0])
    guard try isRepetitionFree(links) else {
      let isLinked = try equal(links[links.count - 1], between[between.count - 1], source)
      return .join(.semi, plan, .filter(isOuters, try chain(links, between)), on: isLinked)
    }
    // At most one way per related row: inner joins repeat nothing, and are easier on the planner.
    conditions.append(isOuters)
    var (joined, far) = (plan, source)
    for (link, near) in zip(links.dropFirst(), between).reversed() {
      let table = LogicalPlan.scan(near, try catalogue.table(link.near))
      joined = .join(.inner, joined, table, on: try equal(link, near, far))
      far = near
    }
    return joined
  }

  /// The tables between, joined from the first on.
  func chain(_ links: [Link], _ sources: [SourceID]) throws(KindredError) -> LogicalPlan {
    var plan = LogicalPlan.scan(sources[0], try catalogue.table(links[0].far))
    for position in sources.indices.dropFirst() {
      let link = links[position]
      plan = .join(
        .inner,
        plan,
        .scan(sources[position], try catalogue.table(link.far)),
        on: try equal(link, sources[position - 1], sources[position])
      )
    }
    return plan
  }

  /// Whether the links lead from one row to each related row in one way only.
  private func isRepetitionFree(_ links: [Link]) throws(KindredError) -> Bool {
    if links.count == 2,
      try isUnique(Set(links[0].farColumns + links[1].nearColumns), in: links[0].far)
    {
      return true
    }
    for link in links.dropFirst() {
      guard try isUnique(Set(link.nearColumns), in: link.near) else { return false }
    }
    return true
  }

  /// The link's columns are equal: of one row, near, and another, far.
  func equal(
    _ link: Link,
    _ near: SourceID,
    _ far: SourceID
  ) throws(KindredError) -> Expression {
    let (nearTable, farTable) = (try catalogue.schema(link.near), try catalogue.schema(link.far))
    guard !link.nearColumns.isEmpty, link.nearColumns.count == link.farColumns.count else {
      throw KindredError(
        .query,
        "a relation between \(nearTable.name) and \(farTable.name) connects \(link.nearColumns.count) "
          + "columns with \(link.farColumns.count)"
      )
    }
    return .all(
      zip(link.nearColumns, link.farColumns).map { own, other in
        .comparison(
          .equal,
          .column(ColumnReference(far, other, farTable.columns[other].type)),
          .column(ColumnReference(near, own, nearTable.columns[own].type))
        )
      }
    )
  }

  private func checkUnique(_ link: Link) throws(KindredError) {
    guard try !isUnique(Set(link.farColumns), in: link.far) else { return }
    let table = try catalogue.schema(link.far)
    throw KindredError(
      .query,
      "a relation leads to one row of \(table.name), but \(table.label(of: link.farColumns)) is not "
        + "unique: declare it .unique, or the relation toMany"
    )
  }

  private func isUnique(_ columns: Set<Int>, in number: TableNumber) throws(KindredError) -> Bool {
    try catalogue.schema(number).uniqueKeys.contains { columns.isSuperset(of: $0) }
  }
}

extension QueryCore {
  /// The table from which the path of a slot starts.
  fileprivate func start(of slot: Int) -> Int {
    var slot = slot
    while let step = slots[slot].path { slot = step.from }
    return slot
  }
}
