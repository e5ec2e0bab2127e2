// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// An expression of a query: a column, or something computed from columns, of the type `V`.
///
/// Closures of queries get rows whose properties are expressions, and give expressions back. They run
/// once, when the query is built, never per row.
///
/// Comparisons follow SQL: with a NULL on either side the result is unknown, and `where` keeps only what
/// is true. A *value* that is nil means IS NULL: `$0.country == nil`, `$0.country == home` with
/// `let home: String? = nil`.
public struct Expr<V: ColumnValue>: Sendable {
  package let term: Term
  /// How deep the term nests.
  package let depth: Int

  init(_ term: Term, depth: Int) {
    self.depth = depth
    self.term = depth > QueryLimits.depth ? .fault(QueryLimits.tooDeep) : term
  }

  /// The expression with another type; the term computes values of it.
  func retyped<W: ColumnValue>(_ type: W.Type = W.self) -> Expr<W> { Expr<W>(term, depth: depth) }

  /// A value as an expression: the same for every row.
  ///
  /// Where a value is taken beside an expression, as by `==` and `+`, it need not be one.
  public init(_ value: V) { self.init(Self.literal(value), depth: 0) }

  static func literal(_ value: V) -> Term {
    let cell = value.columnCell.value
    return .fault(of: cell, V.columnForm.type) ?? .literal(cell, V.columnForm.type)
  }
}

extension Term {
  /// The fault of a value that is not a number, or a date that is none; nil for any other.
  static func fault(of cell: Value, _ type: ColumnType) -> Term? {
    switch (cell, type) {
    case (.real(let real), _) where real.isNaN:
      .fault(
        KindredError(.arithmetic, "a value of a query is not a number, which no column can be")
      )
    case (.integer(ColumnType.notADate), .date):
      .fault(
        KindredError(
          .type,
          "a date of a query is not a number, or more than 292,000 years away from 1970"
        )
      )
    case (.null, _), (.integer, _), (.real, _), (.text, _): nil
    }
  }
}

/// A condition: true, false or unknown.
///
/// Selected, it decodes as `Bool?`. Not called `Predicate`: Foundation has a type of that name, and a
/// file that imports both could name neither.
public typealias Condition = Expr<Bool?>

/// What a query may not exceed.
///
/// Past it the query throws when it is run.
enum QueryLimits {
  /// How deep conditions and subqueries nest, as in SQLite.
  ///
  /// `&&` and `||` in a row do not nest. Deep ones are run on a stack of their own: see ``DeepStack``.
  static let depth = 1_000

  static let tooDeep = KindredError(
    .limit,
    "the query's conditions nest deeper than \(depth): combine them with && and || in a row"
  )
}
