// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
package import KindredSchema

/// The naive reference: slow, simple, and the last word on what a plan means.
package final class ReferenceEngine: Engine {
  package private(set) var store: ReferenceStore
  /// Applied to each plan before it is run: a set of rewrite rules, or a planted bug.
  private let rewrite: (LogicalPlan) -> LogicalPlan

  package init(_ schema: Schema, rewrite: @escaping (LogicalPlan) -> LogicalPlan = { $0 }) {
    store = ReferenceStore(schema)
    self.rewrite = rewrite
  }

  package init(_ store: ReferenceStore) {
    self.store = store
    rewrite = { $0 }
  }

  package var ruleNames: [String] { [] }

  package func insert(_ rows: [[Value]], into table: TableID) throws(KindredError) {
    try check(store.insert(rows, into: table))
  }

  package func delete(key: [Value], from table: TableID) throws(KindredError) {
    try check(store.delete(key: key, from: table, isStrict: true))
  }

  package func update(
    _ changes: [ColumnChange], key: [Value], in table: TableID
  ) throws(KindredError) {
    try check(store.update(changes, key: key, in: table))
  }

  package func rows(
    of plan: LogicalPlan, without rules: Set<String>
  ) throws(KindredError) -> Answer {
    try answer(rewrite(plan), mode: .lazy)
  }

  /// The plan as it stands.
  package func answer(_ plan: LogicalPlan, mode: ReferenceMode) throws(KindredError) -> Answer {
    let output = plan.output
    let evaluator = ReferenceEvaluator(store: store, mode: mode)
    return Answer(rows: try evaluator.rows(plan, ReferenceRow()).map { $0.values(output) })
  }

  private func check(_ faults: Set<KindredError.Kind>) throws(KindredError) {
    let first = KindredError.Kind.allCases.first(where: faults.contains)
    if let first { throw KindredError(first, "the reference refuses the write") }
  }
}
