// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredPlan
package import KindredSchema
package import KindredStorage

/// Evaluates check constraints for the storage floor, a batch of rows at a time.
package struct CheckEvaluator: RowChecker {
  private let schema: Schema
  /// By table, in the order of their declaration.
  private let checks: [[CheckConstraint]]

  package init(_ schema: Schema, _ checks: [[CheckConstraint]]) {
    self.schema = schema
    self.checks = checks
  }

  package func hasChecks(of table: TableID, reading columns: [Int]?) -> Bool {
    checks[table.index].contains { $0.reads(columns) }
  }

  package func failure(
    of rows: [RowID],
    in table: TableID,
    reading columns: [Int]?,
    _ tables: [Table]
  ) throws(KindredError) -> CheckFailure? {
    let builder = OperatorBuilder(Snapshot(schema: schema, tables: tables), [])
    let binder = builder.binder(Layout(CheckConstraint.row, table))
    let batch = Batch(count: rows.count, rows: [.ids(rows)])
    var first: CheckFailure?
    for check in checks[table.index] where check.reads(columns) {
      let truths = try DeepStack.run(if: check.isDeep) { () throws(KindredError) in
        try binder.bind(check.condition).truths(batch)
      }
      guard let position = truths.firstIndex(of: Truth.no), position < first?.position ?? .max
      else { continue }
      first = CheckFailure(position: position, check: check.name, columns: check.columns)
    }
    return first
  }
}

extension CheckConstraint {
  /// Whether a change of the columns can make it false; nil stands for all columns.
  fileprivate func reads(_ changed: [Int]?) -> Bool {
    guard let changed else { return true }
    return columns.contains(where: changed.contains)
  }
}
