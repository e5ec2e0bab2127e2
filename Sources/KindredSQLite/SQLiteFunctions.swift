// SPDX-License-Identifier: Apache-2.0

/// A connection handle (`sqlite3 *`).
typealias ConnectionHandle = OpaquePointer
/// A statement handle (`sqlite3_stmt *`).
typealias StatementHandle = OpaquePointer

/// The functions of SQLite's C interface that the binding calls, by their C names.
///
/// A class, so that a statement carries one pointer and not thirty. Function pointers never change
/// once resolved, hence the unchecked conformance.
@safe final class SQLiteFunctions: @unchecked Sendable {
  typealias Text = UnsafePointer<CChar>
  typealias Bytes = UnsafeMutableRawPointer

  // Library and connection.
  let libversion: @convention(c) () -> Text?
  let openV2: @convention(c) (Text, UnsafeMutablePointer<ConnectionHandle?>, Int32, Text?) -> Int32
  let closeV2: @convention(c) (ConnectionHandle?) -> Int32
  let extendedResultCodes: @convention(c) (ConnectionHandle, Int32) -> Int32
  let extendedErrcode: @convention(c) (ConnectionHandle) -> Int32
  let errmsg: @convention(c) (ConnectionHandle) -> Text?
  let exec: @convention(c) (ConnectionHandle, Text, Bytes?, Bytes?, Bytes?) -> Int32
  let changes: @convention(c) (ConnectionHandle) -> Int32
  let lastInsertRowID: @convention(c) (ConnectionHandle) -> Int64

  // Copying a database.
  let backupInit: @convention(c) (ConnectionHandle, Text, ConnectionHandle, Text) -> OpaquePointer?
  let backupStep: @convention(c) (OpaquePointer, Int32) -> Int32
  let backupFinish: @convention(c) (OpaquePointer) -> Int32

  // Statements.
  let prepareV2:
    @convention(c) (
      ConnectionHandle, Text, Int32, UnsafeMutablePointer<StatementHandle?>,
      UnsafeMutablePointer<Text?>?
    ) -> Int32
  let step: @convention(c) (StatementHandle) -> Int32
  let reset: @convention(c) (StatementHandle) -> Int32
  let finalize: @convention(c) (StatementHandle) -> Int32
  let clearBindings: @convention(c) (StatementHandle) -> Int32

  // Binding; the last argument of text and bytes is the destructor, where -1 says "copy now".
  let bindNull: @convention(c) (StatementHandle, Int32) -> Int32
  let bindInt64: @convention(c) (StatementHandle, Int32, Int64) -> Int32
  let bindDouble: @convention(c) (StatementHandle, Int32, Double) -> Int32
  let bindText: @convention(c) (StatementHandle, Int32, UnsafeRawPointer, Int32, Int) -> Int32
  let bindBlob: @convention(c) (StatementHandle, Int32, UnsafeRawPointer, Int32, Int) -> Int32

  // Reading.
  let columnCount: @convention(c) (StatementHandle) -> Int32
  let columnName: @convention(c) (StatementHandle, Int32) -> Text?
  let columnType: @convention(c) (StatementHandle, Int32) -> Int32
  let columnInt64: @convention(c) (StatementHandle, Int32) -> Int64
  let columnDouble: @convention(c) (StatementHandle, Int32) -> Double
  let columnText: @convention(c) (StatementHandle, Int32) -> UnsafePointer<UInt8>?
  let columnBlob: @convention(c) (StatementHandle, Int32) -> UnsafeRawPointer?
  let columnBytes: @convention(c) (StatementHandle, Int32) -> Int32

  /// Resolves every function, or says which one the library lacks.
  init(_ library: SharedLibrary) throws(SQLiteError) {
    unsafe libversion = try library.function("sqlite3_libversion")
    unsafe openV2 = try library.function("sqlite3_open_v2")
    unsafe closeV2 = try library.function("sqlite3_close_v2")
    unsafe extendedResultCodes = try library.function("sqlite3_extended_result_codes")
    unsafe extendedErrcode = try library.function("sqlite3_extended_errcode")
    unsafe errmsg = try library.function("sqlite3_errmsg")
    unsafe exec = try library.function("sqlite3_exec")
    unsafe changes = try library.function("sqlite3_changes")
    unsafe lastInsertRowID = try library.function("sqlite3_last_insert_rowid")
    unsafe backupInit = try library.function("sqlite3_backup_init")
    unsafe backupStep = try library.function("sqlite3_backup_step")
    unsafe backupFinish = try library.function("sqlite3_backup_finish")
    unsafe prepareV2 = try library.function("sqlite3_prepare_v2")
    unsafe step = try library.function("sqlite3_step")
    unsafe reset = try library.function("sqlite3_reset")
    unsafe finalize = try library.function("sqlite3_finalize")
    unsafe clearBindings = try library.function("sqlite3_clear_bindings")
    unsafe bindNull = try library.function("sqlite3_bind_null")
    unsafe bindInt64 = try library.function("sqlite3_bind_int64")
    unsafe bindDouble = try library.function("sqlite3_bind_double")
    unsafe bindText = try library.function("sqlite3_bind_text")
    unsafe bindBlob = try library.function("sqlite3_bind_blob")
    unsafe columnCount = try library.function("sqlite3_column_count")
    unsafe columnName = try library.function("sqlite3_column_name")
    unsafe columnType = try library.function("sqlite3_column_type")
    unsafe columnInt64 = try library.function("sqlite3_column_int64")
    unsafe columnDouble = try library.function("sqlite3_column_double")
    unsafe columnText = try library.function("sqlite3_column_text")
    unsafe columnBlob = try library.function("sqlite3_column_blob")
    unsafe columnBytes = try library.function("sqlite3_column_bytes")
  }
}
