// SPDX-License-Identifier: Apache-2.0

/// A compiled statement: bind, step, read, reset.
///
/// Parameters count from 1 and columns from 0, as in SQLite.
@safe package final class SQLiteStatement {
  /// The connection the statement belongs to.
  package let connection: SQLiteConnection
  /// The text it was compiled from.
  package let sql: String

  let functions: SQLiteFunctions
  let handle: StatementHandle

  init(_ sql: String, on connection: SQLiteConnection) throws(SQLiteError) {
    let functions = connection.functions
    var compiled: StatementHandle?
    let code = unsafe functions.prepareV2(connection.handle, sql, -1, &compiled, nil)
    try connection.check(code, sql: sql)
    guard let compiled = unsafe compiled else {
      throw .failed(code: .error, message: "the text holds no statement", sql: sql)
    }
    self.connection = connection
    self.sql = sql
    self.functions = functions
    unsafe handle = compiled
  }

  deinit {
    _ = unsafe functions.finalize(handle)
  }

  /// Advances to the next row.
  ///
  /// - Returns: Whether there is a row to read.
  /// - Throws: `SQLiteError.failed` when the statement fails; it is then reset.
  package func step() throws(SQLiteError) -> Bool {
    let code = unsafe functions.step(handle)
    if code == SQLiteResultCode.row.rawValue { return true }
    if code == SQLiteResultCode.done.rawValue { return false }
    let error = connection.failure(code, sql: sql)
    reset()
    throw error
  }

  /// Runs a statement that yields no rows, and makes it ready to run again.
  ///
  /// - Throws: `SQLiteError.failed` when the statement fails.
  package func run() throws(SQLiteError) {
    while try step() {}
    reset()
  }

  /// Makes the statement ready to run again; bindings stay.
  package func reset() {
    _ = unsafe functions.reset(handle)
  }

  /// Binds NULL to every parameter.
  package func clearBindings() {
    _ = unsafe functions.clearBindings(handle)
  }
}
