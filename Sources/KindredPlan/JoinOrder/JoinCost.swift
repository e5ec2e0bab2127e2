// SPDX-License-Identifier: Apache-2.0

/// What joining two sets of relations costs: the cheapest of the ways in which operators can do it.
///
/// The formulas are those of the operators' estimates, without building the operators.
struct JoinCost {
  let graph: JoinGraph

  /// A set of joined relations.
  struct Input {
    let relations: RelationSet
    let rows: Double
    let cost: Double
  }

  /// How many rows the join of the two has.
  func rows(_ left: Input, _ right: Input, _ predicates: UInt64) -> Double {
    if let test = right.relations.only, graph.relations[test].isTest {
      return left.rows * graph.relations[test].keptFraction
    }
    return left.rows * right.rows * graph.selectivity(of: predicates)
  }

  /// - Returns: The cost of both and of joining them, with the left rows as the probe side.
  func cost(_ left: Input, _ right: Input, _ predicates: UInt64, rows: Double) -> Double {
    let only = right.relations.only
    let isTest = only.map { graph.relations[$0].isTest } ?? false
    let pairs = isTest ? 0 : rows
    var best =
      graph.hasKey(predicates, left.relations, right.relations)
      ? Cost.join(left.rows, right.rows, Cost.hashed, isTest: isTest, pairs: pairs)
      : left.rows * right.rows * Cost.pair
    best += right.cost
    for link in graph.links where link.predicates & predicates == link.predicates {
      guard left.relations.contains(link.child) != left.relations.contains(link.parent) else {
        continue
      }
      best = min(
        best,
        right.cost + link.parentSlots * Cost.clear
          + Cost.join(left.rows, right.rows, Cost.rowIDs, isTest: isTest, pairs: pairs)
      )
      guard let only, let conditions = graph.relations[only].scanConditions else { continue }
      let rest = Double(conditions + (predicates & ~link.predicates).nonzeroBitCount)
      if link.parent == only {
        best = min(best, left.rows * (Cost.lookup + rest * Cost.gather))
      } else {
        let cost = Cost.expansion(
          left.rows,
          visited: isTest ? min(1, link.childrenPerParent) : link.childrenPerParent,
          conditions: rest,
          isTest: isTest
        )
        best = min(best, cost)
      }
    }
    return min(left.cost + best, turned(left, right, predicates, rows: rows))
  }

  /// What it costs to find the rows of a table that pass a test by those that it tests with.
  private func turned(
    _ left: Input,
    _ right: Input,
    _ predicates: UInt64,
    rows: Double
  ) -> Double {
    guard let wanted = left.relations.only, let conditions = graph.relations[wanted].scanConditions,
      let only = right.relations.only, graph.relations[only].test?.kind == .semi,
      let link = graph.links.first(where: {
        $0.predicates & predicates == $0.predicates && ($0.child == wanted || $0.parent == wanted)
      })
    else { return .infinity }
    let found =
      link.parent == wanted
      ? right.rows * (Cost.lookup + Double(conditions) * Cost.gather + Cost.hashed.distinct)
      : Cost.expansion(
        right.rows,
        visited: link.childrenPerParent,
        conditions: Double(conditions),
        isTest: false
      )
    return right.cost + found + rows * Cost.sort
  }
}
