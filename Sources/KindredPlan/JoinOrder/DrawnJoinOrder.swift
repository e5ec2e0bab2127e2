// SPDX-License-Identifier: Apache-2.0

/// An order of joins that was drawn, to be measured against the one that the planner chooses.
///
/// Of the joins that can be made next, the one whose condition has the least rank is. Every tree without
/// a needless cross product comes from some ranks.
package struct JoinDraw: Sendable, Hashable {
  /// The rank of each condition, by its number; those beyond come last.
  package var ranks: [Int]
  /// A bit for each join, in the order in which they are made: whether its sides change places.
  package var turns: UInt64

  package init(ranks: [Int], turns: UInt64) {
    self.ranks = ranks
    self.turns = turns
  }
}

extension JoinGraph {
  /// The order that was drawn; the one as written where that is the only one that can be run.
  func drawnOrder(_ draw: JoinDraw, keepsOrder: Bool, canSort: Bool) -> JoinOrder {
    let drawn = assembled(JoinCost(graph: self)) { left, right, _, made in
      let predicates = predicates(between: left, right)
      let rank = predicates == 0 ? nil : draw.ranks.dropFirst(predicates.trailingZeroBitCount).first
      let isTurned = (draw.turns >> UInt64(made & 63)) & 1 == 1
      return (Double(rank ?? .max), (left.first < right.first) == isTurned ? 1 : 0)
    }
    let isInOrder = isInOrder(drawn, keepsOrder: keepsOrder)
    if !isInOrder, !canSort { return JoinOrder(tree: shape.tree, needsSort: false) }
    return JoinOrder(tree: drawn.tree, needsSort: !isInOrder)
  }
}

extension JoinGraph.Shape {
  fileprivate var tree: JoinOrder.Tree {
    switch self {
    case .relation(let number): .relation(number)
    case .join(let left, let right): .join(left.tree, right.tree)
    }
  }
}
