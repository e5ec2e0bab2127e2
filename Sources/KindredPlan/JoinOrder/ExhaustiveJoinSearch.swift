// SPDX-License-Identifier: Apache-2.0

/// Finds the cheapest order of all by dynamic programming over connected sets of relations.
///
/// After Selinger et al., *Access Path Selection in a Relational Database Management System* (SIGMOD 1979):
/// the best plan of a set is made of best plans of its parts, and a plan that is not the cheapest is kept
/// as well if its rows come in an order of use, here that in which the query is written. Both sides of
/// a join may be joins, the sets come from ``ConnectedPairs``.
///
/// - Complexity: O(pairs) time, O(2ⁿ) memory for *n* relations.
final class ExhaustiveJoinSearch {
  private struct Entry {
    let cost: Double
    let order: RowOrder
    let left: RelationSet
    let right: RelationSet
    let isLeftWritten: Bool
    let isRightWritten: Bool
  }

  private let graph: JoinGraph
  private let cost: JoinCost
  private let keepsOrder: Bool
  private let written: RowOrder
  private var rows: [Double]
  private var cheapest: [Entry?]
  /// The cheapest whose rows come in the order in which the query is written; nil where that is the
  /// cheapest of all.
  private var inOrder: [Entry?]

  init(_ graph: JoinGraph, keepsOrder: Bool) {
    self.graph = graph
    self.keepsOrder = keepsOrder
    cost = JoinCost(graph: graph)
    written = graph.writtenOrder
    let count = 1 << graph.relations.count
    rows = [Double](repeating: 0, count: count)
    cheapest = [Entry?](repeating: nil, count: count)
    inOrder = keepsOrder ? cheapest : []
    for (number, relation) in graph.relations.enumerated() {
      rows[1 << number] = relation.rows
      cheapest[1 << number] = Entry(
        cost: relation.cost,
        order: relation.isTest ? RowOrder() : RowOrder(number),
        left: RelationSet(),
        right: RelationSet(),
        isLeftWritten: false,
        isRightWritten: false
      )
    }
  }

  func run() {
    ConnectedPairs(graph.neighbours) { self.consider($0, $1) }.run()
  }

  /// The best order of all relations.
  func best(canSort: Bool, wanted: Int?) -> JoinOrder {
    let all = graph.all
    let index = Int(all.bits)
    guard let any = cheapest[index] else {
      preconditionFailure("the conditions of a join do not connect its relations")
    }
    guard keepsOrder, !isWritten(any.order, all) else {
      return JoinOrder(tree: tree(all, isWritten: false), needsSort: false)
    }
    if let ordered = inOrder[index] {
      let sorted = any.cost + rows[index] * Cost.sort
      let read = wanted.map { min(1, Double($0) / max(1, rows[index])) } ?? 1
      if !canSort || ordered.cost * read <= sorted {
        return JoinOrder(tree: tree(all, isWritten: true), needsSort: false)
      }
    }
    return JoinOrder(tree: tree(all, isWritten: false), needsSort: true)
  }

  private func consider(_ first: RelationSet, _ second: RelationSet) {
    let predicates = graph.predicates(between: first, second)
    if isTest(first) {
      if isReady(first, second) { join(second, first, predicates) }
    } else if isTest(second) {
      if isReady(second, first) { join(first, second, predicates) }
    } else {
      join(first, second, predicates)
      join(second, first, predicates)
    }
  }

  private func isTest(_ set: RelationSet) -> Bool {
    set.only.map { graph.relations[$0].isTest } ?? false
  }

  private func isReady(_ test: RelationSet, _ set: RelationSet) -> Bool {
    graph.relations[test.first].required.isSubset(of: set)
  }

  private func join(_ left: RelationSet, _ right: RelationSet, _ predicates: UInt64) {
    let (leftIndex, rightIndex) = (Int(left.bits), Int(right.bits))
    guard cheapest[leftIndex] != nil, cheapest[rightIndex] != nil else { return }
    let both = left.union(right)
    let index = Int(both.bits)
    for isLeftWritten in [false, true] {
      guard let first = entry(leftIndex, isWritten: isLeftWritten) else { continue }
      for isRightWritten in [false, true] {
        guard let second = entry(rightIndex, isWritten: isRightWritten) else { continue }
        let probe = JoinCost.Input(relations: left, rows: rows[leftIndex], cost: first.cost)
        let build = JoinCost.Input(relations: right, rows: rows[rightIndex], cost: second.cost)
        let count = cost.rows(probe, build, predicates)
        if cheapest[index] == nil { rows[index] = count }
        let total = cost.cost(probe, build, predicates, rows: count)
        keep(
          Entry(
            cost: total,
            order: first.order.followed(by: second.order),
            left: left,
            right: right,
            isLeftWritten: isLeftWritten,
            isRightWritten: isRightWritten
          ),
          both
        )
      }
    }
  }

  private func entry(_ index: Int, isWritten: Bool) -> Entry? {
    isWritten ? (keepsOrder ? inOrder[index] : nil) : cheapest[index]
  }

  private func keep(_ entry: Entry, _ set: RelationSet) {
    let index = Int(set.bits)
    guard let known = cheapest[index] else {
      cheapest[index] = entry
      return
    }
    if entry.cost < known.cost {
      cheapest[index] = entry
      guard keepsOrder else { return }
      if isWritten(entry.order, set) {
        inOrder[index] = nil
      } else if isWritten(known.order, set) {
        inOrder[index] = known
      }
    } else if keepsOrder, !isWritten(known.order, set),
      entry.cost < inOrder[index]?.cost ?? .infinity, isWritten(entry.order, set)
    {
      inOrder[index] = entry
    }
  }

  private func isWritten(_ order: RowOrder, _ set: RelationSet) -> Bool {
    var own = RowOrder()
    for position in 0..<written.count where set.contains(written[position]) {
      own.append(written[position])
    }
    return order.reduced(graph.dependents, fixed: graph.singles)
      == own.reduced(graph.dependents, fixed: graph.singles)
  }

  private func tree(_ set: RelationSet, isWritten: Bool) -> JoinOrder.Tree {
    let index = Int(set.bits)
    guard let entry = (isWritten ? inOrder[index] : nil) ?? cheapest[index] else {
      preconditionFailure("a set of relations was joined that has no plan")
    }
    guard !entry.left.isEmpty else { return .relation(set.first) }
    return .join(
      tree(entry.left, isWritten: entry.isLeftWritten),
      tree(entry.right, isWritten: entry.isRightWritten)
    )
  }
}
