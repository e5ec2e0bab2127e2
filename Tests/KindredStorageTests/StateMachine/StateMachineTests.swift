// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredChoices
import KindredSchema
import Testing

@Suite struct `State machine` {
  private typealias CaseShrinker = Shrinker<String>

  /// More with `KINDRED_CASES`.
  private static let caseCount =
    ProcessInfo.processInfo.environment["KINDRED_CASES"].flatMap { Int($0) } ?? 40

  @Test func `K15 every database equals its model, and live snapshots stay as they were`() throws {
    let first = UInt64.random(in: 0..<1 << 40)
    for seed in Array(0..<4) + (0..<Self.caseCount).map({ first + UInt64($0) })
    where try !passes(seed, steps: 40, isFilled: false) {
      return
    }
  }

  @Test(arguments: 0..<3 as Range<UInt64>)
  func `K15 so it is across the ends of chunks`(seed: UInt64) throws {
    _ = try passes(seed, steps: 6, isFilled: true)
  }

  /// Runs the case; if it fails, the smallest one that fails in the same way is reported.
  private func passes(_ seed: UInt64, steps: Int, isFilled: Bool) throws -> Bool {
    let schema = try Library.schema()
    var trace: [String] = []
    func failure(of choices: Choices) -> CaseShrinker.Failure? {
      let machine = StateMachine(choices, schema: schema)
      defer { trace = machine.trace }
      do {
        if isFilled { try machine.fill() }
        try machine.run(steps: steps)
        return nil
      } catch {
        let kind = (error as? StateMachine.Failure)?.kind ?? "\(error)"
        return CaseShrinker.Failure(choices: choices.record, spans: choices.spans, kind: kind)
      }
    }
    guard let found = failure(of: Choices(seed: seed)) else { return true }
    var shrinker = CaseShrinker(found) { failure(of: Choices(replaying: $0)) }
    let smallest = shrinker.shrink()
    _ = failure(of: Choices(replaying: smallest.choices))
    Issue.record(
      """
      seed \(seed): \(smallest.kind)
      \(ChoiceCoding.encode(smallest.choices))
      \(trace.joined(separator: "\n"))
      """
    )
    return false
  }
}
