// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension Lowering {
  /// Whether the conditions leave only rows that a partial index has, so that it can stand for the table.
  ///
  ///     index (due) where done = 0, for: done = 0 and due < 5
  ///
  /// - Returns: The positions of the conditions that the tests of the index say already; nil if some row that
  ///   meets the conditions may be missing from the index.
  func conditionsKnown(
    to index: OrderedIndexID,
    _ source: SourceID,
    _ conditions: [Expression]
  ) -> [Int]? {
    let wanted = schema[index].tests
    if wanted.isEmpty { return [] }
    let given = conditions.map { $0.indexTests(of: source) }
    let isImplied = wanted.allSatisfy { test in
      given.contains { alternatives in
        !alternatives.isEmpty && alternatives.allSatisfy(test.isImplied)
      }
    }
    guard isImplied else { return nil }
    return given.indices.filter { position in
      given[position].count == 1 && wanted.contains { given[position][0].isImplied(by: $0) }
    }
  }
}

extension Expression {
  /// The condition as tests of a single column against constants, of which a row must pass one; none if it is
  /// something else.
  fileprivate func indexTests(of source: SourceID) -> [IndexTest] {
    if case .inList(.column(let column), let values) = self, column.source == source {
      return values.filter { !$0.isNull }.map { IndexTest(column.index, .equal($0)) }
    }
    return indexTest(of: source).map { [$0] } ?? []
  }

  /// The condition as a test of one column against a constant; nil if it is something else.
  ///
  /// It is true for the rows that pass the test. For the others it is false or unknown.
  package func indexTest(of source: SourceID) -> IndexTest? {
    switch self {
    case .isNull(.column(let column)):
      return column.source == source ? IndexTest(column.index, .isNull) : nil
    case .column(let column):
      guard column.source == source, column.type == .boolean else { return nil }
      return IndexTest(column.index, .equal(.boolean(true)))
    case .not(.column(let column)):
      guard column.source == source, column.type == .boolean else { return nil }
      return IndexTest(column.index, .equal(.boolean(false)))
    case .not(.isNull(.column(let column))):
      return column.source == source ? IndexTest(column.index, .isNotNull) : nil
    case .comparison(let comparison, .column(let column), .literal(let value, _)):
      guard column.source == source, value.storageClass == column.type.storageClass else {
        return nil
      }
      return comparison.test(value).map { IndexTest(column.index, $0) }
    case .comparison(let comparison, .literal(let value, _), .column(let column)):
      guard column.source == source, value.storageClass == column.type.storageClass else {
        return nil
      }
      return comparison.flipped.test(value).map { IndexTest(column.index, $0) }
    case .literal, .parameter, .row, .rowID, .parentRowID, .comparison, .and, .or, .not, .isNull,
      .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce, .conditional,
      .exists, .scalar, .inSubquery:
      return nil
    }
  }
}

extension ComparisonOperator {
  fileprivate func test(_ value: Value) -> IndexTest.Test? {
    switch self {
    case .equal, .identical: .equal(value)
    case .notEqual: .notEqual(value)
    case .less: .less(value)
    case .lessOrEqual: .lessOrEqual(value)
    case .greater: .greater(value)
    case .greaterOrEqual: .greaterOrEqual(value)
    case .notIdentical: nil
    }
  }
}
