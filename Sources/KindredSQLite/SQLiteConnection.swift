// SPDX-License-Identifier: Apache-2.0

/// A private in-memory database of SQLite, used by one thread at a time.
///
/// Closed when the last reference goes; a statement keeps its connection.
@safe package final class SQLiteConnection {
  let functions: SQLiteFunctions
  let handle: ConnectionHandle

  /// Opens a new, empty in-memory database.
  ///
  /// - Throws: `SQLiteError.failed` when SQLite cannot open one.
  package init(_ library: SQLiteLibrary) throws(SQLiteError) {
    functions = library.functions
    var opened: ConnectionHandle?
    let code = unsafe functions.openV2(":memory:", &opened, OpenFlags.privateMemory, nil)
    guard let opened = unsafe opened, code == SQLiteResultCode.ok.rawValue else {
      _ = unsafe functions.closeV2(opened)
      throw .failed(
        code: SQLiteResultCode(rawValue: code),
        message: "cannot open :memory:",
        sql: nil
      )
    }
    unsafe handle = opened
    _ = unsafe functions.extendedResultCodes(opened, 1)
  }

  deinit {
    _ = unsafe functions.closeV2(handle)
  }

  /// Runs every statement of `sql`, and drops their rows.
  ///
  /// - Throws: `SQLiteError.failed` at the first statement that fails; later ones do not run.
  package func execute(_ sql: String) throws(SQLiteError) {
    let code = unsafe functions.exec(handle, sql, nil, nil, nil)
    try check(code, sql: sql)
  }

  /// Compiles the first statement of `sql`.
  ///
  /// - Throws: `SQLiteError.failed` when SQLite rejects the statement, or `sql` holds none.
  package func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
    try SQLiteStatement(sql, on: self)
  }

  /// What SQLite says about the most recent failed call.
  package var lastErrorMessage: String {
    unsafe functions.errmsg(handle).map { unsafe String(cString: $0) } ?? "no message"
  }

  /// The extended code of the most recent failed call.
  package var lastErrorCode: SQLiteResultCode {
    unsafe SQLiteResultCode(rawValue: functions.extendedErrcode(handle))
  }

  /// How many rows the most recent INSERT, UPDATE or DELETE changed, cascades apart.
  package var changedRowCount: Int {
    unsafe Int(functions.changes(handle))
  }

  /// The row id of the most recent INSERT.
  package var lastInsertedRowID: Int64 {
    unsafe functions.lastInsertRowID(handle)
  }
}

extension SQLiteConnection {
  /// Throws unless `code` says success.
  func check(_ code: Int32, sql: String? = nil) throws(SQLiteError) {
    guard code != SQLiteResultCode.ok.rawValue else { return }
    throw failure(code, sql: sql)
  }

  /// The error for `code`, with SQLite's own words.
  func failure(_ code: Int32, sql: String?) -> SQLiteError {
    .failed(code: SQLiteResultCode(rawValue: code), message: lastErrorMessage, sql: sql)
  }
}

/// The flags `sqlite3_open_v2` is called with.
private enum OpenFlags {
  private static let readWrite: Int32 = 0x2
  private static let create: Int32 = 0x4
  private static let withoutMutex: Int32 = 0x8000

  /// No mutex: a connection is not `Sendable`, so one thread at a time is what the compiler grants.
  static let privateMemory = readWrite | create | withoutMutex
}
