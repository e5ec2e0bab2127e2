// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// What a query asks, as relational algebra.
///
/// A plan yields a bag of rows. What a row consists of is the plan's ``output``. A node may mention any
/// source that its inputs make visible; a source that no input makes visible is a free reference:
/// the plan is a correlated subquery.
package indirect enum LogicalPlan: Sendable, Hashable {
  /// All rows of a table. The order is that of their row ids.
  case scan(SourceID, TableID)
  /// The rows for which the condition is true. Keeps the order.
  case filter(Expression, LogicalPlan)
  /// One computed column per expression, as the columns 0… of the new source; `row` outputs keep
  /// their source visible instead. Keeps the order.
  case project(SourceID, [Expression], LogicalPlan)
  /// The pairs for which the condition is true, or what the kind makes of them.
  case join(JoinKind, LogicalPlan, LogicalPlan, on: Expression)
  /// One row per distinct combination of keys (NULLs are equal), or exactly one without keys: the
  /// keys, then the aggregates, as the columns 0… of the new source.
  case aggregate(SourceID, keys: [Expression], aggregates: [Aggregate], LogicalPlan)
  /// One row of each set of rows that are equal in all outputs (NULLs are equal).
  case distinct(LogicalPlan)
  /// Stable: ties keep the input's order.
  case sort([SortKey], LogicalPlan)
  /// The rows after the first `offset`, at most `count` of them.
  case limit(count: Int?, offset: Int, LogicalPlan)
  /// Of the rows that agree in the keys (NULLs are equal), those after the first `offset` by the
  /// order, at most `count`; ties in the order of the input. Keeps the order of the input.
  case firstPerKey(keys: [Expression], order: [SortKey], count: Int?, offset: Int, LogicalPlan)
  /// The rows of both plans as the operation combines them (NULLs are equal), those of the left first,
  /// each side in its order: as the columns 0… of the new source, or as its rows where both plans
  /// yield the rows of one table.
  ///
  /// Both yield either columns of the same types or the rows of one table.
  case setOperation(SourceID, SetOperation, LogicalPlan, LogicalPlan)
}

/// How the rows of two plans become those of one.
package enum SetOperation: String, Sendable, Hashable, CaseIterable {
  /// The rows of either, each once.
  case union
  /// The rows of the left, then those of the right, duplicates included.
  case unionAll
  /// The rows of the left that the right has too, each once.
  case intersect
  /// The rows of the left that the right has not, each once.
  case except

  /// Whether no row comes twice.
  package var isDistinct: Bool { self != .unionAll }
}

package enum JoinKind: String, Sendable, Hashable, CaseIterable {
  case inner
  /// Left rows without a match are padded with NULLs.
  case left
  /// The same, then the right rows without a match, padded with NULLs on the left.
  case full
  /// Left rows with at least one match, each once.
  case semi
  /// Left rows without a match.
  case anti
}

package struct SortKey: Sendable, Hashable {
  package var expression: Expression
  package var isDescending: Bool
  /// NULLs come first when ascending and last when descending, unless told.
  package var nullsFirst: Bool

  package init(_ expression: Expression, isDescending: Bool = false, nullsFirst: Bool? = nil) {
    self.expression = expression
    self.isDescending = isDescending
    self.nullsFirst = nullsFirst ?? !isDescending
  }

  package func mapExpression(_ rewrite: (Expression) -> Expression) -> SortKey {
    SortKey(rewrite(expression), isDescending: isDescending, nullsFirst: nullsFirst)
  }
}
