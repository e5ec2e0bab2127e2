// SPDX-License-Identifier: Apache-2.0

/// The system's SQLite, opened at run time.
///
/// No header and no link flag is needed to build; a machine without SQLite learns at `load()` what to
/// install.
package struct SQLiteLibrary: Sendable {
  /// The version of the library, such as "3.40.1".
  package let version: String

  /// The name or path under which the library was found.
  package let path: String

  let functions: SQLiteFunctions

  /// Opens the library, the first time; later calls return the same one.
  ///
  /// The environment variable `KINDRED_SQLITE` overrides the path.
  ///
  /// - Throws: `SQLiteError.libraryMissing` or `SQLiteError.functionMissing`.
  package static func load() throws(SQLiteError) -> SQLiteLibrary {
    try loaded.get()
  }

  private static let loaded = Result<SQLiteLibrary, SQLiteError> { () throws(SQLiteError) in
    try SQLiteLibrary(SharedLibrary.open(anyOf: candidateNames))
  }

  private static var candidateNames: [String] {
    if let path = environmentVariable("KINDRED_SQLITE") { return [path] }
    return [
      "libsqlite3.so.0", "libsqlite3.so", "libsqlite3.dylib", "/usr/lib/libsqlite3.dylib",
    ]
  }

  private init(_ library: SharedLibrary) throws(SQLiteError) {
    functions = try SQLiteFunctions(library)
    path = library.name
    version = unsafe functions.libversion().map { unsafe String(cString: $0) } ?? "unknown"
  }
}
