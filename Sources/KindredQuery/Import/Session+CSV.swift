// SPDX-License-Identifier: Apache-2.0

import KindredColumns
public import KindredSchema
import KindredStorage

extension Session {
  /// Adds the rows of a CSV text to the table of a model, in one statement.
  ///
  /// ```swift
  /// let bytes = try Data(contentsOf: url)
  /// try s.importCSV(Track.self, bytes) { $0 == "TrackId" ? "id" : $0 }
  /// ```
  ///
  /// The first line names columns, in any order; fields are separated and quoted as RFC 4180 says. An
  /// empty field without quotes is NULL. A column that is optional or has a default, or the key that the
  /// table hands out, may be missing: rows get the default, else NULL. Dates are `2026-11-21` or
  /// `2026-11-21 09:30:00` in UTC, bytes pairs of hexadecimal digits.
  ///
  /// - Parameters:
  ///   - model: The model whose table gets the rows.
  ///   - bytes: The text, in UTF-8.
  ///   - file: The caller's file, for the query log.
  ///   - line: The caller's line, for the query log.
  ///   - renaming: Turns a name of the first line into the name of a column.
  /// - Returns: How many rows were added.
  /// - Throws: `format`, `type`, `notNull`, `unique` or `foreignKey`, with table, column and line; then
  ///   nothing is added.
  /// - Complexity: O(bytes).
  @discardableResult
  public func importCSV<T: Entity>(
    _ model: T.Type,
    _ bytes: some Sequence<UInt8>,
    file: StaticString = #fileID,
    line: UInt = #line,
    renaming: (String) -> String = { $0 }
  ) throws(KindredError) -> Int {
    try flush()
    let start = isLogging ? ContinuousClock.now : nil
    let table = try catalogue.table(model.table.layout.number)
    let schema = catalogue.schema[table]
    let text = try CSVTable(
      Array(bytes),
      for: schema,
      optional: catalogue.generatedDefaults[table.index].map(\.column),
      renaming: renaming
    )
    let count = text.lines.count
    let vectors: [Vector]
    do {
      vectors = try writing { transaction throws(KindredError) in
        let vectors = schema.columns.indices.map { column in
          let values =
            text.columns[column]
            ?? defaults(of: column, in: table, count: count) {
              .integer(transaction.nextAutoIncrement(table))
            }
          return Vector(values, as: schema.columns[column].type.storageClass)
        }
        for (column, field) in model.table.layout.fields.enumerated() {
          try check(vectors[column], field, schema.columns[column])
        }
        try transaction.insert(into: table, vectors, count: count)
        return vectors
      }
    } catch {
      var located = error
      if let row = error.row { located.line = text.lines[row] }
      located.row = nil
      located.table = located.table ?? schema.name
      throw located
    }
    record(
      Purpose(Site(file, line), kind: .write),
      rows: count,
      since: start,
      .insert(table, vectors, count: count)
    )
    try objects?.didWrite(TableChange(table: table))
    return count
  }

  /// Checks that the values of a column are of its property's type, where not every cell is: an enum, a
  /// narrow integer.
  private func check(
    _ vector: Vector,
    _ field: any AnyField,
    _ column: ColumnSchema
  ) throws(KindredError) {
    guard field.form.layout == .converted else { return }
    for row in 0..<vector.count where !vector.isNull(at: row) {
      let cell = vector.value(at: row)
      if field.accepts(cell) { continue }
      throw KindredError(
        .type,
        "\(cell.description(as: column.type)) is not a value of the type \(field.typeName)",
        columns: [column.name],
        row: row
      )
    }
  }
}
