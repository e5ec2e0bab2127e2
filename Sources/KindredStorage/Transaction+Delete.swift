// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension Transaction {
  /// Deletes rows, and those that refer to them where the foreign key says `cascade`.
  ///
  /// The rows are taken one by one, each with all that goes with it. A worklist follows the
  /// references, so chains may be as deep as they like and cycles end.
  ///
  /// - Parameters:
  ///   - id: The table.
  ///   - rows: Which rows; those already gone are passed over.
  /// - Returns: For each table how many rows were deleted.
  /// - Throws: `foreignKey` if a row that goes is still referred to through a key that says `restrict`,
  ///   even by a row that would have gone too.
  /// - Complexity: O(deleted rows × keys).
  @discardableResult
  package func delete(_ id: TableID, rows: [RowID]) throws(KindredError) -> [Int] {
    try statement { state throws(KindredError) in
      var deletedRows = [Int](repeating: 0, count: store.schema.tables.count)
      var worklist: [(table: TableID, row: RowID)] = []
      for row in rows where state.database.tables[id.index].isLive(row) {
        state.markDeleted(id, row, counting: &deletedRows)
        worklist.append((id, row))
        while let (table, parent) = worklist.popLast() {
          for referrer in store.schema.referrers[table.index] {
            try state.follow(
              referrer,
              from: parent,
              of: table,
              into: &worklist,
              counting: &deletedRows
            )
          }
          state.unlink(table, parent)
        }
      }
      return deletedRows
    }
  }
}

extension DatabaseStore.WriterState {
  /// Marks the children of a deleted row as deleted, or refuses.
  fileprivate mutating func follow(
    _ id: ForeignKeyID,
    from parent: RowID,
    of parentTable: TableID,
    into worklist: inout [(table: TableID, row: RowID)],
    counting deletedRows: inout [Int]
  ) throws(KindredError) {
    let table = database.tables[id.table.index]
    var child = table.foreignKeyIndexes[id.index].firstChild(of: parent)
    guard child >= 0 else { return }
    let key = table.schema.foreignKeys[id.index]
    while child >= 0 {
      // A row that refers to itself does not stand in its own way.
      let isParent = id.table == parentTable && child == parent
      switch key.onDelete {
      case .restrict where !isParent:
        throw stillReferred(parentTable, parent, by: id)
      case .cascade where table.isLive(child):
        markDeleted(id.table, child, counting: &deletedRows)
        worklist.append((id.table, child))
      case .restrict, .cascade: break
      }
      child = database.tables[id.table.index].foreignKeyIndexes[id.index].nextChild(after: child)
    }
  }

  /// Takes the row out of the unique indexes.
  ///
  /// It stays in its parents' chains until it is unlinked, so that what is yet to be followed can
  /// be.
  fileprivate mutating func markDeleted(
    _ id: TableID,
    _ row: RowID,
    counting deletedRows: inout [Int]
  ) {
    let table = database.writable(id)
    for index in table.uniqueIndexes.indices {
      table.own(uniqueIndex: index)
      table.uniqueIndexes[index].remove(row, in: table, epoch: table.epoch)
    }
    table.setDeleted(row, true)
    deletedRows[id.index] += 1
    log.append(.marked(id, row))
  }

  fileprivate mutating func unlink(_ id: TableID, _ row: RowID) {
    let table = database.writable(id)
    for index in table.foreignKeyIndexes.indices {
      table.own(foreignKeyIndex: index)
      table.foreignKeyIndexes[index].unlink(row, epoch: table.epoch)
    }
    if !table.foreignKeyIndexes.isEmpty { log.append(.unlinked(id, row)) }
  }

  private func stillReferred(
    _ parentTable: TableID,
    _ parent: RowID,
    by id: ForeignKeyID
  ) -> KindredError {
    let table = database.tables[parentTable.index]
    let child = database.tables[id.table.index]
    let key = child.schema.foreignKeys[id.index]
    let names = key.parentColumns.map { table.schema.columns[$0].name }.joined(separator: ", ")
    let columns = key.columns.map { child.schema.columns[$0].name }
    return KindredError(
      .foreignKey,
      "the row with \(names) \(table.describe(key.parentColumns, of: parent)) is still referred to by "
        + "\(child.schema.name) rows through \(columns.joined(separator: ", ")): delete those first, "
        + "or declare the key with onDelete: .cascade",
      table: table.schema.name,
      columns: key.parentColumns.map { table.schema.columns[$0].name }
    )
  }
}
