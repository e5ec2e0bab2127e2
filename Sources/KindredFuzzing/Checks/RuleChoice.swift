// SPDX-License-Identifier: Apache-2.0

/// Which rewrite rules are switched off for a query.
package enum RuleChoice: Sendable {
  /// None; all; a random half; and one, all but one or, in one query of 64, each in turn.
  case random(SplitMix64)
  /// None; all; each in turn; and all but each in turn.
  case each
  case exactly(Set<String>)

  /// The sets of rules to switch off for the next query.
  mutating func disabled(of names: [String]) -> [Set<String>] {
    switch self {
    case .exactly(let rules): return [rules]
    case .each:
      guard !names.isEmpty else { return [[]] }
      let all = Set(names)
      return [[], all] + names.map { [$0] } + names.map { all.subtracting([$0]) }
    case .random(var generator):
      guard !names.isEmpty else { return [[]] }
      defer { self = .random(generator) }
      let half = Set(names.filter { _ in Bool.random(using: &generator) })
      let isFull = Int.random(in: 0..<64, using: &generator) == 0
      let one = names[Int.random(in: 0..<names.count, using: &generator)]
      let single: Set<String> =
        Bool.random(using: &generator) ? [one] : Set(names).subtracting([one])
      return [[], Set(names), half] + (isFull ? names.map { [$0] } : [single])
    }
  }
}
