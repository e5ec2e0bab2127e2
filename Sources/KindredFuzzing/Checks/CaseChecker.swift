// SPDX-License-Identifier: Apache-2.0

import KindredSchema
package import KindredSQLite

/// Runs a case on an engine and on SQLite, and compares.
package struct CaseChecker<Subject: Engine> {
  private let library: SQLiteLibrary
  private let makeEngine: EngineMaker<Subject>
  /// Rules that are always off, such as one with a known fault.
  private let avoided: Set<String>
  package private(set) var statistics = CaseStatistics()

  package init(
    _ library: SQLiteLibrary,
    avoiding avoided: Set<String> = [],
    _ makeEngine: @escaping EngineMaker<Subject>
  ) {
    self.library = library
    self.avoided = avoided
    self.makeEngine = makeEngine
  }

  /// What is wrong; nil when the engine agrees with SQLite throughout.
  package mutating func failure(_ fuzzCase: FuzzCase, _ rules: RuleChoice) -> Failure? {
    do {
      var run = try CaseRun(fuzzCase, makeEngine, library, rules, statistics)
      run.avoided = avoided
      run.statistics.cases += 1
      defer { statistics = run.statistics }
      for (index, step) in fuzzCase.steps.enumerated() {
        if var failure = run.failure(step) {
          failure.step = index
          return failure
        }
        if run.hasDiverged { break }
      }
      return nil
    } catch {
      return Failure(.setUp, "\(error)")
    }
  }
}

extension CaseChecker {
  /// The rules without any one of which the case passes.
  mutating func suspects(_ fuzzCase: FuzzCase, _ failure: Failure) -> [String] {
    guard let engine = try? makeEngine(fuzzCase.definition) else { return [] }
    return engine.ruleNames.filter { rule in
      !failure.disabledRules.contains(rule)
        && self.failure(fuzzCase, .exactly(failure.disabledRules.union([rule]))) == nil
    }
  }
}

/// One case under way: the same database three times.
struct CaseRun<Subject: Engine> {
  let engine: Subject
  let sqlite: SQLiteEngine
  var reference: ReferenceStore
  var rules: RuleChoice
  var avoided: Set<String> = []
  var statistics: CaseStatistics
  /// Whether a deliberate difference left the databases unequal, which ends the case.
  var hasDiverged = false

  init(
    _ fuzzCase: FuzzCase,
    _ makeEngine: EngineMaker<Subject>,
    _ library: SQLiteLibrary,
    _ rules: RuleChoice,
    _ statistics: CaseStatistics
  ) throws {
    engine = try makeEngine(fuzzCase.definition)
    sqlite = try SQLiteEngine(fuzzCase.definition, library)
    self.rules = rules
    self.statistics = statistics
    reference = ReferenceStore(fuzzCase.definition, fuzzCase.rows)
    for (index, rows) in fuzzCase.rows.enumerated() {
      for start in stride(from: 0, to: rows.count, by: 500) {
        let part = Array(rows[start..<min(start + 500, rows.count)])
        try sqlite.insert(part, into: TableID(index))
        try engine.insert(part, into: TableID(index))
      }
    }
  }

  mutating func failure(_ step: FuzzCase.Step) -> Failure? {
    switch step {
    case .query(let query): queryFailure(query)
    case .partition(let partition): partitionFailure(partition)
    case .write(let write):
      writeFailure(write, engine.run([write])[0], sqlite.run([write])[0])
    case .transaction(let writes, let commits):
      transactionFailure(
        writes,
        engine.transact(writes, commits: commits),
        sqlite.transact(writes, commits: commits),
        commits: commits
      )
    }
  }
}
