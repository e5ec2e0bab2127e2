// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension SQLDialect {
  /// SQLite 3.39 or newer, with STRICT tables.
  package static let sqlite = SQLDialect(
    name: "SQLite",
    keywords: sqliteKeywords,
    quote: {
      "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\""
    },
    literal: sqliteLiteral,
    typeName: sqliteTypeName,
    tableSuffix: " STRICT",
    autoIncrementColumn: "INTEGER PRIMARY KEY AUTOINCREMENT",
    nullsFirst: { isDescending in !isDescending },
    unlimited: "-1",
    functionName: sqliteFunctionName,
    conflictClause: { target, assignments in
      let target: SQLText = target.map { " (\($0))" } ?? ""
      let action: SQLText = assignments.map { "UPDATE SET \($0)" } ?? "NOTHING"
      return " ON CONFLICT\(target) DO \(action)"
    },
    proposedColumn: { "excluded.\($0)" },
    datePart: sqliteDatePart,
    rowID: "rowid",
    hasPrefix: { text, prefix in "instr(x'FF' || \(text), x'FF' || \(prefix)) > 0" },
    hasSuffix: { text, suffix in "instr(\(text) || x'FF', \(suffix) || x'FF') > 0" },
    contains: { text, part in "instr(\(text), \(part)) > 0" },
    hasLiteralPrefix: sqliteLiteralPrefix
  )
}

// The byte FF occurs in no UTF-8 text, so a prefix that starts with it can only be found at the
// start. `substr` and `length` stop at a NUL; `instr` and `||` do not.

/// `substr` counts code points up to a NUL, which is right for a prefix that has none.
private func sqliteLiteralPrefix(_ text: SQLText, _ prefix: String) -> SQLText? {
  guard !prefix.utf8.contains(0) else { return nil }
  let literal = SQLText([.value(.text(prefix), .text)])
  return "substr(\(text), 1, \(prefix.unicodeScalars.count)) = \(literal)"
}

/// Whole seconds since 1970, rounded down; `strftime` knows the years 0 to 9999.
private func sqliteDatePart(_ part: ScalarFunction, _ date: SQLText) -> SQLText {
  let format =
    switch part {
    case .year: "%Y"
    case .month: "%m"
    case .day: "%d"
    case .hour: "%H"
    case .minute: "%M"
    case .second: "%S"
    case .weekday: "%w"
    case .dayOfYear: "%j"
    case .lower, .upper, .length, .concatenate, .real, .integer, .text, .sign, .round, .floor,
      .trim, .replace, .absolute, .ceiling, .minimum, .maximum, .trimStart, .trimEnd, .substring,
      .position:
      preconditionFailure("\(part) is no part of a date")
    }
  let seconds: SQLText = "\(date) / 1000000 - (\(date) % 1000000 < 0)"
  return "CAST(strftime('\(format)', \(seconds), 'unixepoch') AS INTEGER)"
}

/// Casts, date parts and `concatenate` are written in other ways; their names are for completeness.
private func sqliteFunctionName(_ function: ScalarFunction) -> String {
  switch function {
  case .integer, .text, .year, .month, .day, .hour, .minute, .second, .weekday, .dayOfYear, .lower,
    .upper, .length, .concatenate, .real, .sign, .round, .floor, .trim, .replace:
    function.rawValue
  case .absolute: "abs"
  case .ceiling: "ceil"
  case .minimum: "min"
  case .maximum: "max"
  case .trimStart: "ltrim"
  case .trimEnd: "rtrim"
  case .substring: "substr"
  case .position: "instr"
  }
}

private func sqliteTypeName(_ type: ColumnType) -> String {
  switch type {
  case .boolean, .integer, .date: "INTEGER"
  case .real: "REAL"
  case .text: "TEXT"
  case .bytes: "BLOB"
  }
}

private func sqliteLiteral(_ value: Value, _ type: ColumnType) -> String {
  switch value {
  case .null: "NULL"
  case .integer(let value): String(value)
  case .real(let value) where value.isInfinite: value < 0 ? "-9e999" : "9e999"
  case .real(let value): value.description
  case .text where type == .bytes: value.description(as: type)
  case .text(let value): sqliteText(value)
  }
}

/// A quoted text; through a blob when it holds a NUL, which ends the statement elsewhere.
private func sqliteText(_ text: String) -> String {
  guard text.utf8.contains(0) else {
    let quoted = text.utf8.flatMap { $0 == 39 ? [39, 39] : [$0] }
    return "'" + String(decoding: quoted, as: UTF8.self) + "'"
  }
  return "CAST(x'\(ByteText.hexadecimal(text.utf8))' AS TEXT)"
}

private let sqliteKeywords = Set(
  """
  ABORT ACTION ADD AFTER ALL ALTER ALWAYS ANALYZE AND AS ASC ATTACH AUTOINCREMENT BEFORE BEGIN
  BETWEEN BY CASCADE CASE CAST CHECK COLLATE COLUMN COMMIT CONFLICT CONSTRAINT CREATE CROSS CURRENT
  CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DATABASE DEFAULT DEFERRABLE DEFERRED DELETE DESC DETACH
  DISTINCT DO DROP EACH ELSE END ESCAPE EXCEPT EXCLUDE EXCLUSIVE EXISTS EXPLAIN FAIL FALSE FILTER
  FIRST FOLLOWING FOR FOREIGN FROM FULL GENERATED GLOB GROUP GROUPS HAVING IF IGNORE IMMEDIATE IN
  INDEX INDEXED INITIALLY INNER INSERT INSTEAD INTERSECT INTO IS ISNULL JOIN KEY LAST LEFT LIKE LIMIT
  MATCH MATERIALIZED NATURAL NO NOT NOTHING NOTNULL NULL NULLS OF OFFSET ON OR ORDER OTHERS OUTER
  OVER PARTITION PLAN PRAGMA PRECEDING PRIMARY QUERY RAISE RANGE RECURSIVE REFERENCES REGEXP REINDEX
  RELEASE RENAME REPLACE RESTRICT RETURNING RIGHT ROLLBACK ROW ROWS SAVEPOINT SELECT SET TABLE TEMP
  TEMPORARY THEN TIES TO TRANSACTION TRIGGER TRUE UNBOUNDED UNION UNIQUE UPDATE USING VACUUM VALUES
  VIEW VIRTUAL WHEN WHERE WINDOW WITH WITHOUT
  """.split(whereSeparator: \.isWhitespace).map(String.init)
)
