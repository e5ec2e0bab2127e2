// SPDX-License-Identifier: Apache-2.0

/// A result code of SQLite, extended where SQLite has an extended one.
package struct SQLiteResultCode: RawRepresentable, Hashable, Sendable {
  /// The number SQLite returned.
  package let rawValue: Int32

  /// Wraps the number SQLite returned.
  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// The code without its extension: `constraint` for every constraint violation.
  package var primary: SQLiteResultCode {
    SQLiteResultCode(rawValue: rawValue & 0xFF)
  }

  /// Whether a constraint refused the statement.
  package var isConstraintViolation: Bool {
    primary == .constraint
  }
}

extension SQLiteResultCode {
  /// Success.
  package static let ok = SQLiteResultCode(rawValue: 0)
  /// A generic error: bad SQL, an overflow, a missing table.
  package static let error = SQLiteResultCode(rawValue: 1)
  /// Out of memory.
  package static let outOfMemory = SQLiteResultCode(rawValue: 7)
  /// Any constraint violation, without saying which.
  package static let constraint = SQLiteResultCode(rawValue: 19)
  /// A value of the wrong type where a row id is needed.
  package static let mismatch = SQLiteResultCode(rawValue: 20)
  /// A parameter or column index out of range.
  package static let range = SQLiteResultCode(rawValue: 25)
  /// `step` has a row.
  package static let row = SQLiteResultCode(rawValue: 100)
  /// `step` has no further row.
  package static let done = SQLiteResultCode(rawValue: 101)

  /// A CHECK constraint.
  package static let constraintCheck = SQLiteResultCode(rawValue: 275)
  /// A foreign key, immediate or at commit.
  package static let constraintForeignKey = SQLiteResultCode(rawValue: 787)
  /// A NOT NULL column.
  package static let constraintNotNull = SQLiteResultCode(rawValue: 1299)
  /// A primary key.
  package static let constraintPrimaryKey = SQLiteResultCode(rawValue: 1555)
  /// A foreign key action or trigger that raised.
  package static let constraintTrigger = SQLiteResultCode(rawValue: 1811)
  /// A UNIQUE index.
  package static let constraintUnique = SQLiteResultCode(rawValue: 2067)
  /// A row id.
  package static let constraintRowID = SQLiteResultCode(rawValue: 2579)
  /// A value of the wrong type in a STRICT table.
  package static let constraintType = SQLiteResultCode(rawValue: 3091)
}
