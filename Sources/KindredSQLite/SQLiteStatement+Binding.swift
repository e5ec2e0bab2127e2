// SPDX-License-Identifier: Apache-2.0

extension SQLiteStatement {
  /// Binds `value` to the parameter at `index`, counted from 1.
  ///
  /// - Throws: `SQLiteError.failed` when there is no such parameter, or the statement is running.
  package func bind(_ index: Int, _ value: SQLiteValue) throws(SQLiteError) {
    switch value {
    case .null: try bindNull(index)
    case .integer(let value): try bind(index, value)
    case .real(let value): try bind(index, value)
    case .text(let value): try bind(index, value)
    case .bytes(let value): try bind(index, value)
    }
  }

  /// Binds NULL to the parameter at `index`.
  package func bindNull(_ index: Int) throws(SQLiteError) {
    try check(unsafe functions.bindNull(handle, Int32(index)))
  }

  /// Binds an INTEGER to the parameter at `index`.
  package func bind(_ index: Int, _ value: Int64) throws(SQLiteError) {
    try check(unsafe functions.bindInt64(handle, Int32(index), value))
  }

  /// Binds a REAL to the parameter at `index`; SQLite turns a NaN into NULL.
  package func bind(_ index: Int, _ value: Double) throws(SQLiteError) {
    try check(unsafe functions.bindDouble(handle, Int32(index), value))
  }

  /// Binds TEXT to the parameter at `index`, NUL bytes included.
  package func bind(_ index: Int, _ value: String) throws(SQLiteError) {
    var value = value
    let code = value.withUTF8 { bytes in
      unsafe bind(index, UnsafeRawBufferPointer(bytes), with: functions.bindText)
    }
    try check(code)
  }

  /// Binds a BLOB to the parameter at `index`.
  package func bind(_ index: Int, _ value: [UInt8]) throws(SQLiteError) {
    let code = unsafe value.withUnsafeBytes { bytes in
      unsafe bind(index, bytes, with: functions.bindBlob)
    }
    try check(code)
  }

  /// Hands `bytes` to SQLite, which copies them before it returns.
  ///
  /// An empty buffer may have no address, which SQLite would read as NULL: lend it one.
  private func bind(
    _ index: Int,
    _ bytes: UnsafeRawBufferPointer,
    with function: @convention(c) (StatementHandle, Int32, UnsafeRawPointer, Int32, Int) -> Int32
  ) -> Int32 {
    guard let start = bytes.baseAddress else {
      return unsafe withUnsafeBytes(of: UInt8(0)) { lent in
        guard let start = lent.baseAddress else { return SQLiteResultCode.outOfMemory.rawValue }
        return unsafe function(handle, Int32(index), start, 0, copyNow)
      }
    }
    return unsafe function(handle, Int32(index), start, Int32(bytes.count), copyNow)
  }

  private func check(_ code: Int32) throws(SQLiteError) {
    guard code != SQLiteResultCode.ok.rawValue else { return }
    throw connection.failure(code, sql: sql)
  }
}

/// SQLITE_TRANSIENT: the destructor that says "copy the bytes now".
private let copyNow = -1
