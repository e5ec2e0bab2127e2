// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// A scalar expression: what a query computes for a row.
///
/// Predicates are expressions of type `boolean` under three-valued logic. Conjunction and disjunction
/// are flat lists, so that long conditions do not nest.
package indirect enum Expression: Sendable, Hashable {
  case literal(Value, ColumnType)
  /// A value bound when the plan runs: of a prepared query, or of the outer row of a subquery.
  case parameter(Int, ColumnType)
  case column(ColumnReference)
  /// The whole row of a table's source; NULL where an outer join padded it. Stands only as an output
  /// of a projection, where it keeps all columns of the source visible above.
  case row(SourceID)
  /// The row id of a table's source, NULL where an outer join padded it. Introduced by the planner.
  case rowID(SourceID)
  /// The row id of the parent that the source's row refers to, NULL for none. Introduced by the
  /// planner: a foreign key is also stored as its parent's row id.
  case parentRowID(SourceID, ForeignKeyID)

  case comparison(ComparisonOperator, Expression, Expression)
  /// True when all are true; true for none.
  case and([Expression])
  /// True when one is true; false for none.
  case or([Expression])
  case not(Expression)
  case isNull(Expression)
  /// `IS TRUE`, `IS FALSE`, `IS UNKNOWN`: never NULL itself.
  case truth(TruthValue, Expression)
  /// NULL when not found and the value or one of the list is NULL; false for an empty list.
  case inList(Expression, [Value])
  case textMatch(TextMatch, Expression, pattern: Expression)

  case arithmetic(ArithmeticOperator, Expression, Expression)
  case negate(Expression)
  case function(ScalarFunction, [Expression])
  /// The first that is not NULL. Evaluated lazily, row by row.
  case coalesce([Expression])
  /// The value of the first branch whose condition is true. Evaluated lazily, row by row.
  case conditional([ConditionalBranch], otherwise: Expression)

  /// Whether the subquery has a row. Never NULL.
  case exists(LogicalPlan)
  /// The single value of the subquery: NULL for no row, an error for several.
  case scalar(LogicalPlan)
  /// Whether the value is among the subquery's, with SQL's meaning of NULL on both sides.
  case inSubquery(Expression, LogicalPlan)
}

package struct ConditionalBranch: Sendable, Hashable {
  package var condition: Expression
  package var value: Expression
  package init(condition: Expression, value: Expression) {
    self.condition = condition
    self.value = value
  }
}

package enum ComparisonOperator: String, Sendable, Hashable, CaseIterable {
  case equal = "="
  case notEqual = "<>"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  /// Null-safe equality: NULL is NULL is true.
  case identical = "IS"
  case notIdentical = "IS NOT"

  package var isNullSafe: Bool { self == .identical || self == .notIdentical }

  /// The operator with its operands exchanged.
  package var flipped: ComparisonOperator {
    switch self {
    case .equal, .notEqual, .identical, .notIdentical: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  /// The operator that is true exactly where this one is false; unknown stays unknown.
  package var negated: ComparisonOperator {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    case .identical: .notIdentical
    case .notIdentical: .identical
    }
  }
}

package enum TruthValue: String, Sendable, Hashable, CaseIterable {
  case isTrue = "TRUE"
  case isFalse = "FALSE"
  case isUnknown = "UNKNOWN"
}

/// Text predicates.
///
/// The first three compare bytes; `like` folds ASCII case, `_` is one code point; `glob` is SQLite's.
package enum TextMatch: Sendable, Hashable {
  case hasPrefix
  case hasSuffix
  case contains
  case like(escape: Unicode.Scalar?)
  case glob
}

package enum ArithmeticOperator: String, Sendable, Hashable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  /// NULL when the divisor is zero; integers truncate toward zero.
  case divide = "/"
  /// NULL when the divisor is zero; takes the sign of the dividend. Integers only.
  case remainder = "%"
}

package enum ScalarFunction: String, Sendable, Hashable, CaseIterable {
  /// Folds ASCII letters only, as SQLite does.
  case lower
  case upper
  /// Code points.
  case length
  case absolute
  /// Text put together; NULL if one is.
  case concatenate
  /// An integer as a real; of a text the number that it begins with.
  case real
  /// A real without its fraction, the nearest that fits; of a text the integer that it begins with.
  case integer
  /// A number in decimals; a real as the shortest text that reads back as the same.
  case text
  /// -1, 0 or 1, of the type of the number.
  case sign
  /// A real to the nearest whole, halves away from zero.
  case round
  case floor
  case ceiling
  /// The smallest of several values of one type; NULL if one is.
  case minimum
  case maximum
  /// A text without the spaces at its ends.
  case trim
  case trimStart
  case trimEnd
  /// The code points of a text from a position on (from 1; negative from the end), up to a number.
  case substring
  /// The code point at which a text begins in another, from 1; 0 for nowhere.
  case position
  /// A text with each occurrence of a second replaced by a third.
  case replace
  /// The parts of a date in UTC.
  case year
  case month
  case day
  case hour
  case minute
  case second
  /// 0 for Sunday.
  case weekday
  case dayOfYear
}
