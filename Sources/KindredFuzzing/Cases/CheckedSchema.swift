// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
package import KindredSchema

/// All that an engine is told of a database: its tables and, by table, their check constraints.
package struct CheckedSchema: Sendable {
  package var schema: Schema
  package var checks: [[CheckConstraint]]

  package init(_ schema: Schema, _ checks: [[CheckConstraint]]) {
    self.schema = schema
    self.checks = checks
  }
}

/// Makes an engine with an empty database of the tables.
package typealias EngineMaker<Subject> = (CheckedSchema) throws(KindredError) -> Subject
