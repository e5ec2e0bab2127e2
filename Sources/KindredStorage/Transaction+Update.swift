// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

extension Transaction {
  /// Replaces values of rows.
  ///
  /// Keys are checked at the end of the statement, so rows may exchange their unique values.
  ///
  /// - Parameters:
  ///   - id: The table.
  ///   - columns: Which columns.
  ///   - rows: Which rows, each once, all live.
  ///   - values: For each of the columns one value per row.
  /// - Throws: As for inserting; `foreignKey` also where rows still refer to a key that changed.
  package func update(
    _ id: TableID,
    columns: [Int],
    rows: [RowID],
    values: [Vector]
  ) throws(KindredError) {
    try statement { state throws(KindredError) in
      let schema = store.schema[id]
      for (column, vector) in zip(columns, values) {
        try schema.check(vector, column, count: rows.count)
      }
      let table = state.database.writable(id)
      let keys = table.keys
      let affected = columns.reached(by: keys.uniqueIndexes)
      for index in affected { table.leave(uniqueIndex: index, rows) }
      for (column, vector) in zip(columns, values) {
        state.log.append(
          .updated(
            id,
            column: column,
            rows: rows,
            old: rows.map { table.columns[column].value(Int($0)) }
          )
        )
        table.own(column: column)
        for (position, row) in rows.enumerated() {
          table.columns[column].set(Int(row), vector.value(at: position), epoch: table.epoch)
        }
      }
      for index in affected { try table.enter(uniqueIndex: index, rows) }
      for index in columns.reached(by: keys.foreignKeys) {
        try state.moveChildren(rows, ForeignKeyID(table: id, index: index))
      }
      for referrer in columns.reached(by: keys.referrers) {
        for row in rows { try state.checkChildren(of: row, referrer) }
      }
      state.passKeys(of: rows, columns, in: table)
    }
  }

  /// Replaces the values of one column.
  package func update(
    _ id: TableID,
    column: Int,
    rows: [RowID],
    values: Vector
  ) throws(KindredError) {
    try update(id, columns: [column], rows: rows, values: [values])
  }
}

extension Table {
  fileprivate func leave(uniqueIndex index: Int, _ rows: [RowID]) {
    own(uniqueIndex: index)
    for row in rows { uniqueIndexes[index].remove(row, in: self, epoch: epoch) }
  }

  fileprivate func enter(uniqueIndex index: Int, _ rows: [RowID]) throws(KindredError) {
    for (position, row) in rows.enumerated() {
      let holder = uniqueIndexes[index].insert(row, in: self, epoch: epoch)
      if holder >= 0 {
        throw takenKey(index, row: Int(row), holder: holder, position: position)
      }
    }
  }
}

extension DatabaseStore.WriterState {
  /// Enters rows under the parents that their changed foreign key refers to.
  fileprivate mutating func moveChildren(
    _ rows: [RowID],
    _ id: ForeignKeyID
  ) throws(KindredError) {
    let child = database.tables[id.table.index]
    let parentTable = child.keys.parents[id.index].key.parent
    let resolver = ParentResolver(
      id.index,
      child: child,
      parent: database.tables[parentTable.index]
    )
    child.own(foreignKeyIndex: id.index)
    for (position, row) in rows.enumerated() {
      let parent = resolver.parent(of: row)
      guard parent != ParentResolver.dangling else {
        throw resolver.danglingKey(row, position: position)
      }
      guard parent != child.foreignKeyIndexes[id.index].parentRows[Int(row)] else { continue }
      let place = child.foreignKeyIndexes[id.index].move(row, to: parent, epoch: child.epoch)
      log.append(.moved(id, child: row, from: place))
    }
  }

  /// Checks that the rows that refer to a changed parent still refer to a row, and links them to it.
  fileprivate mutating func checkChildren(
    of row: RowID,
    _ id: ForeignKeyID
  ) throws(KindredError) {
    let parentTable = database.tables[id.table.index].keys.parents[id.index].key.parent
    let children = database.tables[id.table.index].foreignKeyIndexes[id.index].children(of: row)
    guard !children.isEmpty else { return }
    let table = database.writable(id.table)
    let resolver = ParentResolver(
      id.index,
      child: table,
      parent: database.tables[parentTable.index]
    )
    table.own(foreignKeyIndex: id.index)
    for child in children {
      let parent = resolver.parent(of: child)
      guard parent != ParentResolver.dangling else {
        throw resolver.danglingKey(child, position: nil)
      }
      guard parent != row else { continue }
      let place = table.foreignKeyIndexes[id.index].move(child, to: parent, epoch: table.epoch)
      log.append(.moved(id, child: child, from: place))
    }
  }

  fileprivate mutating func passKeys(of rows: [RowID], _ columns: [Int], in table: Table) {
    guard let column = table.schema.autoIncrementColumn, columns.contains(column),
      case .integers(let cells) = table.columns[column].cells,
      let highest = rows.map({ cells[Int($0)] }).max(), highest >= table.nextKey
    else { return }
    log.append(.handedOut(table.id, next: table.nextKey))
    table.nextKey = highest == .max ? .max : highest + 1
  }
}

extension [Int] {
  /// What a change of these columns reaches, each once, in order.
  fileprivate func reached<Reached: Equatable>(by columns: [[Reached]]) -> [Reached] {
    if count == 1 { return columns[self[0]] }
    var reached: [Reached] = []
    for column in self {
      for item in columns[column] where !reached.contains(item) { reached.append(item) }
    }
    return reached
  }
}
