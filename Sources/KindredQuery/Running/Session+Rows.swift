// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema
import KindredStorage

/// What the floor above asks of the tables to keep its objects: rows by key, cells, models.
extension Session {
  /// Whether pending changes can be written.
  package func checkWritable() throws(KindredError) { try writing { _ in } }

  /// The row with the integer primary key; -1 for none.
  package func row(ofInteger key: Int64, in table: TableID) throws(KindredError) -> RowID {
    try reader(table).row(ofInteger: key)
  }

  /// The foreign key from some columns of one table to some of another, if there is one.
  package func foreignKey(_ link: Link) throws(KindredError) -> ForeignKeyID? {
    let (near, far) = (try catalogue.table(link.near), try catalogue.table(link.far))
    return catalogue.schema[near].foreignKeys.firstIndex {
      $0.parent == far && $0.columns == link.nearColumns && $0.parentColumns == link.farColumns
    }.map { ForeignKeyID(table: near, index: $0) }
  }

  /// By row of the referring table: the row that it refers to, -1 for none; good for this view.
  package func parentRows(_ key: ForeignKeyID) throws(KindredError) -> ChunkedColumn<RowID> {
    try table(key.table).foreignKeyIndexes[key.index].parentRows
  }

  /// The row that has the values in the columns of a unique key; -1 for none.
  package func row(
    of values: [Value],
    in columns: [Int],
    _ id: TableID
  ) throws(KindredError) -> RowID {
    let table = try self.table(id)
    guard let key = table.uniqueKey(columns) else {
      throw KindredError(
        .query,
        "a relation leads to \(table.schema.label(of: columns)), which is not unique"
      )
    }
    if values.contains(where: \.isNull) { return -1 }
    if values.count == 1, case .integer(let integer) = values[0] {
      return table.uniqueIndexes[key].row(ofInteger: integer, in: table)
    }
    let ordered = table.schema.uniqueKeys[key].map { column in
      values[columns.firstIndex(of: column) ?? 0]
    }
    return table.uniqueIndexes[key].row(of: ordered, in: table)
  }

  /// For each of some rows of one table, the row of another that has the same values in a unique key.
  package func rows(
    matching columns: [Int],
    of rows: [RowID],
    in table: TableID,
    to otherColumns: [Int],
    _ other: TableID
  ) throws(KindredError) -> [RowID] {
    let view = try view()
    let (own, parent) = (view[table], view[other])
    let vectors = columns.map { own.columns[$0].values(at: .ids(rows), isPadded: true) }
    if columns.count == 1, case .integers(let keys) = vectors[0].cells,
      let key = parent.uniqueKey(otherColumns)
    {
      let index = parent.uniqueIndexes[key]
      return keys.indices.map { position in
        vectors[0].isNull(at: position) ? -1 : index.row(ofInteger: keys[position], in: parent)
      }
    }
    var found: [RowID] = []
    for position in rows.indices {
      found.append(try row(of: vectors.map { $0.value(at: position) }, in: otherColumns, other))
    }
    return found
  }

  /// The values of some rows in some columns, one row after the other.
  package func values(
    of columns: [Int],
    rows: [RowID],
    in table: TableID
  ) throws(KindredError) -> [[Value]] {
    let table = try self.table(table)
    return rows.map { row in columns.map { table.columns[$0].value(Int(row)) } }
  }

  /// Whether the row exists.
  package func isLive(_ row: RowID, in table: TableID) throws(KindredError) -> Bool {
    try self.table(table).isLive(row)
  }

  /// How many rows the table has place for: all row ids are below.
  package func slotCount(_ table: TableID) throws(KindredError) -> Int {
    try self.table(table).slotCount
  }

  /// The columns in which the row does not hold these cells.
  package func differences(
    _ cells: [Value],
    row: RowID,
    in table: TableID
  ) throws(KindredError) -> [Int] {
    let table = try self.table(table)
    return cells.indices.filter { !table.columns[$0].equals(Int(row), cells[$0]) }
  }

  /// Makes the models of rows a block at a time: see ``ModelLayout/withModels(of:in:_:)``.
  @safe
  package func withModels<T: Entity>(
    _ type: T.Type,
    of rows: [RowID],
    in table: TableID,
    _ body: ([RowID], UnsafeMutablePointer<T>) -> Void
  ) throws(KindredError) {
    try T.table.layout.withModels(of: rows, in: reader(table), body)
  }

  /// The model of one row.
  package func model<T: Entity>(
    _ type: T.Type,
    of row: RowID,
    in table: TableID
  ) throws(KindredError) -> T {
    try T.table.layout.model(of: row, in: reader(table))
  }
}

extension KindredStorage.Table {
  /// The unique key over exactly these columns, in any order.
  fileprivate func uniqueKey(_ columns: [Int]) -> Int? {
    if columns == schema.uniqueKeys[0] { return 0 }
    let wanted = Set(columns)
    return schema.uniqueKeys.firstIndex { Set($0) == wanted }
  }
}
