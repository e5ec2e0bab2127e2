// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// How a query is run: a tree of operators, each with what the planner expects of it.
package struct PhysicalPlan: Sendable, Hashable {
  package var operation: PhysicalOperation
  package var estimatedRows: Double
  /// Of the whole subtree, in the time it takes to touch one row.
  package var estimatedCost: Double

  package init(
    _ operation: PhysicalOperation,
    estimatedRows: Double = 0,
    estimatedCost: Double = 0
  ) {
    self.operation = operation
    self.estimatedRows = estimatedRows
    self.estimatedCost = estimatedCost
  }
}

/// The closed set of physical operators.
///
/// The sources that an operator's rows carry: a scan, look-up or expansion adds the row ids of its
/// table's source; a projection, aggregation or apply adds computed columns. A projection and an
/// aggregation drop what they do not name; all others carry their inputs' sources on.
package indirect enum PhysicalOperation: Sendable, Hashable {
  /// All live rows, in row-id order.
  case scan(SourceID, TableID)
  /// The rows that have one of the keys; literals and parameters only. In row-id order, each once.
  case keyLookup(SourceID, UniqueKeyID, keys: [[Expression]])
  /// The rows that refer to a parent that has one of the keys. In row-id order, each once.
  case childLookup(SourceID, ForeignKeyID, parentKeys: [[Expression]])
  /// The rows in a range of an ordered index, each once.
  case indexScan(IndexScan)
  /// No rows, of the same shape as the plan it stands for would have.
  case empty([OutputColumn])

  /// Keeps the rows for which the condition is true, and the order.
  case filter(Expression, PhysicalPlan)
  /// Computes the expressions as the columns of the source; `row` outputs pass their source on.
  case project(SourceID, [Expression], PhysicalPlan)
  /// Runs the subquery once per row (once in all without bindings) and adds its outcome as column 0
  /// of the source. Keeps the order.
  case apply(SourceID, SubqueryKind, bindings: [Binding], subquery: PhysicalPlan, PhysicalPlan)

  /// Joins on equal keys: buffers the build side, streams the probe side and keeps its order; the
  /// partners of one probe row come in the build side's order. `inner`, `left` and `full` carry both sides'
  /// sources, `semi` and `anti` the probe side's.
  case join(
    JoinKind,
    probe: PhysicalPlan,
    build: PhysicalPlan,
    keys: [JoinKey],
    residual: Expression?,
    KeyDomain
  )
  /// Adds the position of each row, from 0, as column 0 of the source.
  case numbered(SourceID, PhysicalPlan)
  /// Joins on any condition: buffers the right side, streams the left side and keeps its order.
  case nestedLoopJoin(JoinKind, PhysicalPlan, PhysicalPlan, on: Expression)
  /// Adds each row's parent row, one gather of the stored parent row id: never more rows than the
  /// input. `inner` drops rows without a parent; `left` pads them; `semi` and `anti` only test. Never `full`.
  case parentLookup(JoinKind, child: SourceID, ForeignKeyID, parent: SourceID, PhysicalPlan)
  /// Adds each row's child rows through the foreign key's adjacency, in insertion order, those for
  /// which the filter is true. Stops at the first match for `semi` and `anti`. Never `full`.
  case childExpansion(
    JoinKind,
    parent: SourceID,
    ForeignKeyID,
    child: SourceID,
    filter: Expression?,
    PhysicalPlan
  )

  /// Groups by the keys. Groups come out in the order of their first row.
  case aggregate(
    SourceID,
    keys: [Expression],
    aggregates: [Aggregate],
    KeyDomain,
    PhysicalPlan
  )
  /// Keeps the first row of each combination of keys, and the order.
  case distinct(keys: [Expression], KeyDomain, PhysicalPlan)
  /// Stable.
  case sort([SortKey], PhysicalPlan)
  /// The same rows as a stable sort with the limit after it, in memory for `offset + count` rows.
  case topN([SortKey], count: Int, offset: Int, PhysicalPlan)
  case limit(count: Int?, offset: Int, PhysicalPlan)
  /// Of the rows that agree in the keys, those after the first `offset` by the order (ties by the
  /// input's), at most `count`. Keeps the input's order.
  case firstPerKey(
    keys: [Expression],
    order: [SortKey],
    count: Int?,
    offset: Int,
    KeyDomain,
    PhysicalPlan
  )
  /// The rows of the left operand, then those of the right, as the operation combines them. Buffers
  /// the distinct rows, except for `unionAll`.
  case setOperation(SourceID, SetOperation, KeyDomain, Operand, Operand)

  /// One side of a set operation.
  package struct Operand: Sendable, Hashable {
    package var plan: PhysicalPlan
    /// What of its rows is combined: a `row`, or values.
    package var outputs: [Expression]

    package init(_ plan: PhysicalPlan, _ outputs: [Expression]) {
      self.plan = plan
      self.outputs = outputs
    }
  }
}

/// A pair of expressions that must be equal; NULL equals nothing, unless the key is null-safe.
package struct JoinKey: Sendable, Hashable {
  package var probe: Expression
  package var build: Expression
  package var isNullSafe: Bool

  package init(probe: Expression, build: Expression, isNullSafe: Bool = false) {
    self.probe = probe
    self.build = build
    self.isNullSafe = isNullSafe
  }
}

/// What is known of the keys of a join, a grouping or a distinct.
package enum KeyDomain: Sendable, Hashable {
  /// The only key is a row id of this table: an array by row id does instead of hashing.
  case rows(TableID)
  case general
}

/// What an `apply` makes of its subquery's rows.
package enum SubqueryKind: Sendable, Hashable {
  case exists
  /// NULL for no row, an error for several.
  case scalar(ColumnType)
  /// Three-valued membership of the value in the subquery's single column.
  case contains(Expression)
}

/// Gives a parameter of a subquery its value for the current outer row.
package struct Binding: Sendable, Hashable {
  package var parameter: Int
  package var value: Expression
  package init(parameter: Int, value: Expression) {
    self.parameter = parameter
    self.value = value
  }
}
