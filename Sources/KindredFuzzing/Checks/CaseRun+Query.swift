// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension CaseRun {
  typealias Outcome = Result<Answer, KindredError>

  /// The query under several sets of rules, each against SQLite's answer.
  mutating func queryFailure(_ query: FuzzCase.Query) -> Failure? {
    statistics.queries += 1
    let expected = outcome(of: query.plan, sqlite)
    if case .failure(let error) = expected, error.kind == .query {
      return Failure(.sql, error.message)
    }
    let unlimited = query.unlimited.map { outcome(of: $0, sqlite) }
    var first: [[Value]]?
    for rules in rules.disabled(of: engine.ruleNames) {
      let rules = rules.union(avoided)
      let actual = outcome(of: query.plan, engine, without: rules)
      statistics.engineRuns += 1
      if case .success(let answer) = actual {
        note(answer)
        if let first, first != answer.rows { statistics.otherOrders += 1 }
        first = first ?? answer.rows
      }
      guard var failure = failure(query, actual, expected, unlimited) else { continue }
      failure.disabledRules = rules
      return failure
    }
    return nil
  }

  func outcome(
    of plan: LogicalPlan,
    _ engine: some Engine,
    without rules: Set<String> = []
  ) -> Outcome {
    Result { () throws(KindredError) in try engine.rows(of: plan, without: rules) }
  }

  private mutating func note(_ answer: Answer) {
    statistics.rows += answer.rows.count
    statistics.firedRules.merge(answer.firedRules, uniquingKeysWith: +)
  }

  // MARK: - Judging

  private mutating func failure(
    _ query: FuzzCase.Query,
    _ actual: Outcome,
    _ expected: Outcome,
    _ unlimited: Outcome?
  ) -> Failure? {
    guard let failure = mismatch(query, actual, expected, unlimited) else { return nil }
    guard let difference = excuse(query, actual) ?? limitExcuse(query, actual) else {
      return failure
    }
    statistics.differences[difference, default: 0] += 1
    return nil
  }

  private func mismatch(
    _ query: FuzzCase.Query,
    _ actual: Outcome,
    _ expected: Outcome,
    _ unlimited: Outcome?
  ) -> Failure? {
    switch (actual, expected) {
    case (.failure(let actual), .failure(let expected)):
      actual.kind == expected.kind
        ? nil : Failure(.otherError, "fails with \(actual) instead of \(expected)")
    case (.failure(let actual), .success): Failure(.error, "fails with \(actual.kind): \(actual)")
    case (.success, .failure(let expected)):
      Failure(.otherError, "answers where SQLite fails with \(expected)")
    case (.success(let actual), .success(let expected)):
      difference(query, actual.rows, expected.rows, unlimited).map { Failure(.rows, $0) }
    }
  }

  private func difference(
    _ query: FuzzCase.Query,
    _ actual: [[Value]],
    _ expected: [[Value]],
    _ unlimited: Outcome?
  ) -> String? {
    if query.order != .total, case .success(let unlimited)? = unlimited {
      return AnswerComparison.difference(
        actual,
        limitedTo: expected,
        of: unlimited.rows,
        query.order
      )
    }
    return AnswerComparison.difference(actual, expected, query.order)
  }

  /// The deliberate difference that explains the engine's outcome, if the reference shares it.
  func excuse(_ query: FuzzCase.Query, _ actual: Outcome) -> DeliberateDifference? {
    let candidates = DeliberateDifference.allCases.filter {
      $0.canApply(to: query.plan, in: reference.schema)
    }
    guard let first = candidates.first else { return nil }
    let naive = ReferenceEngine(reference)
    switch actual {
    case .success(let actual):
      let isRight = [true, false].contains { isNull in
        let mode = ReferenceMode.lenient(isNull: isNull)
        guard case .success(let expected) = answer(query.plan, naive, mode) else {
          return false
        }
        let unlimited = query.unlimited.map { answer($0, naive, mode) }
        return difference(query, actual.rows, expected.rows, unlimited) == nil
      }
      return isRight ? first : nil
    case .failure(let actual):
      for mode in [ReferenceMode.lazy, .eager] {
        if case .failure(let expected) = answer(query.plan, naive, mode),
          expected.kind == actual.kind
        {
          return first
        }
      }
      return nil
    }
  }

  /// Applies the limit to SQLite's answer without it.
  private func limitExcuse(_ query: FuzzCase.Query, _ actual: Outcome) -> DeliberateDifference? {
    guard case .limit(let count, let offset, let input) = query.plan,
      case .success(let actual) = actual,
      case .success(let all) = outcome(of: input, sqlite)
    else { return nil }
    let rest = all.rows.dropFirst(offset)
    let expected = Array(count.map { rest.prefix($0) } ?? rest)
    return difference(query, actual.rows, expected, .success(all)) == nil
      ? .limitOverOmittedJoin : nil
  }

  private func answer(
    _ plan: LogicalPlan,
    _ reference: ReferenceEngine,
    _ mode: ReferenceMode
  ) -> Outcome {
    Result { () throws(KindredError) in try reference.answer(plan, mode: mode) }
  }
}
