// SPDX-License-Identifier: Apache-2.0

/// Some of the relations of a ``JoinGraph``, as the bits of a word.
package struct RelationSet: Hashable {
  package private(set) var bits: UInt64

  package init(bits: UInt64 = 0) { self.bits = bits }

  package init(_ relation: Int) { bits = 1 << UInt64(relation) }

  /// The relations up to and including one.
  init(upTo relation: Int) { bits = relation >= 63 ? .max : (1 << UInt64(relation + 1)) - 1 }

  var isEmpty: Bool { bits == 0 }
  var count: Int { bits.nonzeroBitCount }
  /// The only relation; nil for none or several.
  var only: Int? { count == 1 ? first : nil }
  /// The relation with the smallest number, of a set that is not empty.
  var first: Int { bits.trailingZeroBitCount }

  func contains(_ relation: Int) -> Bool { bits & (1 << UInt64(relation)) != 0 }
  func isSubset(of other: RelationSet) -> Bool { bits & ~other.bits == 0 }
  package func isDisjoint(with other: RelationSet) -> Bool { bits & other.bits == 0 }
  package func union(_ other: RelationSet) -> RelationSet { RelationSet(bits: bits | other.bits) }
  func intersection(_ other: RelationSet) -> RelationSet { RelationSet(bits: bits & other.bits) }
  func subtracting(_ other: RelationSet) -> RelationSet { RelationSet(bits: bits & ~other.bits) }

  mutating func formUnion(_ other: RelationSet) { bits |= other.bits }

  /// Visits the relations by number, ascending.
  func forEach(_ body: (Int) -> Void) {
    var rest = bits
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
  }

  /// Visits all subsets but the empty one, smaller before larger.
  func forEachSubset(_ body: (RelationSet) -> Void) {
    var subset: UInt64 = 0
    while true {
      subset = (subset &- bits) & bits
      if subset == 0 { return }
      body(RelationSet(bits: subset))
    }
  }
}
