// SPDX-License-Identifier: Apache-2.0

extension JoinGraph {
  /// The fraction of all pairs that meet the predicates; a foreign key's are met by one parent.
  func selectivity(of predicates: UInt64) -> Double {
    var rest = predicates
    var result = 1.0
    for link in links where link.predicates & rest == link.predicates {
      result *= link.selectivity
      rest &= ~link.predicates
    }
    while rest != 0 {
      result *= self.predicates[rest.trailingZeroBitCount].selectivity
      rest &= rest - 1
    }
    return result
  }

  /// Whether one of the predicates equates something of one set with something of the other.
  func hasKey(_ predicates: UInt64, _ first: RelationSet, _ second: RelationSet) -> Bool {
    var rest = predicates
    while rest != 0 {
      let sides = self.predicates[rest.trailingZeroBitCount].sides
      rest &= rest - 1
      guard let sides else { continue }
      if sides.0.isSubset(of: first), sides.1.isSubset(of: second) { return true }
      if sides.0.isSubset(of: second), sides.1.isSubset(of: first) { return true }
    }
    return false
  }

  /// The conditions that the predicates stand for.
  func conditions(_ predicates: UInt64) -> [Expression] {
    self.predicates.indices.filter { predicates & (1 << UInt64($0)) != 0 }.map {
      self.predicates[$0].condition
    }
  }

  /// Whether the rows come in the order in which the query is written.
  func isWritten(_ order: RowOrder) -> Bool {
    order.reduced(dependents, fixed: singles) == writtenOrder.reduced(dependents, fixed: singles)
  }
}
