// SPDX-License-Identifier: Apache-2.0

extension SQLiteConnection {
  /// Copies the whole database into a new connection, page by page (SQLite's backup interface).
  ///
  /// The copy has the connection settings of a new connection: foreign keys are off until asked for.
  ///
  /// - Throws: `SQLiteError.failed`, for instance inside an open write transaction.
  package func copy(_ library: SQLiteLibrary) throws(SQLiteError) -> SQLiteConnection {
    let target = try SQLiteConnection(library)
    guard let backup = unsafe functions.backupInit(target.handle, "main", handle, "main") else {
      throw target.failure(target.lastErrorCode.rawValue, sql: nil)
    }
    _ = unsafe functions.backupStep(backup, -1)
    try target.check(unsafe functions.backupFinish(backup))
    return target
  }
}
