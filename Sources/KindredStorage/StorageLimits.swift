// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// How much a table can hold: what its 32-bit row ids and text handles can number.
package struct StorageLimits: Sendable, Hashable {
  /// Rows of a table, those deleted and not yet reclaimed included.
  package var rows = Int(RowID.max)
  /// Handles of the texts of a column.
  package var textHandles = Int(Int32.max)

  /// The limits that hold in practice; tests set lower ones.
  package init() {}
}

extension StorageLimits {
  /// Checks that the table can take so many more rows.
  func checkRows(_ added: Int, of table: Table) throws(KindredError) {
    guard table.slotCount + added > rows else { return }
    throw KindredError(
      .limit,
      "a table holds at most \(rows) rows, and this one has \(table.rowCount)",
      table: table.schema.name
    )
  }

  /// Checks that the columns can take so many more values each.
  func checkTexts(_ added: Int, in columns: some Sequence<Int>, of table: Table)
    throws(KindredError)
  {
    for column in columns where table.columns[column].handleLimit(adding: added) > textHandles {
      throw KindredError(
        .limit,
        "the column cannot number more texts than it has held since they were last reclaimed: "
          + "commit, and go on in another transaction",
        table: table.schema.name,
        columns: [table.schema.columns[column].name]
      )
    }
  }
}
