// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema
import KindredStorage

/// Plans that only look rows up by one known key, and what updates set such rows to: run without operators,
/// which would take longer to make than to run.
extension Executor {
  /// What the plan yields; nil if there is more to it than a look-up.
  func lookedUp(_ plan: PhysicalPlan, _ output: [OutputColumn]) -> ResultSet? {
    guard case .project(let source, let expressions, let input) = plan.operation else {
      guard let rows = rowsLookedUp(plan.operation) else { return nil }
      return result(output, rows, expressions: [], of: nil)
    }
    for expression in expressions {
      if case .row = expression { continue }
      guard constant(expression) != nil else { return nil }
    }
    guard let rows = rowsLookedUp(input.operation) else { return nil }
    return result(output, rows, expressions: expressions, of: source)
  }

  private func rowsLookedUp(_ operation: PhysicalOperation) -> (rows: [RowID], table: TableID)? {
    switch operation {
    case .keyLookup(_, let key, let keys) where keys.count == 1:
      guard let values = values(keys[0]) else { return nil }
      let row = RowList.row(key, values, snapshot)
      return (row < 0 ? [] : [row], key.table)
    case .childLookup(_, let key, let keys) where keys.count == 1:
      guard let values = values(keys[0]) else { return nil }
      return (RowList.rows(key, [values], snapshot), key.table)
    case .scan, .keyLookup, .childLookup, .indexScan, .empty, .filter, .project, .apply, .join,
      .numbered, .nestedLoopJoin, .parentLookup, .childExpansion, .aggregate, .distinct, .sort,
      .topN, .limit,
      .firstPerKey, .setOperation:
      return nil
    }
  }

  private func result(
    _ output: [OutputColumn],
    _ found: (rows: [RowID], table: TableID),
    expressions: [Expression],
    of source: SourceID?
  ) -> ResultSet? {
    var columns: [ResultColumn] = []
    columns.reserveCapacity(output.count)
    for column in output {
      switch column {
      case .row(_, found.table): columns.append(.rows(found.table, found.rows))
      case .column(let reference) where reference.source == source:
        guard let value = constant(expressions[reference.index]) else { return nil }
        columns.append(
          .vector(
            Vector(
              Array(repeating: value, count: found.rows.count),
              as: reference.type.storageClass
            )
          )
        )
      case .row, .column: return nil
      }
    }
    return ResultSet(rowCount: found.rows.count, columns: columns)
  }

  private func values(_ key: [Expression]) -> [Value]? {
    var values: [Value] = []
    for expression in key {
      guard let value = constant(expression) else { return nil }
      values.append(value)
    }
    return values
  }

  private func constant(_ expression: Expression) -> Value? {
    if case .parameter(let number, _) = expression, number < parameters.count {
      return parameters[number]
    }
    if case .literal(let value, _) = expression { return value }
    return nil
  }
}
