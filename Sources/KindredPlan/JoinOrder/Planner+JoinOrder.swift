// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Lowering {
  /// Plans a tree of joins in the cheapest order of its inputs; nil for a plan that is no such tree.
  ///
  ///     Join reviews with (authors of one country, with books)
  ///       ⟶  Sort by row ids of reviews over the joins, begun at the few authors
  ///
  /// Holds because inner joins commute and associate as sets of pairs; a semi- or anti-join is a filter of
  /// the rows that its condition mentions, and may be asked anywhere above them; under three-valued logic as
  /// well, as each condition keeps the pairs for which it is *true*. The order of the rows is that of the row
  /// ids of the inputs, as written: where another order of joins loses it, the rows are sorted by those row
  /// ids, at a cost that counts.
  mutating func planReordered(
    _ plan: LogicalPlan,
    _ demand: Demand
  ) throws(KindredError) -> PhysicalPlan? {
    guard !isDisabled(.joinOrder), let tree = JoinTree(plan), tree.isSmall else { return nil }
    let graph = try joinGraph(tree, demand)
    let keys = graph.orderingKeys(schema)
    let order = graph.order(
      keepsOrder: demand.keepsOrder,
      canSort: keys != nil,
      wanted: demand.wanted,
      draw: draw
    )
    if order.needsSort || !order.tree.isWritten { note(.joinOrder) }
    var set = RelationSet()
    let keepsOrder = demand.keepsOrder && !order.needsSort
    let joined = try join(order.tree, graph, keepsOrder: keepsOrder, &set).physical
    guard order.needsSort, let keys else { return joined }
    return estimated(.sort(keys, joined))
  }

  /// Runs the joins of the tree, each under all conditions that can be asked there.
  private mutating func join(
    _ tree: JoinOrder.Tree,
    _ graph: JoinGraph,
    keepsOrder: Bool,
    _ set: inout RelationSet
  ) throws(KindredError) -> JoinSide {
    switch tree {
    case .relation(let number):
      set = RelationSet(number)
      return graph.relations[number].side
    case .join(let first, let second):
      var (leftSet, rightSet) = (RelationSet(), RelationSet())
      let left = try join(first, graph, keepsOrder: keepsOrder, &leftSet)
      let right = try join(second, graph, keepsOrder: keepsOrder, &rightSet)
      set = leftSet.union(rightSet)
      let kind = rightSet.only.flatMap { graph.relations[$0].test?.kind } ?? .inner
      let conditions = graph.conditions(graph.predicates(between: leftSet, rightSet))
      let lowered = conditions.map { replaced($0) }
      let physical = bestJoin(
        JoinParts(kind, left, right, lowered, hasSubqueries: false, keepsOrder: keepsOrder)
      )
      let logical = LogicalPlan.join(kind, left.logical, right.logical, on: .all(conditions))
      return JoinSide(logical: logical, physical: physical, sources: logical.visible)
    }
  }
}

extension JoinTree {
  /// Whether inputs and conditions fit into the bits of a word.
  fileprivate var isSmall: Bool {
    let tests = inputs.reduce(0) { $0 + ($1.test?.condition.conjuncts.count ?? 0) }
    return inputs.count <= 64 && conditions.count + tests <= 64
  }
}

extension JoinGraph {
  /// The row ids whose order is that of the rows as written; nil if the order of an input is no such.
  fileprivate func orderingKeys(_ schema: Schema) -> [SortKey]? {
    var keys: [SortKey] = []
    var known = singles
    for (number, relation) in relations.enumerated() where !relation.isTest {
      if known.contains(number) { continue }
      known.formUnion(dependents[number])
      guard let sources = relation.side.logical.orderingSources(schema) else { return nil }
      keys += sources.map { SortKey(.rowID($0)) }
    }
    return keys
  }
}

extension JoinOrder.Tree {
  /// Whether the relations come from left to right as they are numbered.
  fileprivate var isWritten: Bool {
    var next = 0
    func visit(_ tree: JoinOrder.Tree) -> Bool {
      switch tree {
      case .relation(let number):
        defer { next += 1 }
        return number == next
      case .join(let left, let right): return visit(left) && visit(right)
      }
    }
    return visit(self)
  }
}
