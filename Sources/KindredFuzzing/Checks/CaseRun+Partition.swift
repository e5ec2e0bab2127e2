// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Two oracles that need no second engine (Rigger and Su 2020): ternary logic partitioning, and
/// counting the rows of a filter without its being one.
extension CaseRun {
  mutating func partitionFailure(_ partition: FuzzCase.Partition) -> Failure? {
    statistics.partitions += 1
    let (plan, predicate) = (partition.plan, partition.predicate)
    let parts = [predicate, .not(predicate), .isNull(predicate)].map {
      LogicalPlan.filter($0, plan)
    }
    let selected = LogicalPlan.project(
      SourceID(1_000_000),
      [.truth(.isTrue, predicate)],
      plan
    )
    var answers: [[[Value]]] = []
    for plan in [plan] + parts + [selected] {
      statistics.engineRuns += 1
      switch outcome(of: plan, engine, without: avoided) {
      case .success(let answer): answers.append(answer.rows)
      case .failure(let error): return refusal(plan, error)
      }
    }
    return unequal(answers)
  }

  /// A query may fail only as the reference does, and then nothing can be said of its parts.
  private func refusal(_ plan: LogicalPlan, _ error: KindredError) -> Failure? {
    let query = FuzzCase.Query(plan: plan)
    guard excuse(query, .failure(error)) == nil else { return nil }
    return Failure(.error, "fails with \(error.kind): \(error)")
  }

  private func unequal(_ answers: [[[Value]]]) -> Failure? {
    let union = answers[1] + answers[2] + answers[3]
    if let difference = AnswerComparison.difference(union, answers[0], .none) {
      return Failure(.partition, "true, false and unknown together: \(difference)")
    }
    let trueCount = answers[4].count { $0 == [.integer(1)] }
    guard trueCount != answers[1].count else { return nil }
    return Failure(
      .partition,
      "the predicate is true for \(trueCount) rows, but the filter keeps \(answers[1].count)"
    )
  }
}
