// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension Expr {
  /// Whether the expression is one of the values: false for no values, else unknown for NULL.
  public func `in`(_ values: some Sequence<V.Base>) -> Condition {
    isOne(of: values.map(\.columnCell))
  }

  /// Whether the expression is one of the values, of which a nil means IS NULL, as in `==`.
  ///
  /// False for no values. Unknown for NULL, unless nil is among the values.
  @_disfavoredOverload
  public func `in`(_ values: some Sequence<V>) -> Condition { isOne(of: values.map(\.columnCell)) }

  /// Whether the expression is one of what the query selects, with SQL's meaning of NULL on both sides.
  ///
  /// So `!x.in(query)` keeps nothing when the query has a NULL; ``Query/isEmpty`` of a query with a
  /// condition is the form without this surprise.
  public func `in`<W: ColumnValue>(_ query: Selection<W>) -> Condition where W.Base == V.Base {
    Condition(.inQuery(term, query.core), depth: max(depth, query.core.depth) + 1)
  }

  private func isOne(of cells: [Cell]) -> Condition {
    let values = cells.map(\.value).filter { !$0.isNull }
    if let fault = values.lazy.compactMap({ Term.fault(of: $0, V.columnForm.type) }).first {
      return Condition(fault, depth: depth)
    }
    let list = Term.inList(term, values)
    guard values.count < cells.count else { return Condition(list, depth: depth + 1) }
    return Condition(.or([list, .isNull(term)]), depth: depth + 2)
  }
}

extension Expr where V.Base: Comparable {
  /// Whether the expression lies in the range, both ends included.
  public func `in`(_ range: ClosedRange<V.Base>) -> Condition {
    self >= range.lowerBound && self <= range.upperBound
  }

  /// Whether the expression lies in the range, the upper end not included.
  public func `in`(_ range: Range<V.Base>) -> Condition {
    self >= range.lowerBound && self < range.upperBound
  }

  /// Whether the expression is at least the bound: `$0.year.in(2000...)`.
  public func `in`(_ range: PartialRangeFrom<V.Base>) -> Condition { self >= range.lowerBound }

  /// Whether the expression is at most the bound: `$0.year.in(...2000)`.
  public func `in`(_ range: PartialRangeThrough<V.Base>) -> Condition { self <= range.upperBound }

  /// Whether the expression is below the bound: `$0.year.in(..<2000)`.
  public func `in`(_ range: PartialRangeUpTo<V.Base>) -> Condition { self < range.upperBound }

  /// Whether the expression lies between two others, both included: two comparisons, as in SQL.
  public func between<L: ColumnValue, U: ColumnValue>(
    _ lower: Expr<L>,
    and upper: Expr<U>
  ) -> Condition where L.Base == V.Base, U.Base == V.Base {
    self >= lower && self <= upper
  }

  /// Whether the expression lies between two values, both included: false, and no error, where the first is
  /// the greater.
  public func between(_ lower: V.Base, and upper: V.Base) -> Condition {
    self >= lower && self <= upper
  }
}
