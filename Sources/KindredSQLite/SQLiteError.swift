// SPDX-License-Identifier: Apache-2.0

/// Why SQLite could not be opened, or what it refused to do.
package enum SQLiteError: Error, Equatable, Sendable {
  /// No shared library could be opened under any of these names.
  case libraryMissing(tried: [String])
  /// The library at this path lacks a function the binding needs.
  case functionMissing(name: String, library: String)
  /// SQLite answered a call with an error code.
  case failed(code: SQLiteResultCode, message: String, sql: String?)

  /// The result code, when it was SQLite that failed.
  package var code: SQLiteResultCode? {
    guard case .failed(let code, _, _) = self else { return nil }
    return code
  }
}

extension SQLiteError: CustomStringConvertible {
  /// What is wrong, and what would fix it.
  package var description: String {
    switch self {
    case .libraryMissing(let tried):
      """
      SQLite's shared library was not found. Tried: \(tried.joined(separator: ", ")). \
      Install libsqlite3-0 (Debian, Ubuntu) or sqlite-libs (Fedora), \
      or set KINDRED_SQLITE to the path of the library.
      """
    case .functionMissing(let name, let library):
      """
      The SQLite library \(library) has no function \(name). \
      Install SQLite 3.37 or newer, or set KINDRED_SQLITE to the path of another library.
      """
    case .failed(let code, let message, let sql):
      "SQLite error \(code.rawValue): \(message)" + (sql.map { " (in: \($0))" } ?? "")
    }
  }
}
