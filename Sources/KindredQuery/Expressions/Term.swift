// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
package import KindredSchema
import Synchronization

/// An expression as the closures of a query build it: like the plan's ``Expression``, but it speaks of
/// the rows that the closures were given, and holds queries where a plan has subplans.
package indirect enum Term: Sendable {
  case literal(Value, ColumnType)
  /// What a prepared query is given by number, each time it is run.
  case parameter(Alias, Int, ColumnType)
  case column(ColumnTerm)
  case comparison(ComparisonOperator, Term, Term)
  case and(TermList)
  case or(TermList)
  case not(Term)
  case isNull(Term)
  case truth(TruthValue, Term)
  case inList(Term, [Value])
  case textMatch(TextMatch, Term, pattern: Term)
  case arithmetic(ArithmeticOperator, Term, Term)
  case negate(Term)
  case function(ScalarFunction, [Term])
  case coalesce([Term])
  case conditional([TermBranch], otherwise: Term)

  case exists(QueryCore)
  /// The one value of a query that selects one.
  case scalar(QueryCore)
  /// An aggregate over the rows of a query.
  case aggregate(QueryCore, AggregateTerm)
  /// Whether the value is among those of a query that selects one.
  case inQuery(Term, QueryCore)
  /// Something that cannot be run: thrown when the query is.
  case fault(KindredError)
}

/// A branch of a conditional term.
package struct TermBranch: Sendable {
  let condition: Term
  let value: Term
}

/// A column of one of the rows that a closure was given, or of what the query computes for it.
package struct ColumnTerm: Sendable {
  let alias: Alias
  /// Which of the query's sources.
  let slot: Int
  let column: Int
  let type: ColumnType
}

/// An aggregate whose parts are yet to be lowered.
package struct AggregateTerm: Sendable {
  var function: AggregateFunction
  /// Nil counts rows.
  var argument: Term?
  var filter: Term?
}

/// The parameters of one call of one closure.
///
/// Every call has an alias of its own, and a query knows the aliases of its closures. So a query that is
/// put into a condition on itself, or twice into another, never captures rows that are not its own.
package struct Alias: Sendable, Hashable {
  private let number: Int

  static func fresh() -> Alias {
    Alias(number: counter.wrappingAdd(1, ordering: .relaxed).newValue)
  }

  private static let counter = Atomic<Int>(0)
}
