// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

extension ColumnSchema {
  /// Whether it is known without a look at the values that the vector can be stored in the column.
  func fits(_ vector: Vector, count: Int) -> Bool {
    vector.storageClass == type.storageClass && vector.count == count
      && (isNullable || vector.nulls == nil) && type != .date && type != .real
  }
}

extension TableSchema {
  /// Checks that the vectors can be stored: one per column, of its class, and no NULL where none may be.
  func check(_ vectors: [Vector], count: Int) throws(KindredError) {
    guard vectors.count == columns.count else {
      throw KindredError(
        .type,
        "\(vectors.count) columns were given for a table of \(columns.count)",
        table: name
      )
    }
    for (column, vector) in vectors.enumerated() { try check(vector, column, count: count) }
  }

  func check(_ vector: Vector, _ column: Int, count: Int) throws(KindredError) {
    let columnSchema = columns[column]
    guard vector.storageClass == columnSchema.type.storageClass, vector.count == count else {
      throw KindredError(
        .type,
        "the values are not \(count) of type \(columnSchema.type.rawValue)",
        table: name,
        columns: [columnSchema.name]
      )
    }
    if !columnSchema.isNullable, let row = vector.nulls?.firstIndex(where: { $0 != 0 }) {
      throw KindredError(
        .notNull,
        "the column is not optional",
        table: name,
        columns: [columnSchema.name],
        row: row
      )
    }
    if columnSchema.type == .date, case .integers(let cells) = vector.cells,
      let row = cells.indices.first(where: {
        cells[$0] == ColumnType.notADate && !vector.isNull(at: $0)
      })
    {
      throw KindredError(
        .type,
        "the date is not a number, or more than 292,000 years away from 1970",
        table: name,
        columns: [columnSchema.name],
        row: row
      )
    }
    if case .reals(let cells) = vector.cells,
      let row = cells.indices.first(where: { cells[$0].isNaN && !vector.isNull(at: $0) })
    {
      throw KindredError(
        .arithmetic,
        "not a number (NaN) cannot be stored",
        table: name,
        columns: [columnSchema.name],
        row: row
      )
    }
  }
}

// MARK: - Messages

extension Table {
  /// The values of some columns of a row.
  func describe(_ columns: [Int], of row: RowID) -> String {
    columns.map { column in
      self.columns[column].value(Int(row)).description(as: schema.columns[column].type)
    }.joined(separator: ", ")
  }

  func names(_ columns: [Int]) -> String {
    columns.map { schema.columns[$0].name }.joined(separator: ", ")
  }

  func takenKey(_ index: Int, row: Int, holder: RowID, position: Int?) -> KindredError {
    let key = uniqueIndexes[index].columns
    let primary = schema.primaryKey
    var message = "the value \(describe(key, of: RowID(row))) is already taken"
    if key != primary {
      message += " by the row with \(names(primary)) \(describe(primary, of: holder))"
    }
    return KindredError(
      .unique,
      message,
      table: schema.name,
      columns: key.map { schema.columns[$0].name },
      row: position
    )
  }

  /// - Parameters:
  ///   - value: The key of this table's row, in words.
  ///   - child: The table whose rows still refer to it.
  ///   - position: Through which of the child's foreign keys.
  ///   - count: How many of them.
  ///   - row: The position of the row in the statement's rows, if it was among them.
  /// - Returns: The error to throw.
  func stillReferred(
    _ value: String,
    by child: Table,
    _ position: Int,
    _ count: Int,
    row: Int?
  ) -> KindredError {
    let key = child.schema.foreignKeys[position]
    let rows = "\(count) \(child.schema.name) \(count == 1 ? "row" : "rows")"
    return KindredError(
      .foreignKey,
      "\(schema.name) \(names(key.parentColumns)) \(value) is still referred to by \(rows) through "
        + "\(child.names(key.columns)): delete or change those first, or declare the foreign key "
        + "with an action, such as onDelete: .cascade",
      table: schema.name,
      columns: key.parentColumns.map { schema.columns[$0].name },
      row: row
    )
  }
}
