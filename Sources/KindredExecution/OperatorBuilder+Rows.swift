// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema
import KindredStorage

extension OperatorBuilder {
  func filter(_ condition: Expression, _ input: Operator) -> Operator {
    Filter(binder(input.layout).bind(condition), input)
  }

  func project(_ source: SourceID, _ expressions: [Expression], _ plan: PhysicalPlan) -> Operator {
    var needed = SourceSet()
    for expression in expressions { expression.collectSources(into: &needed) }
    let input = build(plan, needed: needed)
    return Project(source, expressions, input, binder(input.layout))
  }

  func aggregate(
    _ source: SourceID,
    _ keys: [Expression],
    _ aggregates: [Aggregate],
    _ domain: KeyDomain,
    _ plan: PhysicalPlan
  ) -> Operator {
    var needed = SourceSet()
    for key in keys { key.collectSources(into: &needed) }
    for expression in aggregates.flatMap(\.expressions) {
      expression.collectSources(into: &needed)
    }
    let input = build(plan, needed: needed)
    let binder = binder(input.layout)
    let boundKeys = keys.map(binder.bind)
    return AggregateRows(
      source,
      GroupKeys(boundKeys, grouping(boundKeys, domain, input, plan), input.layout),
      BoundAggregates(aggregates, binder),
      input
    )
  }

  func distinct(
    _ keys: [Expression],
    _ domain: KeyDomain,
    _ plan: PhysicalPlan,
    _ needed: SourceSet
  ) -> Operator {
    var needed = needed
    for key in keys { key.collectSources(into: &needed) }
    let input = build(plan, needed: needed)
    let boundKeys = keys.map(binder(input.layout).bind)
    return Distinct(grouping(boundKeys, domain, input, plan), input)
  }

  func firstPerKey(
    _ keys: [Expression],
    _ order: [SortKey],
    _ count: Int?,
    _ offset: Int,
    _ domain: KeyDomain,
    _ plan: PhysicalPlan,
    _ needed: SourceSet
  ) -> Operator {
    var needed = needed
    for key in keys { key.collectSources(into: &needed) }
    let input = buffered(order, plan, needed, isKept: true)
    let boundKeys = keys.map(binder(input.layout).bind)
    let grouping = grouping(boundKeys, domain, input, plan)
    let (end, isTooLarge) = offset.addingReportingOverflow(count ?? .max)
    let window = offset..<(isTooLarge ? .max : end)
    if order.isEmpty { return FirstPerKey(grouping, window, input) }
    return TopPerKey(grouping, bound(order, input.layout), window, input)
  }

  private func grouping(
    _ keys: [BoundExpression],
    _ domain: KeyDomain,
    _ input: Operator,
    _ plan: PhysicalPlan
  ) -> Grouping? {
    if keys.isEmpty { return nil }
    return .make(
      keys,
      rowDomain: slotCount(domain),
      input.layout,
      expectedRows: plan.estimatedRows
    )
  }

  /// The slots of the table whose row ids are keys; nil for keys of another kind.
  func slotCount(_ domain: KeyDomain) -> Int? {
    switch domain {
    case .rows(let table): snapshot[table].slotCount
    case .general: nil
    }
  }

  /// The input of an operator that buffers it.
  ///
  /// - Parameters:
  ///   - keys: What it is ordered by.
  ///   - plan: The input.
  ///   - needed: The sources that are mentioned above.
  ///   - isKept: Whether all rows are kept, and not only the best.
  /// - Returns: The topmost operator of the input.
  func buffered(
    _ keys: [SortKey],
    _ plan: PhysicalPlan,
    _ needed: SourceSet,
    isKept: Bool
  ) -> Operator {
    var all = needed
    for key in keys { key.expression.collectSources(into: &all) }
    let input = build(plan, needed: all, isKept: isKept)
    let kept = PrunedLayout(input.layout, needed: all)
    return kept.isComplete ? input : Prune(input, kept)
  }

  func bound(_ keys: [SortKey], _ layout: Layout) -> [BoundSortKey] {
    keys.map {
      BoundSortKey(
        expression: binder(layout).bind($0.expression),
        isDescending: $0.isDescending,
        nullsFirst: $0.nullsFirst
      )
    }
  }
}
