// SPDX-License-Identifier: Apache-2.0

/// In which order to join some relations, and which side of each join is probed.
struct JoinOrder {
  indirect enum Tree {
    case relation(Int)
    /// The left rows' order comes first.
    case join(Tree, Tree)
  }

  let tree: Tree
  /// Whether the rows have to be sorted into the order in which the query is written.
  let needsSort: Bool
}

extension JoinGraph {
  /// The most relations for which all orders are considered.
  static let exhaustiveCount = 10

  /// The cheapest order: of all for up to ten relations, else the better of a greedy one and the one in
  /// which the query is written.
  ///
  /// - Parameters:
  ///   - keepsOrder: Whether the order of the rows can be seen.
  ///   - canSort: Whether the rows can be sorted into it.
  ///   - wanted: How many of the rows are read, at most.
  ///   - draw: An order to take instead; nil for the cheapest.
  /// - Returns: The tree to run, and whether its rows have to be sorted.
  func order(keepsOrder: Bool, canSort: Bool, wanted: Int?, draw: JoinDraw?) -> JoinOrder {
    if let draw { return drawnOrder(draw, keepsOrder: keepsOrder, canSort: canSort) }
    let tracksOrder = keepsOrder && relations.count <= RowOrder.maximumCount
    if relations.count <= Self.exhaustiveCount {
      let search = ExhaustiveJoinSearch(self, keepsOrder: tracksOrder)
      search.run()
      return search.best(canSort: canSort, wanted: wanted)
    }
    return greedyOrder(keepsOrder: keepsOrder, canSort: canSort, wanted: wanted)
  }
}
