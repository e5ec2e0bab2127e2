// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
package import KindredSQL
package import KindredSchema

/// One random database and what is asked of it.
package struct FuzzCase: Sendable {
  package var definition: CheckedSchema
  /// The rows that the tables begin with; they satisfy all constraints.
  package var rows: [[[Value]]]
  package var steps: [Step]

  package var schema: Schema { definition.schema }

  package enum Step: Sendable {
    case query(Query)
    case partition(Partition)
    case write(Write)
    /// All of it is committed, or undone.
    case transaction([Write], commits: Bool)
  }

  /// One statement that changes rows, or several that may be undone together.
  package indirect enum Write: Sendable {
    case insert([[Value]], TableID)
    case upsert(Upsertion)
    case delete(RowChoice, TableID)
    case update([ColumnChange], RowChoice, TableID)
    /// Inside a transaction only.
    case savepoint([Write], keeps: Bool)
  }

  /// An insertion that leaves out the rows whose unique key is taken, or sets columns of those in the way.
  package struct Upsertion: Sendable {
    package var rows: [[Value]]
    package var table: TableID
    /// Nil for any of the unique keys.
    package var key: Int?
    /// Empty to leave rows out.
    package var changes: [(column: Int, value: ConflictValue)]

    package init(
      _ rows: [[Value]],
      _ table: TableID,
      key: Int?,
      _ changes: [(column: Int, value: ConflictValue)]
    ) {
      self.rows = rows
      self.table = table
      self.key = key
      self.changes = changes
    }
  }

  /// A plan, and how much of its answer's order is determined.
  package struct Query: Sendable {
    package var plan: LogicalPlan
    package var order: Order
    /// The same plan without its last limit, where that limit may pick any rows.
    package var unlimited: LogicalPlan?

    package init(plan: LogicalPlan, order: Order = .none, unlimited: LogicalPlan? = nil) {
      self.plan = plan
      self.order = order
      self.unlimited = unlimited
    }
  }

  /// What of an answer's order is determined.
  package enum Order: Sendable, Hashable {
    case none
    /// The values of these output columns come in the order of the answer.
    case columns([Int])
    /// The whole answer.
    case total
  }

  /// A plan and a predicate over it: the rows where it is true, false and unknown are all the rows.
  package struct Partition: Sendable {
    package var plan: LogicalPlan
    package var predicate: Expression

    package init(plan: LogicalPlan, predicate: Expression) {
      self.plan = plan
      self.predicate = predicate
    }
  }
}
