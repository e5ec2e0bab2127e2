// SPDX-License-Identifier: Apache-2.0

import KindredFuzzing
import KindredSQLite
import KindredSchema
import Testing

/// Random cases against SQLite: first those that once failed, then fresh ones.
///
/// `KINDRED_FUZZ_SECONDS` enlarges the budget, `KINDRED_FUZZ_SEED` repeats a run.
@Suite(.serialized) struct `Against SQLite` {
  @Test func `the naive evaluator agrees`() throws {
    try agree(share: 0.2) { ReferenceEngine($0) }
  }

  @Test func `rewritten plans agree`() throws {
    try agree(share: 0.3) { RulesEngine($0) }
  }

  @Test func `the engine agrees`() throws {
    try agree(share: 0.5) { KindredEngine($0) }
  }

  private func agree<Subject: Engine>(
    share: Double,
    _ makeEngine: @escaping EngineMaker<Subject>
  ) throws {
    // A missing library fails here, with the name of the package to install.
    let library = try SQLiteLibrary.load()
    var fuzzer = Fuzzer(library, makeEngine)
    for list in try Regressions.lists() { record(fuzzer.check(replaying: list)) }
    print("SQLite \(library.version), seed \(Budget.seed), \(Subject.self)")
    record(fuzzer.firstFinding(seed: Budget.seed, for: Budget.duration(share: share)))
  }

  private func record(_ finding: Finding?) {
    if let finding { Issue.record(Comment(rawValue: finding.report)) }
  }
}
