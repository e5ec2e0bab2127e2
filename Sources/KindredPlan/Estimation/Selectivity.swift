// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// The expected fraction of rows for which a condition is true, 0…1.
///
/// Exact where an index or the number of distinct values tells, else as a sample of the column has it;
/// without one, and for what is not a column, the usual guesses.
extension Estimator {
  mutating func selectivity(_ condition: Expression) -> Double {
    switch condition {
    case .literal: return condition.isTrueLiteral ? 1 : 0
    case .and(let operands): return ofAll(operands)
    case .or(let operands): return 1 - operands.reduce(1) { $0 * (1 - selectivity($1)) }
    case .not(.isNull(let operand)): return 1 - nullFraction(operand)
    case .not(let operand): return 1 - selectivity(operand)
    case .comparison(let op, let left, let right): return selectivity(op, left, right)
    case .inList(let operand, let values):
      guard values.count <= 64 else { return min(1, Double(values.count) * ofEquality(operand)) }
      return min(1, values.reduce(0) { $0 + fraction(of: operand, equalTo: $1) })
    case .isNull(let operand): return nullFraction(operand)
    case .truth(.isUnknown, _): return 0.1
    case .truth(_, let operand): return selectivity(operand)
    case .textMatch(let match, let text, let pattern):
      return fraction(of: text, matching: match, pattern) ?? (match == .contains ? 0.2 : 0.1)
    case .parameter, .column, .row, .rowID, .parentRowID, .arithmetic, .negate, .function,
      .coalesce, .conditional, .exists, .scalar, .inSubquery:
      return 0.5
    }
  }

  /// As if the conditions had nothing to do with each other, but for two bounds of one column.
  private mutating func ofAll(_ conditions: [Expression]) -> Double {
    var result = 1.0
    var bounds: [(column: Expression, isUpper: Bool, fraction: Double)] = []
    for condition in conditions {
      let fraction = selectivity(condition)
      guard let (column, isUpper) = condition.literalBound else {
        result *= fraction
        continue
      }
      if let other = bounds.firstIndex(where: { $0.column == column && $0.isUpper != isUpper }) {
        let known = bounds.remove(at: other).fraction
        // What is below the one and above the other: both fractions overlap in it.
        let both = known + fraction - (1 - nullFraction(column))
        result *= max(both, known * fraction * 0.1)
      } else {
        bounds.append((column, isUpper, fraction))
      }
    }
    return bounds.reduce(result) { $0 * $1.fraction }
  }

  private mutating func selectivity(
    _ op: ComparisonOperator,
    _ left: Expression,
    _ right: Expression
  ) -> Double {
    switch op {
    case .equal, .identical:
      if case .literal(let value, _) = right { return fraction(of: left, equalTo: value) }
      if case .literal(let value, _) = left { return fraction(of: right, equalTo: value) }
      return min(ofEquality(left), ofEquality(right))
    case .notEqual, .notIdentical: return 1 - selectivity(.equal, left, right)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      if case .literal(let value, _) = right, let fraction = fraction(of: left, op, value) {
        return fraction
      }
      if case .literal(let value, _) = left, let fraction = fraction(of: right, op.flipped, value) {
        return fraction
      }
      return 0.3
    }
  }

  /// The fraction of rows for which the expression has the value.
  private mutating func fraction(of operand: Expression, equalTo value: Value) -> Double {
    if let distinct = distinctCount(operand) {
      guard !isExactlyEven(operand), let sample = sample(operand) else { return 1 / distinct }
      return sample.fraction(of: value)
    }
    return ofEquality(operand)
  }

  /// The fraction of rows for which the expression is in a range: exact by an index that begins with the
  /// column, else as sampled.
  private mutating func fraction(
    of operand: Expression,
    _ op: ComparisonOperator,
    _ value: Value
  ) -> Double? {
    guard case .column(let column) = operand, !value.isNull else { return nil }
    let isInclusive = op == .lessOrEqual || op == .greaterOrEqual
    let isUpper = op == .less || op == .lessOrEqual
    let bound = KeyRange.Bound(value, isInclusive: isInclusive)
    if let exact = fraction(of: column, in: isUpper ? .between(nil, bound) : .between(bound, nil)) {
      return exact
    }
    guard let sample = sample(operand) else { return nil }
    let below = sample.fraction(before: value, isInclusive: isUpper == isInclusive)
    return isUpper ? below : max(0, 1 - sample.nullFraction - below)
  }

  private mutating func fraction(
    of text: Expression,
    matching match: TextMatch,
    _ pattern: Expression
  ) -> Double? {
    guard case .literal(.text(let wanted), _) = pattern else { return nil }
    if case .column(let column) = text, match == .hasPrefix,
      let exact = fraction(of: column, in: .textPrefix(wanted))
    {
      return exact
    }
    guard let sample = sample(text) else { return nil }
    switch match {
    case .hasPrefix: return sample.fraction { $0.hasText { $0.utf8.starts(with: wanted.utf8) } }
    case .hasSuffix:
      return sample.fraction {
        $0.hasText { $0.utf8.reversed().starts(with: wanted.utf8.reversed()) }
      }
    case .contains, .like, .glob: return nil
    }
  }

  /// The fraction of rows that share one value of the expression.
  private mutating func ofEquality(_ operand: Expression) -> Double {
    if let distinct = distinctCount(operand) { return 1 / distinct }
    return operand.isConstant ? 1 : 0.1
  }

  /// How many distinct values a column has: exact where a key or a dictionary counts them, else as
  /// sampled.
  private mutating func distinctCount(_ operand: Expression) -> Double? {
    guard case .column(let column) = operand, let table = table(of: column.source) else {
      return nil
    }
    if isViewed(column) { return sample(operand)?.distinctCount }
    let description = schema[table]
    let statistics = statistics(of: table)
    if description.uniqueKeys.contains([column.index]) {
      return Double(max(1, statistics.rowCount))
    }
    for (index, key) in description.foreignKeys.enumerated() where key.columns == [column.index] {
      return Double(max(1, statistics.distinctParents(of: index)))
    }
    if statistics.distinctValues.indices.contains(column.index),
      let distinct = statistics.distinctValues[column.index]
    {
      return Double(max(1, distinct))
    }
    if column.type == .boolean { return 2 }
    return sample(operand)?.distinctCount
  }

  /// Whether each value of the column is known to come once.
  private func isExactlyEven(_ operand: Expression) -> Bool {
    guard case .column(let column) = operand, !isViewed(column),
      let table = table(of: column.source)
    else { return false }
    return schema[table].uniqueKeys.contains([column.index])
  }

  private mutating func nullFraction(_ operand: Expression) -> Double {
    guard case .column(let column) = operand, let table = table(of: column.source) else {
      return 0.1
    }
    guard schema[table].columns[column.index].isNullable else { return 0 }
    return sample(operand)?.nullFraction ?? 0.1
  }
}

extension Expression {
  /// The column that the condition bounds by a literal, and whether from above.
  fileprivate var literalBound: (column: Expression, isUpper: Bool)? {
    guard case .comparison(let op, let left, let right) = self else { return nil }
    switch (left, right) {
    case (.column, .literal):
      switch op {
      case .less, .lessOrEqual: return (left, true)
      case .greater, .greaterOrEqual: return (left, false)
      case .equal, .notEqual, .identical, .notIdentical: return nil
      }
    case (.literal, .column): return Expression.comparison(op.flipped, right, left).literalBound
    case (_, _): return nil
    }
  }
}

extension Value {
  fileprivate func hasText(where isTrue: (String) -> Bool) -> Bool {
    if case .text(let text) = self { isTrue(text) } else { false }
  }
}

extension TableStatistics {
  /// How many parents have a child by this foreign key; one for every child when not known.
  func distinctParents(of key: Int) -> Int {
    distinctParents.indices.contains(key) ? distinctParents[key] : rowCount
  }
}
