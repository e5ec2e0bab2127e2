// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// What an ordered index does for some conditions.
struct IndexMatch {
  var scan: IndexScan
  /// The positions of the conditions that it sees to.
  var used: [Int]
  /// How many of the first parts have one value each.
  var fixedParts: Int { scan.prefix.count }
}

extension Lowering {
  /// The range of the index that the conditions leave: equalities for its first parts, then a list, a text
  /// prefix or bounds for the next.
  ///
  /// - Returns: nil if the index may lack a row that meets the conditions.
  func match(
    _ index: OrderedIndexID,
    _ source: SourceID,
    _ conditions: [Expression]
  ) -> IndexMatch? {
    guard let known = conditionsKnown(to: index, source, conditions) else { return nil }
    var match = IndexMatch(scan: IndexScan(source: source, index: index), used: known)
    let columns = schema[index.table].columns
    for part in schema[index].parts {
      let column = part.column
      let type = columns[column].type
      if let position = conditions.firstIndex(where: { $0.equal(column, of: source, type) != nil }),
        let value = conditions[position].equal(column, of: source, type)
      {
        match.scan.prefix.append(.value(value))
        match.used.append(position)
        continue
      }
      if let position = conditions.firstIndex(where: { $0.isNullTest(of: column, of: source) }) {
        match.scan.prefix.append(.null)
        match.used.append(position)
        continue
      }
      let (limits, used) = limits(column, of: source, type, conditions)
      match.scan.limits = limits
      match.used += used
      break
    }
    return match
  }

  private func limits(
    _ column: Int,
    of source: SourceID,
    _ type: ColumnType,
    _ conditions: [Expression]
  ) -> (IndexScan.Limits, used: [Int]) {
    var lower: IndexScan.Bound?
    var upper: IndexScan.Bound?
    var used: [Int] = []
    for (position, condition) in conditions.enumerated() {
      if let values = condition.listed(column, of: source, type) {
        return (.oneOf(values), [position])
      }
      if let prefix = condition.textPrefix(of: column, of: source) {
        return (.textPrefix(prefix), [position])
      }
      guard let (isLower, bound) = condition.bound(column, of: source, type) else { continue }
      // A second bound on one side stays a condition.
      if isLower, lower == nil {
        lower = bound
      } else if !isLower, upper == nil {
        upper = bound
      } else {
        continue
      }
      used.append(position)
    }
    return used.isEmpty ? (.none, []) : (.between(lower, upper), used)
  }
}

extension Expression {
  fileprivate func isNullTest(of column: Int, of source: SourceID) -> Bool {
    guard case .isNull(let operand) = self else { return false }
    return operand.isColumn(column, of: source)
  }

  fileprivate func textPrefix(of column: Int, of source: SourceID) -> Expression? {
    guard case .textMatch(.hasPrefix, let text, let pattern) = self,
      text.isColumn(column, of: source), pattern.isKey(of: .text)
    else { return nil }
    return pattern
  }

  fileprivate func bound(
    _ column: Int,
    of source: SourceID,
    _ type: ColumnType
  ) -> (isLower: Bool, IndexScan.Bound)? {
    guard case .comparison(let op, let left, let right) = self else { return nil }
    let isColumnLeft = left.isColumn(column, of: source)
    let value = isColumnLeft ? right : left
    guard isColumnLeft || right.isColumn(column, of: source), value.isKey(of: type) else {
      return nil
    }
    switch isColumnLeft ? op : op.flipped {
    case .less: return (false, IndexScan.Bound(value: value, isInclusive: false))
    case .lessOrEqual: return (false, IndexScan.Bound(value: value, isInclusive: true))
    case .greater: return (true, IndexScan.Bound(value: value, isInclusive: false))
    case .greaterOrEqual: return (true, IndexScan.Bound(value: value, isInclusive: true))
    case .equal, .notEqual, .identical, .notIdentical: return nil
    }
  }
}
