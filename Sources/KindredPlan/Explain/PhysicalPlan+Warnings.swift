// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension PhysicalPlan {
  /// The indexes that would make a scan of the plan at least twice as cheap.
  package func warnings(_ schema: Schema, _ statistics: any StatisticsSource) -> [PlanWarning] {
    var estimator = Estimator(schema: schema, statistics: statistics)
    var warnings: [PlanWarning] = []
    collectMissingIndexes(&estimator, into: &warnings)
    return warnings
  }

  private func collectMissingIndexes(
    _ estimator: inout Estimator,
    into warnings: inout [PlanWarning]
  ) {
    if case .filter(let condition, let input) = operation,
      case .scan(let source, let table) = input.operation,
      let warning = missingIndex(condition, source, table, input.estimatedCost, &estimator),
      !warnings.contains(warning)
    {
      warnings.append(warning)
    }
    for input in inputs { input.collectMissingIndexes(&estimator, into: &warnings) }
  }

  private func missingIndex(
    _ condition: Expression,
    _ source: SourceID,
    _ table: TableID,
    _ scanCost: Double,
    _ estimator: inout Estimator
  ) -> PlanWarning? {
    estimator.register(source, reads: table)
    let cost = estimatedCost
    var best: (column: Int, cost: Double)?
    for conjunct in condition.conjuncts {
      guard let column = conjunct.indexableColumn(of: source) else { continue }
      let found = estimator.rowCount(table) * estimator.selectivity(conjunct)
      let indexed = Cost.range + found * (Cost.rangeRow + Cost.gather)
      if indexed < best?.cost ?? .infinity { best = (column, indexed) }
    }
    guard let best, best.cost * 2 < cost else { return nil }
    let description = estimator.schema[table]
    let name = description.columns[best.column].name
    return PlanWarning(
      .missingIndex,
      "all \(Int(scanCost)) rows of \(description.name) are read for about \(Int(estimatedRows)): an index "
        + "on \(name) would make that about \(Int(cost / best.cost)) times as cheap"
    )
  }
}

extension Expression {
  /// The column of the source that the condition equates with, or bounds by, something known before the
  /// first row.
  fileprivate func indexableColumn(of source: SourceID) -> Int? {
    switch self {
    case .comparison(let op, let left, let right) where op != .notEqual && op != .notIdentical:
      for (side, value) in [(left, right), (right, left)] {
        if case .column(let column) = side, column.source == source, value.isConstant {
          return column.index
        }
      }
      return nil
    case .inList(.column(let column), _), .textMatch(.hasPrefix, .column(let column), _):
      return column.source == source ? column.index : nil
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not,
      .isNull, .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce,
      .conditional, .exists, .scalar, .inSubquery:
      return nil
    }
  }
}
