// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema

/// Evaluates the check constraints of tables: given to a database, which does not know expressions.
///
/// Asked once per statement and batch, about rows that are stored already.
package protocol RowChecker: Sendable {
  /// Whether a change of the columns can break a check of the table; of a new row, for nil.
  func hasChecks(of table: TableID, reading columns: [Int]?) -> Bool

  /// The first of the rows that makes a check false, as far as the checks read one of the columns.
  ///
  /// - Throws: What an expression throws, such as `arithmetic`.
  func failure(
    of rows: [RowID],
    in table: TableID,
    reading columns: [Int]?,
    _ tables: [Table]
  ) throws(KindredError) -> CheckFailure?
}

/// A row that makes a check false.
package struct CheckFailure: Sendable {
  /// Which of the rows that were asked about, from 0.
  package var position: Int
  package var check: String
  /// The columns that the check reads.
  package var columns: [Int]

  package init(position: Int, check: String, columns: [Int]) {
    self.position = position
    self.check = check
    self.columns = columns
  }
}

extension DatabaseState {
  /// Checks rows as they are stored now.
  ///
  /// Every statement calls it for the rows whose cells it has stored: new ones, changed ones, and those
  /// that an action of a foreign key has changed.
  ///
  /// - Parameters:
  ///   - rows: The rows, a batch at most.
  ///   - id: Their table.
  ///   - columns: The columns that changed; nil for new rows.
  ///   - position: Where the first row is among the rows given to the statement; nil when they are not.
  /// - Throws: `check` for the first row that makes a check false.
  func check(
    _ rows: @autoclosure () -> [RowID],
    of id: TableID,
    changed columns: [Int]? = nil,
    from position: Int?
  ) throws(KindredError) {
    guard let checker, checker.hasChecks(of: id, reading: columns) else { return }
    try FaultPoint.rowCheck.pass()
    let rows = rows()
    let table = tables[id.index]
    let failure: CheckFailure?
    do throws(KindredError) {
      failure = try checker.failure(of: rows, in: id, reading: columns, tables)
    } catch {
      var located = error
      located.table = table.schema.name
      throw located
    }
    guard let failure else { return }
    throw KindredError(
      .check,
      "the row fails the check \"\(failure.check)\": "
        + table.describePairs(failure.columns, of: rows[failure.position]),
      table: table.schema.name,
      columns: failure.columns.map { table.schema.columns[$0].name },
      row: position.map { $0 + failure.position }
    )
  }
}

extension Table {
  /// `price is -1, name is 'a'`.
  fileprivate func describePairs(_ columns: [Int], of row: RowID) -> String {
    columns.map { "\(schema.columns[$0].name) is \(describe([$0], of: row))" }
      .joined(separator: ", ")
  }
}
