// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// A group of rows, in closures of ``Grouped`` and of ``Query/aggregate(_:file:line:_:)``: what can be computed over it.
///
/// Aggregates skip NULLs. Over no rows a count is 0 and everything else NULL.
public struct Group<T: Entity> {
  private let scope: Scope
  private let slot: Int
  private let keyCount: Int

  init(_ scope: Scope, _ core: QueryCore) {
    self.scope = scope
    slot = core.grouping?.slot ?? 0
    keyCount = core.grouping?.keys.count ?? 0
  }

  /// The number of rows.
  public var count: Expr<Int> { output(AggregateTerm(function: .count)) }

  /// The number of rows for which the condition is true.
  public func count<B: ColumnValue>(_ condition: (Ref<T>) -> Expr<B>) -> Expr<Int>
  where B.Base == Bool {
    let filter = condition(Ref(scope, 0))
    return output(AggregateTerm(function: .count, filter: filter.term), depth: filter.depth)
  }

  /// The number of distinct values.
  public func countDistinct<V: ColumnValue>(_ value: (Ref<T>) -> Expr<V>) -> Expr<Int> {
    aggregate(.countDistinct, value)
  }

  /// The sum of the values.
  public func sum<V: ColumnValue>(_ value: (Ref<T>) -> Expr<V>) -> Expr<V.Base?>
  where V.Base: NumericColumn {
    aggregate(.sum, value)
  }

  /// The average of the values.
  public func avg<V: ColumnValue>(_ value: (Ref<T>) -> Expr<V>) -> Expr<Double?>
  where V.Base: NumericColumn {
    aggregate(.average, value)
  }

  /// The smallest value.
  public func min<V: ColumnValue>(_ value: (Ref<T>) -> Expr<V>) -> Expr<V.Base?>
  where V.Base: Comparable {
    aggregate(.minimum, value)
  }

  /// The largest value.
  public func max<V: ColumnValue>(_ value: (Ref<T>) -> Expr<V>) -> Expr<V.Base?>
  where V.Base: Comparable {
    aggregate(.maximum, value)
  }

  private func aggregate<V: ColumnValue, R: ColumnValue>(
    _ function: AggregateFunction,
    _ value: (Ref<T>) -> Expr<V>
  ) -> Expr<R> {
    let argument = value(Ref(scope, 0))
    return output(
      AggregateTerm(function: function, argument: argument.term),
      depth: argument.depth
    )
  }

  private func output<R: ColumnValue>(_ aggregate: AggregateTerm, depth: Int = 0) -> Expr<R> {
    scope.depth = Swift.max(scope.depth, depth)
    return scope.column(slot, keyCount + scope.output(of: aggregate))
  }
}
