// SPDX-License-Identifier: Apache-2.0

/// Reading the current row. Valid after `step()` returned true; columns count from 0.
extension SQLiteStatement {
  /// The number of columns a row has; zero for a statement that yields no rows.
  package var columnCount: Int {
    unsafe Int(functions.columnCount(handle))
  }

  /// The name of the column at `index`.
  package func columnName(at index: Int) -> String {
    unsafe functions.columnName(handle, Int32(index)).map { unsafe String(cString: $0) } ?? ""
  }

  /// Whether the column at `index` is NULL.
  package func isNull(at index: Int) -> Bool {
    unsafe functions.columnType(handle, Int32(index)) == StorageClass.null
  }

  /// The column at `index` as an integer; SQLite converts other types, and NULL gives 0.
  package func int64(at index: Int) -> Int64 {
    unsafe functions.columnInt64(handle, Int32(index))
  }

  /// The column at `index` as a double; SQLite converts other types, and NULL gives 0.
  package func double(at index: Int) -> Double {
    unsafe functions.columnDouble(handle, Int32(index))
  }

  /// The column at `index` as text, NUL bytes included; NULL gives an empty string.
  package func string(at index: Int) -> String {
    // The order matters: asking for the text may convert, which settles the length.
    guard let start = unsafe functions.columnText(handle, Int32(index)) else { return "" }
    let count = unsafe Int(functions.columnBytes(handle, Int32(index)))
    return unsafe String(
      decoding: UnsafeBufferPointer(start: start, count: count),
      as: UTF8.self
    )
  }

  /// The column at `index` as bytes; NULL gives an empty array.
  package func bytes(at index: Int) -> [UInt8] {
    guard let start = unsafe functions.columnBlob(handle, Int32(index)) else { return [] }
    let count = unsafe Int(functions.columnBytes(handle, Int32(index)))
    return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  /// The column at `index`, as it is stored.
  package func value(at index: Int) -> SQLiteValue {
    switch unsafe functions.columnType(handle, Int32(index)) {
    case StorageClass.integer: .integer(int64(at: index))
    case StorageClass.real: .real(double(at: index))
    case StorageClass.text: .text(string(at: index))
    case StorageClass.blob: .bytes(bytes(at: index))
    default: .null
    }
  }

  /// The whole row, as it is stored.
  package var row: [SQLiteValue] {
    (0..<columnCount).map(value(at:))
  }
}

/// The numbers `sqlite3_column_type` answers with.
private enum StorageClass {
  static let integer: Int32 = 1
  static let real: Int32 = 2
  static let text: Int32 = 3
  static let blob: Int32 = 4
  static let null: Int32 = 5
}
