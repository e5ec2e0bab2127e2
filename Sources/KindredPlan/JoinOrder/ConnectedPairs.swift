// SPDX-License-Identifier: Apache-2.0

/// Enumerates the ways to split a join into two joins that need no cross product.
///
/// The algorithm DPccp of Moerkotte and Neumann, *Analysis of Two Existing and One New Dynamic
/// Programming Algorithm for the Generation of Optimal Bushy Join Trees without Cross Products*
/// (VLDB 2006): each pair of disjoint, connected sets with an edge between them comes once, in one of
/// its two orders, after all pairs inside of it.
///
/// - Complexity: O(1) per pair: of *n* relations in a chain *n*³/6 pairs, in a star *n* 2ⁿ.
package struct ConnectedPairs {
  /// Per relation, those that it shares a condition with.
  private let neighbours: [RelationSet]
  private let visit: (RelationSet, RelationSet) -> Void

  package init(
    _ neighbours: [RelationSet],
    visit: @escaping (RelationSet, RelationSet) -> Void
  ) {
    self.neighbours = neighbours
    self.visit = visit
  }

  package func run() {
    for relation in neighbours.indices.reversed() {
      let start = RelationSet(relation)
      complements(of: start)
      extend(start, excluding: RelationSet(upTo: relation)) { complements(of: $0) }
    }
  }

  private func neighbours(of set: RelationSet) -> RelationSet {
    var found = RelationSet()
    set.forEach { found.formUnion(neighbours[$0]) }
    return found.subtracting(set)
  }

  /// Visits the connected sets that contain this one and no excluded relation besides.
  private func extend(
    _ set: RelationSet,
    excluding excluded: RelationSet,
    _ body: (RelationSet) -> Void
  ) {
    let fringe = neighbours(of: set).subtracting(excluded)
    if fringe.isEmpty { return }
    fringe.forEachSubset { body(set.union($0)) }
    let seen = excluded.union(fringe)
    fringe.forEachSubset { extend(set.union($0), excluding: seen, body) }
  }

  /// Visits the pairs of the set with the connected sets beside it.
  private func complements(of set: RelationSet) {
    let excluded = RelationSet(upTo: set.first).union(set)
    let fringe = neighbours(of: set).subtracting(excluded)
    var relation = 63
    while relation >= 0 {
      defer { relation -= 1 }
      guard fringe.contains(relation) else { continue }
      let start = RelationSet(relation)
      visit(set, start)
      let seen = excluded.union(RelationSet(upTo: relation).intersection(fringe))
      extend(start, excluding: seen) { visit(set, $0) }
    }
  }
}
