// SPDX-License-Identifier: Apache-2.0

import KindredSchema
package import KindredSQLite

/// Makes cases, checks them, and shrinks the first that fails.
package struct Fuzzer<Subject: Engine> {
  private let generator: CaseGenerator
  private var checker: CaseChecker<Subject>

  package init(
    _ library: SQLiteLibrary,
    generator: CaseGenerator = CaseGenerator(),
    avoiding avoided: Set<String> = [],
    _ makeEngine: @escaping EngineMaker<Subject>
  ) {
    self.generator = generator
    checker = CaseChecker(library, avoiding: avoided, makeEngine)
  }

  package var statistics: CaseStatistics { checker.statistics }

  /// Checks the case of the seed; a finding is shrunk.
  package mutating func check(seed: UInt64) -> Finding? {
    let choices = Choices(seed: seed)
    let fuzzCase = generator.makeCase(choices)
    guard let failure = checker.failure(fuzzCase, .random(SplitMix64(seed: seed))) else {
      return nil
    }
    return shrunk(choices, failure, seed: seed)
  }

  /// Checks cases from the seed on until one fails or the time is up.
  package mutating func firstFinding(seed: UInt64, for duration: Duration) -> Finding? {
    let clock = ContinuousClock()
    let end = clock.now + duration
    var seeds = SplitMix64(seed: seed)
    while clock.now < end {
      if let finding = check(seed: seeds.next()) { return finding }
    }
    return nil
  }

  /// Checks the case of a list of choices, as it is.
  package mutating func check(replaying list: [Int]) -> Finding? {
    let choices = Choices(replaying: list)
    let fuzzCase = generator.makeCase(choices)
    return checker.failure(fuzzCase, .each).map {
      Finding(seed: nil, choices: choices.record, failure: $0, fuzzCase: fuzzCase)
    }
  }

  private func shrunk(_ choices: Choices, _ failure: Failure, seed: UInt64) -> Finding {
    typealias Shrinking = Shrinker<Failure.Kind>
    let found = Shrinking.Failure(
      choices: choices.record,
      spans: choices.spans,
      kind: failure.kind
    )
    let (generator, checker) = (generator, checker)
    let rules = RuleChoice.exactly(failure.disabledRules)
    var shrinker = Shrinking(found) { list in
      let choices = Choices(replaying: list)
      var checker = checker
      let failure = checker.failure(generator.makeCase(choices), rules)
      return failure.map {
        Shrinking.Failure(choices: choices.record, spans: choices.spans, kind: $0.kind)
      }
    }
    let smallest = shrinker.shrink().choices
    let fuzzCase = generator.makeCase(Choices(replaying: smallest))
    var last = checker
    let final = last.failure(fuzzCase, rules) ?? failure
    return Finding(
      seed: seed,
      choices: smallest,
      failure: final,
      fuzzCase: fuzzCase,
      suspects: last.suspects(fuzzCase, final)
    )
  }
}
