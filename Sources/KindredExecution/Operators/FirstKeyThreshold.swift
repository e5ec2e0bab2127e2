// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// What the first sort key of a row must be for the row to be among the best so far.
struct FirstKeyThreshold {
  private let first: BoundSortKey?
  /// With a single key a later row that ties with the worst loses to it.
  private let isStrict: Bool
  /// For numbers of a column without NULLs: the best of them.
  private var best: TopThreshold?
  private(set) var condition: BoundExpression?

  init(_ keys: [BoundSortKey], wanted: Int) {
    first = keys.first
    isStrict = keys.count == 1
    guard let first = keys.first, case .stored(let stored) = first.expression,
      stored.column.storageClass != .text, !first.expression.mayBeNull,
      wanted <= 16 * batchCapacity
    else { return }
    best = TopThreshold(capacity: wanted, isDescending: first.isDescending)
  }

  /// Takes in rows that met the condition.
  mutating func add(_ rows: Batch) throws(KindredError) {
    guard best != nil, let first, case .stored(let stored) = first.expression else { return }
    let values = try first.expression.values(rows)
    _ = best?.add(values)
    guard let test = best?.test(isReal: values.storageClass == .real, isStrict: isStrict) else {
      return
    }
    condition = .test(stored, test, otherwise: Truth.no)
  }

  /// The condition that the best of all rows meet: ties with the worst are let in.
  var finalCondition: BoundExpression? {
    guard let best, let first, case .stored(let stored) = first.expression,
      let test = best.test(isReal: stored.column.storageClass == .real, isStrict: false)
    else { return nil }
    return .test(stored, test, otherwise: Truth.no)
  }

  /// All rows but the best have been dropped; this is the worst of them.
  mutating func setWorst(_ row: Batch) throws(KindredError) {
    guard best == nil else { return }
    guard let first else {
      condition = .constant(.integer(0), .integer)
      return
    }
    let value = try first.expression.values(row).value(at: 0)
    condition = first.condition(notAfter: value, isStrict: isStrict)
  }
}

extension BoundSortKey {
  /// True for values that sort before the given one, or with it unless strict.
  fileprivate func condition(notAfter value: Value, isStrict: Bool) -> BoundExpression {
    if value.isNull {
      // Among NULLs only the other keys decide; what is not NULL comes before them or after.
      if nullsFirst { return isStrict ? .constant(.integer(0), .integer) : .isNull(expression) }
      return isStrict ? .not(.isNull(expression)) : .constant(.integer(1), .integer)
    }
    let relation: Relation =
      isDescending ? (isStrict ? .greater : .greaterOrEqual) : (isStrict ? .less : .lessOrEqual)
    let comparison = Binder.comparison(relation, expression, value)
    guard nullsFirst, expression.mayBeNull else { return comparison }
    return .or([
      .init(expression: comparison, canFail: false),
      .init(expression: .isNull(expression), canFail: false),
    ])
  }
}

extension BoundExpression {
  /// False only for a stored column without NULLs.
  var mayBeNull: Bool {
    guard case .stored(let stored) = self else { return true }
    return stored.isPadded || !stored.column.hasNoNulls
  }
}
