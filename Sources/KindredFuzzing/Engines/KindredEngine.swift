// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredExecution
package import KindredPlan
package import KindredSchema
import KindredStorage

/// The engine under test: storage, rules, planner and operators, driven by dynamic schemas.
package final class KindredEngine: Engine {
  let store: DatabaseStore
  /// An earlier state, and what it must go on saying.
  var kept: (snapshot: Snapshot, rows: [[[Value]]])?

  /// Tables are compacted early, so that most cases see it.
  package init(_ definition: CheckedSchema) {
    let checker = CheckEvaluator(definition.schema, definition.checks)
    store = DatabaseStore(schema: definition.schema, checker: checker, slack: 2)
  }

  package var ruleNames: [String] {
    Optimizer.standardRules.map(\.name) + PlannerFeature.allCases.map(\.rawValue)
      + [EnlargedStatistics.name]
  }

  package func rows(
    of plan: LogicalPlan,
    without rules: Set<String>
  ) throws(KindredError) -> Answer {
    var fired: [String: Int] = [:]
    let snapshot = store.snapshot()
    let optimized = Optimizer(schema: store.schema, disabled: rules).optimize(plan) { step in
      fired[step.rule, default: 0] += 1
    }
    let statistics: any StatisticsSource =
      rules.contains(EnlargedStatistics.name)
      ? EnlargedStatistics(snapshot) : PlanningStatistics(snapshot, SampleCache())
    let (physical, features) = try Planner(
      schema: store.schema,
      statistics: statistics,
      disabled: rules
    ).planNoting(optimized)
    for feature in features { fired[feature.rawValue, default: 0] += 1 }
    if statistics is PlanningStatistics { fired[EnlargedStatistics.name, default: 0] += 1 }
    let result = try Executor(snapshot: snapshot).run(physical, output: optimized.output)
    return Answer(rows: Self.rows(of: result, snapshot), firedRules: fired)
  }

  /// Runs the plan: its operators, what was expected of each, and what each did.
  func analyze(_ plan: LogicalPlan) throws(KindredError) -> ExplainNode {
    let snapshot = store.snapshot()
    let optimized = Optimizer(schema: store.schema).optimize(plan)
    let physical = try Planner(
      schema: store.schema,
      statistics: PlanningStatistics(snapshot, SampleCache())
    ).plan(optimized)
    let run = try Executor(snapshot: snapshot).runMeasuring(physical, output: optimized.output)
    var node = physical.explained(store.schema)
    node.add(run.metrics, of: physical)
    return node
  }

  /// What is wrong with the tables and indexes, by brute force.
  package func faults() -> [String] {
    let snapshot = store.snapshot()
    var faults = snapshot.faults()
    if let kept, Self.contents(kept.snapshot) != kept.rows {
      faults.append("a snapshot changed after it was taken")
    }
    kept = (snapshot, Self.contents(snapshot))
    return faults
  }

  private static func contents(_ snapshot: Snapshot) -> [[[Value]]] {
    snapshot.tables.map { table in
      (0..<table.slotCount).filter { table.isLive(RowID($0)) }.map { row in
        table.columns.map { $0.value(row) }
      }
    }
  }

  /// Whole rows are expanded to the values of all their columns.
  private static func rows(of result: ResultSet, _ snapshot: Snapshot) -> [[Value]] {
    var rows = [[Value]](repeating: [], count: result.rowCount)
    for column in result.columns {
      switch column {
      case .vector(let vector):
        for index in rows.indices { rows[index].append(vector.value(at: index)) }
      case .rows(let table, let ids):
        for stored in snapshot[table].columns {
          for index in rows.indices {
            rows[index].append(ids[index] < 0 ? .null : stored.value(Int(ids[index])))
          }
        }
      }
    }
    return rows
  }
}
