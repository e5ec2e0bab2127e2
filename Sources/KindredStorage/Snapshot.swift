// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// One state of all tables.
///
/// Taken from a database it never changes. As a transaction's view it is valid until the
/// transaction's next write.
package struct Snapshot: StatisticsSource, Sendable {
  package let schema: Schema
  package let tables: [Table]
  private let lease: ReadLease?

  init(schema: Schema, tables: [Table], isLasting: Bool) {
    self.schema = schema
    self.tables = tables
    lease = isLasting ? ReadLease() : nil
  }

  package subscript(table: TableID) -> Table { tables[table.index] }

  package func statistics(of table: TableID) -> TableStatistics { self[table].statistics }
}
