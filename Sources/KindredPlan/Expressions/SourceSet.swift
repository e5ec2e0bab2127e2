// SPDX-License-Identifier: Apache-2.0

/// A set of sources: one word while their numbers are small, which they are in almost every query.
///
/// Rules and planner ask "does this mention that" at every node; a hash set would dominate the time.
package struct SourceSet: Sendable {
  private var small: UInt64 = 0
  private var large: [SourceID] = []

  package init() {}

  package init(_ source: SourceID) { insert(source) }

  package var isEmpty: Bool { small == 0 && large.isEmpty }

  package func contains(_ source: SourceID) -> Bool {
    Self.isSmall(source) ? small & (1 << UInt64(source.raw)) != 0 : large.contains(source)
  }

  package mutating func insert(_ source: SourceID) {
    if Self.isSmall(source) {
      small |= 1 << UInt64(source.raw)
    } else if !large.contains(source) {
      large.append(source)
    }
  }

  package mutating func formUnion(_ other: SourceSet) {
    small |= other.small
    for source in other.large { insert(source) }
  }

  package func union(_ other: SourceSet) -> SourceSet {
    var result = self
    result.formUnion(other)
    return result
  }

  package func subtracting(_ other: SourceSet) -> SourceSet {
    var result = self
    result.small &= ~other.small
    result.large.removeAll { other.large.contains($0) }
    return result
  }

  package func isDisjoint(with other: SourceSet) -> Bool {
    small & other.small == 0 && !large.contains { other.large.contains($0) }
  }

  package func isSubset(of other: SourceSet) -> Bool {
    small & ~other.small == 0 && large.allSatisfy { other.large.contains($0) }
  }

  private static func isSmall(_ source: SourceID) -> Bool { source.raw >= 0 && source.raw < 64 }
}
