// SPDX-License-Identifier: Apache-2.0

extension JoinGraph {
  /// The better of a greedy order and the one in which the query is written.
  ///
  /// Greedy operator ordering (Fegaras, *A New Heuristic for Optimizing Large Queries*, DEXA 1998): of all
  /// joins that could be made next, the one with the fewest rows is, until one set is left.
  ///
  /// - Complexity: O(*n*³) for *n* relations.
  func greedyOrder(keepsOrder: Bool, canSort: Bool, wanted: Int?) -> JoinOrder {
    let cost = JoinCost(graph: self)
    let asWritten = written(shape, cost)
    let straight = JoinOrder(tree: asWritten.tree, needsSort: false)
    let greedy = assembled(cost) { _, _, joined, _ in (joined.rows, joined.cost) }
    let isInOrder = isInOrder(greedy, keepsOrder: keepsOrder)
    guard isInOrder || canSort else { return straight }
    let sort = isInOrder ? 0 : greedy.input.rows * Cost.sort
    let read = wanted.map { min(1, Double($0) / max(1, asWritten.input.rows)) } ?? 1
    return asWritten.input.cost * read <= greedy.input.cost + sort
      ? straight : JoinOrder(tree: greedy.tree, needsSort: !isInOrder)
  }

  /// Some relations that are joined.
  struct Part {
    var input: JoinCost.Input
    var tree: JoinOrder.Tree
    var order = RowOrder()
  }

  /// Whether the rows come in the order in which the query is written, if that can be seen.
  func isInOrder(_ part: Part, keepsOrder: Bool) -> Bool {
    !keepsOrder || (relations.count <= RowOrder.maximumCount && isWritten(part.order))
  }

  private func part(_ number: Int) -> Part {
    let relation = relations[number]
    var part = Part(
      input: JoinCost.Input(
        relations: RelationSet(number),
        rows: relation.rows,
        cost: relation.cost
      ),
      tree: .relation(number)
    )
    if !relation.isTest, relations.count <= RowOrder.maximumCount { part.order.append(number) }
    return part
  }

  /// The join of two parts; nil for a test that cannot be asked yet, or on the left.
  private func joined(_ left: Part, _ right: Part, _ cost: JoinCost) -> Part? {
    if let only = left.input.relations.only, relations[only].isTest { return nil }
    if let only = right.input.relations.only, relations[only].isTest,
      !relations[only].required.isSubset(of: left.input.relations)
    {
      return nil
    }
    let predicates = predicates(between: left.input.relations, right.input.relations)
    let rows = cost.rows(left.input, right.input, predicates)
    return Part(
      input: JoinCost.Input(
        relations: left.input.relations.union(right.input.relations),
        rows: rows,
        cost: cost.cost(left.input, right.input, predicates, rows: rows)
      ),
      tree: .join(left.tree, right.tree),
      order: left.order.followed(by: right.order)
    )
  }

  private func written(_ shape: Shape, _ cost: JoinCost) -> Part {
    switch shape {
    case .relation(let number): return part(number)
    case .join(let left, let right):
      guard let joined = joined(written(left, cost), written(right, cost), cost) else {
        preconditionFailure("a join is written in an order that cannot be run")
      }
      return joined
    }
  }

  /// Joins what is best joined next until one set is left.
  ///
  /// - Parameters:
  ///   - cost: What joins cost.
  ///   - rank: The less, the better; of the sets to join, the join of them, and how many were made before.
  /// - Returns: The join of all relations.
  func assembled(
    _ cost: JoinCost,
    by rank: (RelationSet, RelationSet, JoinCost.Input, Int) -> (Double, Double)
  ) -> Part {
    var parts = relations.indices.map(part)
    while parts.count > 1 {
      var best: (left: Int, right: Int, part: Part, rank: (Double, Double))?
      // Pairs without a condition only once there are no others.
      for isConnected in [true, false] where best == nil {
        for left in parts.indices {
          for right in parts.indices where left != right {
            guard isConnected == areConnected(parts[left], parts[right]),
              let part = joined(parts[left], parts[right], cost)
            else { continue }
            let rank = rank(
              parts[left].input.relations,
              parts[right].input.relations,
              part.input,
              relations.count - parts.count
            )
            if let best, best.rank <= rank { continue }
            best = (left, right, part, rank)
          }
        }
      }
      guard let best else { preconditionFailure("relations are left that cannot be joined") }
      parts[best.left] = best.part
      parts.remove(at: best.right)
    }
    return parts[0]
  }

  private func areConnected(_ left: Part, _ right: Part) -> Bool {
    predicates(between: left.input.relations, right.input.relations) != 0
  }
}
