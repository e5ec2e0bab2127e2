// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredChoices
import Testing

/// What a case should have been, and was not.
struct Mismatch: Error, CustomStringConvertible { let description: String }

func expectEqual<V: Equatable>(_ value: V, _ expected: V, _ what: String) throws {
  if value != expected { throw Mismatch(description: "\(what): \(value), expected \(expected)") }
}

/// Runs random cases, some that are always the same and some fresh ones, more with `KINDRED_CASES`; the
/// first that fails is reported with its seed, made small.
func searchCases(
  sourceLocation: SourceLocation = #_sourceLocation,
  _ run: @escaping (Choices) throws -> Void
) {
  let setting = ProcessInfo.processInfo.environment["KINDRED_CASES"]
  let count = UInt64(setting ?? "") ?? 30
  let first = UInt64.random(in: 0..<1 << 40)
  for seed in Array(0..<20) + Array(first..<first + count) {
    guard let found = failure(Choices(seed: seed), run) else { continue }
    var shrinker = Shrinker<String>(found, attempts: 300) { failure(Choices(replaying: $0), run) }
    let smallest = shrinker.shrink()
    do { try run(Choices(replaying: smallest.choices)) } catch {
      Issue.record(
        "seed \(seed), \(ChoiceCoding.encode(smallest.choices)): \(error)",
        sourceLocation: sourceLocation
      )
    }
    return
  }
}

/// How the case fails, if it does: the same kind is the same first words.
private func failure(
  _ choices: Choices,
  _ run: (Choices) throws -> Void
) -> Shrinker<String>.Failure? {
  do {
    try run(choices)
    return nil
  } catch {
    return Shrinker<String>.Failure(
      choices: choices.record,
      spans: choices.spans,
      kind: String("\(error)".prefix { $0 != ":" && $0 != " " })
    )
  }
}
