// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A join of parents with groups of their children, as decorrelation makes it.
private struct ParentGroups {
  /// What there is of each group after its key.
  enum Content {
    case aggregates([Aggregate])
    /// Expressions over the first rows by an order.
    case rows([Expression], order: [SortKey], count: Int?, offset: Int)
  }

  let source: SourceID
  let key: ForeignKeyID
  let child: SourceID
  let parent: ColumnReference
  let content: Content
  let input: LogicalPlan

  /// Recognises `left.key = groups.0`, with the groups' only key a foreign key to that key.
  init?(_ left: LogicalPlan, _ right: LogicalPlan, _ condition: Expression, _ schema: Schema) {
    guard let (source, keys, content, input) = right.groups,
      keys.count == 1, case .column(let child) = keys[0],
      case .comparison(.equal, .column(let first), .column(let second)) = condition,
      (first.source == source) != (second.source == source)
    else { return nil }
    let (group, parent) = first.source == source ? (first, second) : (second, first)
    guard group.index == 0, let childTable = input.table(of: child.source),
      let parentTable = left.table(of: parent.source),
      let index = schema[childTable].foreignKeys.firstIndex(where: {
        $0.columns == [child.index] && $0.parent == parentTable
          && $0.parentColumns == [parent.index]
      })
    else { return nil }
    self.source = source
    self.key = ForeignKeyID(table: childTable, index: index)
    self.child = child.source
    self.parent = parent
    self.content = content
    self.input = input
  }
}

extension Lowering {
  /// Groups the children by their parent's row id and joins the groups by it: arrays on both sides.
  ///
  /// The group's key column then holds a row id; where its value is asked for above, the parent's key
  /// stands in, which it equals. That needs a node above to ask.
  mutating func planGroupJoin(
    _ kind: JoinKind,
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ leftPlan: PhysicalPlan,
    _ condition: Expression,
    _ demand: Demand
  ) throws(KindredError) -> PhysicalPlan? {
    guard kind == .left || kind == .inner, demand.isClosed,
      let groups = ParentGroups(left, right, condition, schema)
    else { return nil }
    var children = try plan(groups.input, Demand(keepsOrder: true, isClosed: true))
    if let restricted = childrenOfFew(left, leftPlan, groups),
      restricted.estimatedCost < children.estimatedCost
    {
      children = restricted
    }
    let table = schema[groups.key].parent
    let grouped = try grouped(groups, over: children)
    let rowID = Expression.column(ColumnReference(groups.source, 0, .integer))
    replaceKey(of: groups, rowID)
    return estimated(
      .join(
        kind,
        probe: leftPlan,
        build: grouped,
        keys: [JoinKey(probe: .rowID(groups.parent.source), build: rowID)],
        residual: nil,
        .rows(table)
      )
    )
  }

  /// The groups by row id of the parent, which is their first column.
  private mutating func grouped(
    _ groups: ParentGroups,
    over children: PhysicalPlan
  ) throws(KindredError) -> PhysicalPlan {
    var children = children
    let parent = Expression.parentRowID(groups.child, groups.key)
    let domain = KeyDomain.rows(schema[groups.key].parent)
    switch groups.content {
    case .aggregates(let aggregates):
      let lowered = try lowered(aggregates, over: &children)
      return estimated(
        .aggregate(groups.source, keys: [parent], aggregates: lowered, domain, children)
      )
    case .rows(let expressions, let order, let count, let offset):
      let order = try lowered(order, over: &children)
      var first = estimated(
        .firstPerKey(
          keys: [parent],
          order: order,
          count: count,
          offset: offset,
          domain,
          children
        )
      )
      let values = try lowered(expressions, over: &first)
      return estimated(.project(groups.source, [parent] + values, first))
    }
  }

  private mutating func replaceKey(of groups: ParentGroups, _ rowID: Expression) {
    let type = groups.parent.type
    let key = replaced(.column(groups.parent))
    replacements.append(
      ReplacedColumn(
        column: ColumnReference(groups.source, 0, type),
        value: .conditional(
          [ConditionalBranch(condition: .not(.isNull(rowID)), value: key)],
          otherwise: .null(type)
        ),
        nullTest: .isNull(rowID)
      )
    )
  }

  /// Only the children of the few parents that the left side yields: that plan is run once more
  /// below the grouping.
  ///
  /// Each parent must come once, or its children would count several times.
  private mutating func childrenOfFew(
    _ left: LogicalPlan,
    _ leftPlan: PhysicalPlan,
    _ groups: ParentGroups
  ) -> PhysicalPlan? {
    let parent = groups.parent.source
    guard !leftPlan.hasApply, let filter = groups.input.scanFilter(of: groups.child),
      left.isUnique(on: [.row(parent, schema[groups.key].parent)], schema)
    else { return nil }
    return estimated(
      .childExpansion(
        .inner,
        parent: parent,
        groups.key,
        child: groups.child,
        filter: filter.isEmpty ? nil : .all(filter.map { replaced($0) }),
        leftPlan
      )
    )
  }
}

extension LogicalPlan {
  /// Groups with their keys first: an aggregation, or the first rows of each key.
  fileprivate var groups:
    (source: SourceID, keys: [Expression], ParentGroups.Content, input: LogicalPlan)?
  {
    switch self {
    case .aggregate(let source, let keys, let aggregates, let input):
      return (source, keys, .aggregates(aggregates), input)
    case .project(
      let source,
      let expressions,
      .firstPerKey(let keys, let order, let count, let offset, let input)
    ):
      let values = Array(expressions.dropFirst(keys.count))
      let isKeyed = expressions.prefix(keys.count).elementsEqual(keys)
      guard isKeyed, count != 0, !values.contains(where: \.isRow) else { return nil }
      return (source, keys, .rows(values, order: order, count: count, offset: offset), input)
    case .scan, .filter, .project, .join, .distinct, .sort, .limit, .firstPerKey, .setOperation:
      return nil
    }
  }
}

extension Expression {
  fileprivate var isRow: Bool {
    if case .row = self { true } else { false }
  }
}

extension PhysicalPlan {
  /// Whether a subquery is run in it.
  fileprivate var hasApply: Bool {
    switch operation {
    case .scan, .keyLookup, .childLookup, .indexScan, .empty: false
    case .apply: true
    case .filter(_, let input), .project(_, _, let input), .parentLookup(_, _, _, _, let input),
      .childExpansion(_, _, _, _, _, let input), .aggregate(_, _, _, _, let input),
      .distinct(_, _, let input), .sort(_, let input), .topN(_, _, _, let input),
      .limit(_, _, let input), .firstPerKey(_, _, _, _, _, let input), .numbered(_, let input):
      input.hasApply
    case .join(_, let probe, let build, _, _, _): probe.hasApply || build.hasApply
    case .nestedLoopJoin(_, let left, let right, _): left.hasApply || right.hasApply
    case .setOperation(_, _, _, let left, let right): left.plan.hasApply || right.plan.hasApply
    }
  }
}
