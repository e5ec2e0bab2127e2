// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// The expected fraction of rows for which a condition is true, 0…1.
///
/// Exact where a key or the number of distinct values is known; otherwise the usual guesses.
extension Estimator {
  mutating func selectivity(_ condition: Expression) -> Double {
    switch condition {
    case .literal: condition.isTrueLiteral ? 1 : 0
    case .and(let operands): operands.reduce(1) { $0 * selectivity($1) }
    case .or(let operands): 1 - operands.reduce(1) { $0 * (1 - selectivity($1)) }
    case .not(let operand): 1 - selectivity(operand)
    case .comparison(let op, let left, let right): selectivity(op, left, right)
    case .inList(let operand, let values): min(1, Double(values.count) * ofEquality(operand))
    case .isNull(let operand): isNullable(operand) ? 0.1 : 0
    case .truth(.isUnknown, _): 0.1
    case .truth(_, let operand): selectivity(operand)
    case .textMatch(let match, _, _): match == .contains ? 0.2 : 0.1
    case .parameter, .column, .row, .rowID, .parentRowID, .arithmetic, .negate, .function,
      .coalesce, .conditional, .exists, .scalar, .inSubquery:
      0.5
    }
  }

  private mutating func selectivity(
    _ op: ComparisonOperator,
    _ left: Expression,
    _ right: Expression
  ) -> Double {
    switch op {
    case .equal, .identical: min(ofEquality(left), ofEquality(right))
    case .notEqual, .notIdentical: 1 - min(ofEquality(left), ofEquality(right))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: 0.3
    }
  }

  /// The fraction of rows that share one value of the expression.
  private mutating func ofEquality(_ operand: Expression) -> Double {
    guard case .column(let column) = operand, let table = table(of: column.source) else {
      return operand.isConstant ? 1 : 0.1
    }
    let description = schema[table]
    let statistics = statistics(of: table)
    let rowCount = Double(max(1, statistics.rowCount))
    if description.uniqueKeys.contains([column.index]) { return 1 / rowCount }
    for (index, key) in description.foreignKeys.enumerated() where key.columns == [column.index] {
      return 1 / Double(max(1, statistics.distinctParents(of: index)))
    }
    if statistics.distinctValues.indices.contains(column.index),
      let distinct = statistics.distinctValues[column.index]
    {
      return 1 / Double(max(1, distinct))
    }
    return column.type == .boolean ? 0.5 : 0.1
  }

  private func isNullable(_ operand: Expression) -> Bool {
    guard case .column(let column) = operand, let table = table(of: column.source) else {
      return true
    }
    return schema[table].columns[column.index].isNullable
  }
}

extension TableStatistics {
  /// How many parents have a child by this foreign key; one for every child when not known.
  func distinctParents(of key: Int) -> Int {
    distinctParents.indices.contains(key) ? distinctParents[key] : rowCount
  }
}
