// SPDX-License-Identifier: Apache-2.0

/// Which rewrite rules are switched off for a query.
package enum RuleChoice: Sendable {
  /// None; all; one or, in one query of 64, each in turn; and a random half.
  case random(SplitMix64)
  /// None; all; and each in turn.
  case each
  case exactly(Set<String>)

  /// The sets of rules to switch off for the next query.
  mutating func disabled(of names: [String]) -> [Set<String>] {
    switch self {
    case .exactly(let rules): return [rules]
    case .each: return names.isEmpty ? [[]] : [[], Set(names)] + names.map { [$0] }
    case .random(var generator):
      guard !names.isEmpty else { return [[]] }
      defer { self = .random(generator) }
      let half = Set(names.filter { _ in Bool.random(using: &generator) })
      let isFull = Int.random(in: 0..<64, using: &generator) == 0
      let one = names[Int.random(in: 0..<names.count, using: &generator)]
      return [[], Set(names), half] + (isFull ? names.map { [$0] } : [[one]])
    }
  }
}
