// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// NULL with a NULL.
extension Expr where V.Base: NumericColumn {
  /// -1, 0 or 1, of the number's type.
  public var sign: Expr { Expr(.function(.sign, [term]), depth: depth + 1) }
}

extension Expr where V.Base == Double {
  /// The nearest whole number, halves away from zero, as a real.
  public var rounded: Expr { Expr(.function(.round, [term]), depth: depth + 1) }

  /// The greatest whole number that is not greater, as a real.
  public var roundedDown: Expr { Expr(.function(.floor, [term]), depth: depth + 1) }

  /// The least whole number that is not less, as a real.
  public var roundedUp: Expr { Expr(.function(.ceiling, [term]), depth: depth + 1) }
}

extension Expr where V.Base: Comparable {
  /// The smaller of the expression and a value.
  ///
  /// NULL when the expression is; the aggregate `min` skips NULL, this does not.
  public func smaller(_ other: V.Base) -> Expr { extreme(.minimum, Expr<V.Base>(other)) }

  /// The greater of the expression and a value; NULL when the expression is.
  public func greater(_ other: V.Base) -> Expr { extreme(.maximum, Expr<V.Base>(other)) }

  /// The smaller of two; NULL when one is.
  public func smaller(_ other: Expr) -> Expr { extreme(.minimum, other) }

  /// The greater of two; NULL when one is.
  public func greater(_ other: Expr) -> Expr { extreme(.maximum, other) }

  /// The smaller of an optional and one that is not; NULL when one is.
  @_disfavoredOverload
  public func smaller<W: ColumnValue>(_ other: Expr<W>) -> Expr<V.Base?> where W.Base == V.Base {
    extreme(.minimum, other)
  }

  /// The greater of an optional and one that is not; NULL when one is.
  @_disfavoredOverload
  public func greater<W: ColumnValue>(_ other: Expr<W>) -> Expr<V.Base?> where W.Base == V.Base {
    extreme(.maximum, other)
  }

  /// The extreme of several.
  init(among values: [Expr], _ function: ScalarFunction) {
    self.init(
      .function(function, values.map(\.term)),
      depth: values.reduce(0) { max($0, $1.depth) } + 1
    )
  }

  private func extreme<W: ColumnValue, R: ColumnValue>(
    _ function: ScalarFunction,
    _ other: Expr<W>
  ) -> Expr<R> {
    Expr<R>(.function(function, [term, other.term]), depth: max(depth, other.depth) + 1)
  }
}

extension Expr {
  /// NULL where the expression equals the value, else the expression.
  public func nullIf(_ value: V.Base) -> Expr<V.Base?> { nullIf(Expr<V.Base>.literal(value), 0) }

  /// NULL where the two are equal, else the first.
  public func nullIf<W: ColumnValue>(_ other: Expr<W>) -> Expr<V.Base?> where W.Base == V.Base {
    nullIf(other.term, other.depth)
  }

  private func nullIf(_ other: Term, _ depth: Int) -> Expr<V.Base?> {
    let isEqual = TermBranch(
      condition: .comparison(.equal, term, other),
      value: Expr<V.Base?>(nil).term
    )
    return Expr<V.Base?>(
      .conditional([isEqual], otherwise: term),
      depth: max(self.depth, depth) + 2
    )
  }
}
