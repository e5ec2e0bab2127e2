// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// What differs from one database to another; the printer asks here and nowhere else.
///
/// Another dialect is one more file that fills in these members.
package struct SQLDialect: Sendable {
  package let name: String
  /// The words that must be quoted to serve as names, in upper case.
  let keywords: Set<String>
  let quote: @Sendable (String) -> String
  let literal: @Sendable (Value, ColumnType) -> String
  let typeName: @Sendable (ColumnType) -> String
  /// What follows the closing parenthesis of CREATE TABLE.
  let tableSuffix: String
  /// The definition of the column that hands out keys.
  let autoIncrementColumn: String
  /// Whether NULLs come first when nothing is said.
  let nullsFirst: @Sendable (_ isDescending: Bool) -> Bool
  /// What stands for "no limit" before OFFSET.
  let unlimited: String
  /// The name of a function that is called with its operands in parentheses.
  let functionName: @Sendable (ScalarFunction) -> String
  /// How an INSERT goes on when a key is taken: the key's columns, nil for any key, and the assignments, nil
  /// to leave the row out.
  let conflictClause: @Sendable (_ target: SQLText?, _ assignments: SQLText?) -> SQLText
  /// In those assignments: a column of the row that was to be added.
  let proposedColumn: @Sendable (_ name: String) -> SQLText
  /// A part of a date, which is held as microseconds since 1970.
  let datePart: @Sendable (ScalarFunction, SQLText) -> SQLText
  /// The physical row id of a source, where rows have one.
  let rowID: String
  /// Byte-exact: whether the second text starts, ends, occurs in the first.
  let hasPrefix: @Sendable (SQLText, SQLText) -> SQLText
  let hasSuffix: @Sendable (SQLText, SQLText) -> SQLText
  let contains: @Sendable (SQLText, SQLText) -> SQLText
  /// The same for a literal, where a shorter way exists; nil where there is none.
  let hasLiteralPrefix: @Sendable (SQLText, String) -> SQLText?

  /// The name, quoted unless it is a plain word.
  func identifier(_ name: String) -> String {
    isPlainWord(name) && !keywords.contains(name.uppercased()) ? name : quote(name)
  }

  private func isPlainWord(_ name: String) -> Bool {
    guard let first = name.utf8.first, isLetter(first) else { return false }
    return name.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) }
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
  }
}
