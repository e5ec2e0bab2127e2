// SPDX-License-Identifier: Apache-2.0

import KindredFuzzing
import KindredPlan
import KindredSQLite
import KindredSchema
import Testing

@Suite struct `A planted bug` {
  @Test(arguments: PlantedBug.allCases)
  func `is found and shrinks to next to nothing`(bug: PlantedBug) throws {
    let library = try SQLiteLibrary.load()
    var fuzzer = Fuzzer(library) { schema in
      ReferenceEngine(schema, rewrite: bug.planted)
    }
    var found: Finding?
    for seed in 1...2_000 where found == nil { found = fuzzer.check(seed: UInt64(seed)) }
    let finding = try #require(found, "not found in 2,000 cases")
    let report = Comment(rawValue: finding.report)
    let step = try #require(finding.failure.step)
    // Each side of a set operation may need a condition of its own.
    let operations = setOperationCount(finding.fuzzCase.steps[step])
    #expect(operations <= 1, report)
    #expect(finding.fuzzCase.schema.tables.count <= 2, report)
    #expect(finding.fuzzCase.rows.map(\.count).reduce(0, +) <= 3, report)
    #expect(finding.fuzzCase.steps.count == 1, report)
    #expect(predicateCount(finding.fuzzCase.steps[step]) <= 1 + operations, report)
    #expect(fuzzer.check(replaying: finding.choices) != nil, "the choices do not fail again")
  }

  private func isKey(_ condition: Expression) -> Bool {
    if case .comparison(.equal, .column, .column) = condition { true } else { false }
  }

  private func predicateCount(_ step: FuzzCase.Step) -> Int {
    switch step {
    case .query(let query): count(query.plan)
    case .partition(let partition): count(.filter(partition.predicate, partition.plan))
    case .write, .transaction: 0
    }
  }

  private func setOperationCount(_ step: FuzzCase.Step) -> Int {
    func count(_ plan: LogicalPlan) -> Int {
      let own = if case .setOperation = plan { 1 } else { 0 }
      return plan.inputs.reduce(own) { $0 + count($1) }
    }
    return switch step {
    case .query(let query): count(query.plan)
    case .partition(let partition): count(partition.plan)
    case .write, .transaction: 0
    }
  }

  /// The conditions of filters and joins, those that are certainly true and the keys of joins apart.
  private func count(_ plan: LogicalPlan) -> Int {
    var result = 0
    switch plan {
    case .filter(let condition, _):
      result = condition.conjuncts.count { $0 != .true }
    case .join(_, _, _, on: let condition):
      result = condition.conjuncts.count { $0 != .true && !isKey($0) }
    case .scan, .project, .aggregate, .distinct, .sort, .limit, .firstPerKey, .setOperation: break
    }
    for input in plan.inputs { result += count(input) }
    for expression in plan.expressions { result += expression.subplan.map(count) ?? 0 }
    return result
  }
}
