// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
package import KindredSchema

/// Prints plans, tables and rows as runnable SQL.
///
/// A plan is printed as it stands, before any rewriting: what the text asks is what the query asked.
/// It yields the same bag of rows as the plan, and the same order where the plan states one.
package struct SQLPrinter: Sendable {
  package let schema: Schema
  package let dialect: SQLDialect
  /// How values appear in the text.
  package let values: SQLValues
  /// By table: its check constraints; empty for none anywhere.
  package let checks: [[CheckConstraint]]

  package init(
    schema: Schema,
    dialect: SQLDialect = .sqlite,
    values: SQLValues = .inlined,
    checks: [[CheckConstraint]] = []
  ) {
    self.checks = checks
    self.schema = schema
    self.dialect = dialect
    self.values = values
  }

  /// The plan as one SELECT.
  ///
  /// A row output is expanded to all columns of its table. A plan of no outputs prints a single
  /// constant per row, as SQL has no rows without columns.
  ///
  /// - Precondition: The plan is not correlated: it mentions only what it introduces.
  package func select(_ plan: LogicalPlan) -> SQLStatement {
    PlanWriter(plan, schema, dialect).select(plan).statement(values, dialect)
  }
}
