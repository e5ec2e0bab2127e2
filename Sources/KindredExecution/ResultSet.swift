// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

/// Everything a query yielded, by column.
package struct ResultSet: Sendable {
  package let rowCount: Int
  /// In the order of the output that was asked for.
  package let columns: [ResultColumn]

  package init(rowCount: Int, columns: [ResultColumn]) {
    self.rowCount = rowCount
    self.columns = columns
  }
}

/// One thing that a query's rows consist of.
package enum ResultColumn: Sendable {
  /// Whole rows of a table, by row id; -1 where an outer join padded.
  case rows(TableID, [RowID])
  /// Values.
  case vector(Vector)
}
