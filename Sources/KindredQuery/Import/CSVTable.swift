// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema

/// The rows of a CSV text as the columns of a table.
///
/// The first record names the columns, in any order. A column that need not be given may be missing. An
/// empty field without quotes is NULL.
package struct CSVTable {
  /// For each column of the table its values, in row order; nil where the text lacks the column.
  package let columns: [[Value]?]
  /// For each row the line it started on.
  package let lines: [Int]

  /// Reads all records.
  ///
  /// - Parameters:
  ///   - bytes: The text, in UTF-8.
  ///   - table: The table whose columns the header names.
  ///   - optional: Columns that may be missing although they are not optional and have no default.
  ///   - renaming: Turns a name of the header into the name of a column.
  /// - Throws: `format` for malformed text, an unknown, repeated or missing column, or a record of
  ///   another length than the header; `type` for a field that is not of its column's type;
  ///   `notNull` for an empty field of a column that is not optional. All with table, column and line.
  /// - Complexity: O(bytes).
  package init(
    _ bytes: [UInt8],
    for table: TableSchema,
    optional: [Int] = [],
    renaming: (String) -> String = { $0 }
  ) throws(KindredError) {
    var parser = CSVParser(bytes)
    do throws(KindredError) {
      guard let header = try parser.next() else {
        throw KindredError(.format, "the text has no header line", line: 1)
      }
      let targets = try Self.targets(
        of: header,
        in: table,
        optional: optional,
        renaming: renaming
      )
      var values = [[Value]](repeating: [], count: targets.count)
      var lines: [Int] = []
      while let record = try parser.next() {
        guard record.fields.count == targets.count else {
          throw KindredError(
            .format,
            "the line has \(record.fields.count) fields, the header \(targets.count)",
            line: record.line
          )
        }
        for (position, field) in record.fields.enumerated() {
          let column = table.columns[targets[position]]
          values[position].append(try Self.value(field, column, line: record.line))
        }
        lines.append(record.line)
      }
      var columns = [[Value]?](repeating: nil, count: table.columns.count)
      for (position, target) in targets.enumerated() { columns[target] = values[position] }
      self.columns = columns
      self.lines = lines
    } catch {
      var located = error
      located.table = table.name
      throw located
    }
  }

  private static func targets(
    of header: CSVParser.Record,
    in table: TableSchema,
    optional: [Int],
    renaming: (String) -> String
  ) throws(KindredError) -> [Int] {
    var targets: [Int] = []
    for field in header.fields {
      guard let column = table.columnIndex(named: renaming(field.text)) else {
        let known = table.columns.map(\.name).joined(separator: ", ")
        throw KindredError(
          .format,
          "no such column; the table has \(known)",
          columns: [field.text],
          line: header.line
        )
      }
      guard !targets.contains(column) else {
        throw KindredError(
          .format,
          "the header names the column twice",
          columns: [field.text],
          line: header.line
        )
      }
      targets.append(column)
    }
    for (index, column) in table.columns.enumerated()
    where !targets.contains(index) && !optional.contains(index)
      && !column.isNullable && column.defaultValue == nil && table.autoIncrementColumn != index
    {
      throw KindredError(
        .format,
        "the header lacks the column, which is not optional",
        columns: [column.name],
        line: header.line
      )
    }
    return targets
  }

  private static func value(
    _ field: CSVParser.Field,
    _ column: ColumnSchema,
    line: Int
  ) throws(KindredError) -> Value {
    if field.text.isEmpty, !field.isQuoted {
      guard column.isNullable else {
        throw KindredError(
          .notNull,
          "the field is empty, but the column is not optional",
          columns: [column.name],
          line: line
        )
      }
      return .null
    }
    guard let value = TextConversion.value(of: field.text, as: column.type) else {
      throw KindredError(
        .type,
        "\"\(field.text)\" is not \(TextConversion.description(of: column.type))",
        columns: [column.name],
        line: line
      )
    }
    return value
  }
}
