// SPDX-License-Identifier: Apache-2.0

/// The command line of `kindred-fuzz`.
package struct FuzzOptions: Sendable {
  package var seed: UInt64
  package var duration: Duration = .seconds(60)
  /// At most so many cases.
  package var cases: Int?
  /// The choices of one case to run again.
  package var replay: [Int]?
  /// What is tested: the engine, or only the rewrite rules on the reference evaluator.
  package var subject: Subject = .engine
  /// Rules that stay off.
  package var avoided: Set<String> = []
  /// How often each rewrite rule must have fired in the end; 0 asks for nothing.
  package var leastFirings = 0
  /// The seed of a case that ends the process, to be shrunk.
  package var crash: UInt64?
  /// Compare estimates with what comes over so many cases, instead of answers with SQLite's.
  package var estimates: Int?
  /// Whether the seed of each case is printed before it runs, to find the one that crashes.
  package var traces = false

  package enum Subject: String, Sendable, CaseIterable {
    /// All of it: rules, planner, executor, storage.
    case engine
    /// The naive evaluator: tests the generator, the printer and the evaluator itself.
    case reference
    /// The naive evaluator on rewritten plans: tests the rules.
    case rules
  }

  package init(seed: UInt64) { self.seed = seed }

  package static let usage = """
    usage: kindred-fuzz [--seconds N] [--cases N] [--seed S] [--subject engine|rules|reference] \
    [--replay CHOICES] [--without RULE,RULE] \
    [--firings N] [--trace] [--crash CASESEED]
           kindred-fuzz --estimates CASES [--seed S]
    """

  /// Reads the arguments; nil when they make no sense.
  package init?(_ arguments: [String]) {
    self.init(seed: .random(in: 1...UInt64(UInt32.max)))
    var rest = arguments[...]
    while let name = rest.popFirst() {
      if name == "--trace" {
        traces = true
        continue
      }
      guard let value = rest.popFirst(), set(name, value) else { return nil }
    }
  }

  private mutating func set(_ name: String, _ value: String) -> Bool {
    switch name {
    case "--seconds":
      guard let seconds = Double(value), seconds >= 0 else { return false }
      duration = .seconds(seconds)
    case "--cases":
      guard let number = Int(value) else { return false }
      cases = number
    case "--seed":
      guard let number = UInt64(value) else { return false }
      seed = number
    case "--subject":
      guard let known = Subject(rawValue: value) else { return false }
      subject = known
    case "--estimates":
      guard let number = Int(value), number > 0 else { return false }
      estimates = number
    case "--crash":
      guard let number = UInt64(value) else { return false }
      crash = number
    case "--firings":
      guard let number = Int(value) else { return false }
      leastFirings = number
    case "--without":
      avoided = Set(value.split(separator: ",").map(String.init))
    case "--replay":
      guard let list = ChoiceCoding.decode(value) else { return false }
      replay = list
    case _: return false
    }
    return true
  }
}
