// SPDX-License-Identifier: Apache-2.0

import KindredPlan
package import KindredSQLite
import KindredSchema

/// The program `kindred-fuzz`: random cases until the time is up or one fails.
package struct FuzzProgram {
  package var options: FuzzOptions

  package init(_ options: FuzzOptions) { self.options = options }

  /// Runs; false when a case failed, after its report.
  package func run<Subject: Engine>(
    _ library: SQLiteLibrary,
    _ makeEngine: @escaping EngineMaker<Subject>
  ) -> Bool {
    var fuzzer = Fuzzer(library, avoiding: options.avoided, makeEngine)
    Output.line("SQLite \(library.version), seed \(options.seed)")
    if let list = options.replay {
      let finding = fuzzer.check(replaying: list)
      let fuzzCase = CaseGenerator().makeCase(Choices(replaying: list))
      Output.line(
        finding?.report
          ?? FuzzScript.sql(fuzzCase, upTo: fuzzCase.steps.count - 1) + "\n\nthe case passes"
      )
      return finding == nil
    }
    let clock = ContinuousClock()
    let start = clock.now
    var progress = FuzzProgress(start: start)
    var seeds = SplitMix64(seed: options.seed)
    var count = 0
    while count < options.cases ?? .max, start.duration(to: clock.now) < options.duration {
      let seed = seeds.next()
      if options.traces { Output.line("case \(seed)") }
      if let finding = fuzzer.check(seed: seed) {
        Output.line(finding.report)
        Output.line(progress.summary(fuzzer.statistics, clock.now))
        return false
      }
      count += 1
      progress.report(fuzzer.statistics, clock.now)
    }
    Output.line(progress.summary(fuzzer.statistics, clock.now))
    return hasFired(fuzzer.statistics)
  }

  /// Whether each rule fired as often as asked for; names those that did not.
  private func hasFired(_ statistics: CaseStatistics) -> Bool {
    guard options.leastFirings > 0 else { return true }
    let rare = Optimizer.standardRules.map(\.name).filter {
      statistics.firedRules[$0, default: 0] < options.leastFirings
    }
    for rule in rare {
      let count = statistics.firedRules[rule, default: 0]
      Output.line("FAILURE: the rule \(rule) fired \(count) times, not \(options.leastFirings)")
    }
    return rare.isEmpty
  }
}

/// Prints rates every few seconds, and at the end what was exercised.
struct FuzzProgress {
  private let start: ContinuousClock.Instant
  private var nextReport: ContinuousClock.Instant

  init(start: ContinuousClock.Instant) {
    self.start = start
    nextReport = start + .seconds(5)
  }

  mutating func report(_ statistics: CaseStatistics, _ now: ContinuousClock.Instant) {
    guard now >= nextReport else { return }
    nextReport = now + .seconds(5)
    Output.line(line(statistics, now))
  }

  func summary(_ statistics: CaseStatistics, _ now: ContinuousClock.Instant) -> String {
    var lines = [line(statistics, now)]
    lines.append("runs in another order than with all rules: \(statistics.otherOrders)")
    lines.append(list("excused", statistics.differences.map { ($0.key.rawValue, $0.value) }))
    lines.append(list("refused writes", statistics.refusals.map { ($0.key, $0.value) }))
    lines.append(list("rules fired", statistics.firedRules.map { ($0.key, $0.value) }))
    return lines.joined(separator: "\n")
  }

  private func list(_ title: String, _ counts: [(String, Int)]) -> String {
    let sorted = counts.sorted { $0.0 < $1.0 }.map { "\($0.0) \($0.1)" }
    return "\(title): \(sorted.isEmpty ? "none" : sorted.joined(separator: ", "))"
  }

  private func line(_ statistics: CaseStatistics, _ now: ContinuousClock.Instant) -> String {
    let elapsed = max(0.001, start.duration(to: now) / .seconds(1))
    let rate = Int(Double(statistics.queries + statistics.partitions) / elapsed)
    return "\(Int(elapsed)) s: \(statistics.cases) cases, \(statistics.queries) queries, "
      + "\(statistics.partitions) partitions, \(statistics.writes) writes, "
      + "\(statistics.engineRuns) engine runs, \(statistics.rows) rows; "
      + "\(rate) queries a second"
  }
}
