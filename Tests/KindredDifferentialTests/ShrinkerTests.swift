// SPDX-License-Identifier: Apache-2.0

import KindredChoices
import KindredFuzzing
import Testing

@Suite struct `The shrinker` {
  /// Shrinks from a seed's choices, as the body draws them, to the smallest that fail.
  private func shrunk(
    seed: UInt64,
    attempts: Int = 2_000,
    _ kind: @escaping (Choices) -> String?
  ) -> (choices: [Int], attempts: Int)? {
    var runs = 0
    func run(_ choices: Choices) -> Shrinker<String>.Failure? {
      runs += 1
      return kind(choices).map {
        Shrinker.Failure(choices: choices.record, spans: choices.spans, kind: $0)
      }
    }
    guard let first = run(Choices(seed: seed)) else { return nil }
    var shrinker = Shrinker(first, attempts: attempts) { run(Choices(replaying: $0)) }
    return (shrinker.shrink().choices, runs)
  }

  private func list(_ choices: Choices) -> [Int] {
    choices.many(50, percent: 90) { _ in choices.draw(1_000) }
  }

  @Test(arguments: 1...20)
  func `leaves the one element that matters, as low as it can be`(seed: UInt64) throws {
    guard let result = shrunk(seed: seed, { self.list($0).contains { $0 >= 300 } ? "big" : nil })
    else { return }
    #expect(list(Choices(replaying: result.choices)) == [300])
  }

  @Test(arguments: 1...20)
  func `moves what two numbers share to the later one`(seed: UInt64) throws {
    let result = shrunk(seed: seed) { choices in
      let pair = (choices.draw(1_000), choices.draw(1_000))
      return pair.0 + pair.1 >= 100 ? "sum" : nil
    }
    guard let result else { return }
    #expect(result.choices == [0, 100])
  }

  @Test func `keeps the kind of failure`() throws {
    let result = shrunk(seed: 3) { choices in
      let number = choices.draw(1_000_000)
      return number >= 1_000 ? "large" : number >= 10 ? "small" : nil
    }
    #expect(try #require(result).choices == [1_000])
  }

  @Test func `stops after so many attempts`() throws {
    let result = shrunk(seed: 3, attempts: 5) { $0.draw(1 << 40) >= 10 ? "x" : nil }
    #expect(try #require(result).attempts <= 6)
  }
}
