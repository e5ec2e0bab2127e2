// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Lowering {
  /// The relations of a tree of joins, each planned, with what is known of the conditions between them.
  mutating func joinGraph(
    _ tree: JoinTree,
    _ demand: Demand
  ) throws(KindredError) -> JoinGraph {
    var graph = JoinGraph(tree.shape)
    for input in tree.inputs {
      let isTest = input.test != nil
      let own =
        isTest
        ? Demand(keepsOrder: false, isClosed: true)
        : Demand(keepsOrder: demand.keepsOrder, isClosed: demand.isClosed)
      let physical = try plan(input.plan, own)
      graph.relations.append(
        JoinGraph.Relation(
          side: JoinSide(
            logical: input.plan,
            physical: physical,
            sources: input.plan.visible
          ),
          test: input.test,
          scanConditions: input.plan.scanConditionCount
        )
      )
    }
    for condition in tree.conditions { note(condition, test: nil, in: &graph) }
    for number in graph.relations.indices {
      guard let test = graph.relations[number].test else { continue }
      let first = graph.predicates.count
      for conjunct in test.condition.conjuncts { note(conjunct, test: number, in: &graph) }
      // What mentions no row on the left is asked with the rest.
      let anchor = RelationSet(graph.relations[number].required.first)
      for position in graph.predicates.indices.dropFirst(first) {
        graph.predicates[position].relations.formUnion(anchor)
      }
    }
    findLinks(&graph)
    findNeighbours(&graph)
    findDependents(&graph)
    estimateTests(&graph)
    return graph
  }

  private mutating func note(_ condition: Expression, test: Int?, in graph: inout JoinGraph) {
    func relations(_ expression: Expression) -> RelationSet {
      let sources = expression.sources
      var found = RelationSet()
      for (number, relation) in graph.relations.enumerated()
      where !relation.side.sources.isDisjoint(with: sources) {
        found.formUnion(RelationSet(number))
      }
      return found
    }
    var all = relations(condition)
    if let test {
      all.formUnion(RelationSet(test))
      graph.relations[test].required.formUnion(all.subtracting(RelationSet(test)))
    }
    var sides: (RelationSet, RelationSet)?
    if case .comparison(let op, let left, let right) = condition, op == .equal || op == .identical {
      let (first, second) = (relations(left), relations(right))
      if first.isDisjoint(with: second), !first.isEmpty, !second.isEmpty { sides = (first, second) }
    }
    graph.predicates.append(
      JoinGraph.Predicate(
        condition: condition,
        relations: all,
        selectivity: estimator.selectivity(replaced(condition)),
        sides: sides
      )
    )
  }

  /// Finds the foreign keys all of whose columns are equated with those that they refer to.
  private mutating func findLinks(_ graph: inout JoinGraph) {
    for predicate in graph.predicates {
      guard case .comparison(.equal, .column(let left), .column(let right)) = predicate.condition
      else { continue }
      for (child, parent) in [(left, right), (right, left)] {
        guard let table = estimator.table(of: child.source),
          let parentTable = estimator.table(of: parent.source),
          let own = graph.relation(of: child.source), let other = graph.relation(of: parent.source),
          own != other
        else { continue }
        for (index, key) in schema[table].foreignKeys.enumerated()
        where key.parent == parentTable && key.columns[0] == child.index
          && key.parentColumns[0] == parent.index
        {
          guard let predicates = graph.predicates(following: key, child, parent) else { continue }
          let id = ForeignKeyID(table: table, index: index)
          let statistics = estimator.statistics(of: parentTable)
          let followed = FollowedKey(key: id, child: child.source, parent: parent.source)
          let skew = skew(followed, graph.relations[other].side)
          graph.links.append(
            JoinGraph.Link(
              key: id,
              child: own,
              parent: other,
              predicates: predicates,
              selectivity: skew / Double(max(1, statistics.rowCount)),
              childrenPerParent: estimator.fanOut(id) * skew,
              parentSlots: Double(statistics.slotCount)
            )
          )
        }
      }
    }
  }

  /// How many times more children than others the parents of a filtered table have, as a sample of the
  /// children shows: those with a common value often have many.
  ///
  /// After Leis et al., *Cardinality Estimation Done Right: Index-Based Join Sampling* (CIDR 2017), for one
  /// step.
  private mutating func skew(_ followed: FollowedKey, _ parents: JoinSide) -> Double {
    guard case .filter(let condition, .scan(followed.parent, let table)) = parents.logical,
      !condition.hasSubquery,
      let seen = estimator.selectivity(
        replaced(condition),
        of: followed.parent,
        seenThrough: followed.key
      )
    else { return 1 }
    let even = parents.physical.estimatedRows / max(1, estimator.rowCount(table))
    guard even > 0 else { return 1 }
    estimator.note(seen / even, followed)
    return seen / even
  }

  /// Connects the relations that share a condition, and the parts that share none with each other by a
  /// cross product.
  private func findNeighbours(_ graph: inout JoinGraph) {
    graph.neighbours = graph.relations.map { _ in RelationSet() }
    for predicate in graph.predicates {
      predicate.relations.forEach { number in
        graph.neighbours[number].formUnion(
          predicate.relations.subtracting(RelationSet(number))
        )
      }
    }
    var connected = graph.connected(to: 0)
    for number in graph.relations.indices where !connected.contains(number) {
      graph.neighbours[0].formUnion(RelationSet(number))
      graph.neighbours[number].formUnion(RelationSet(0))
      connected.formUnion(graph.connected(to: number))
    }
  }

  private func findDependents(_ graph: inout JoinGraph) {
    graph.dependents = graph.relations.indices.map { RelationSet($0) }
    for (number, relation) in graph.relations.enumerated() where !relation.isTest {
      if relation.side.logical.isUnique(on: [], schema) {
        graph.singles.formUnion(RelationSet(number))
      }
      graph.neighbours[number].forEach { other in
        guard !graph.relations[other].isTest else { return }
        let pair = RelationSet(number).union(RelationSet(other))
        let tied = graph.predicates.filter { $0.relations == pair }.map(\.condition)
        if !tied.isEmpty, relation.side.logical.hasAtMostOneMatch(.all(tied), schema) {
          graph.dependents[other].formUnion(RelationSet(number))
        }
      }
    }
    // What depends on what depends on a relation does, too.
    for _ in graph.relations.indices {
      for number in graph.relations.indices {
        var all = graph.dependents[number]
        graph.dependents[number].forEach { all.formUnion(graph.dependents[$0]) }
        graph.dependents[number] = all
      }
    }
  }

  private mutating func estimateTests(_ graph: inout JoinGraph) {
    for (number, relation) in graph.relations.enumerated() {
      guard let test = relation.test else { continue }
      let rest = graph.predicates(between: relation.required, RelationSet(number))
      var kept = relation.rows * graph.selectivity(of: rest)
      for link in graph.links where link.child == number {
        kept = min(kept, estimator.parentFraction(link.key))
      }
      kept = min(1, kept)
      graph.relations[number].keptFraction = test.kind == .anti ? 1 - kept : kept
    }
  }
}

extension JoinGraph {
  /// The predicates that equate all columns of the key with those it refers to; nil if one is missing.
  fileprivate func predicates(
    following key: ForeignKey,
    _ child: ColumnReference,
    _ parent: ColumnReference
  ) -> UInt64? {
    var found: UInt64 = 0
    for (own, target) in zip(key.columns, key.parentColumns) {
      let position = predicates.firstIndex { predicate in
        guard case .comparison(.equal, let left, let right) = predicate.condition else {
          return false
        }
        return (left.isColumn(own, of: child.source) && right.isColumn(target, of: parent.source))
          || (right.isColumn(own, of: child.source) && left.isColumn(target, of: parent.source))
      }
      guard let position else { return nil }
      found |= 1 << UInt64(position)
    }
    return found
  }

  fileprivate func connected(to relation: Int) -> RelationSet {
    var found = RelationSet(relation)
    while true {
      var next = found
      found.forEach { next.formUnion(neighbours[$0]) }
      if next == found { return found }
      found = next
    }
  }
}

extension LogicalPlan {
  fileprivate var scanConditionCount: Int? {
    switch self {
    case .scan: 0
    case .filter(let condition, .scan):
      condition.hasSubquery || condition.isNeverTrueLiteral ? nil : condition.conjuncts.count
    case .filter, .project, .join, .aggregate, .distinct, .sort, .limit, .firstPerKey,
      .setOperation:
      nil
    }
  }
}
