// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema

/// One state of all tables.
///
/// Taken from a database it never changes. As a transaction's view it is valid until the
/// transaction's next write.
package struct Snapshot: StatisticsSource, Sendable {
  package let schema: Schema
  private let hold: Hold

  /// What a snapshot keeps alive.
  ///
  /// Tells the writer when it lets go, before it does.
  private final class Hold: Sendable {
    let tables: [Table]

    init(_ tables: [Table]) { self.tables = tables }

    deinit { ReadFence.release() }
  }

  package init(schema: Schema, tables: [Table]) {
    self.schema = schema
    hold = Hold(tables)
  }

  package var tables: [Table] { hold.tables }

  package subscript(table: TableID) -> Table { hold.tables[table.index] }

  package func statistics(of table: TableID) -> TableStatistics { self[table].statistics }
}
