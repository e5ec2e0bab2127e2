// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

extension Transaction {
  /// Adds rows.
  ///
  /// - Parameters:
  ///   - id: The table.
  ///   - columns: One vector per column of the table, each of `count` values.
  ///   - count: How many rows.
  /// - Returns: The row ids of the new rows, in order.
  /// - Throws: `type`, `notNull`, `arithmetic` (not a number), `unique` or `foreignKey`, with the
  ///   position of the first offending row. A row may refer to another of the same statement.
  /// - Complexity: O(rows × (columns + keys)).
  @discardableResult
  package func insert(
    into id: TableID, _ columns: [Vector], count: Int
  ) throws(KindredError) -> Range<Int> {
    try statement { state throws(KindredError) in
      let schema = store.schema[id]
      try schema.check(columns, count: count)
      let table = state.database.writable(id)
      let start = table.slotCount
      guard start + count < Int(RowID.max) else {
        throw KindredError(.limit, "a table holds at most 2^31 - 1 rows", table: schema.name)
      }
      state.log.append(.inserted(id, from: start))
      table.append(columns, count: count)
      try table.enterUniqueKeys(of: start..<start + count)
      for index in schema.foreignKeys.indices {
        try state.database.linkParents(
          of: start..<start + count, ForeignKeyID(table: id, index: index))
      }
      state.passKeys(from: start, in: table)
      return start..<start + count
    }
  }
}

extension Table {
  fileprivate func append(_ vectors: [Vector], count: Int) {
    for column in columns.indices {
      own(column: column)
      columns[column].append(vectors[column], epoch: epoch)
    }
    slotCount += count
    rowCount += count
  }

  fileprivate func enterUniqueKeys(of rows: Range<Int>) throws(KindredError) {
    for index in uniqueIndexes.indices {
      own(uniqueIndex: index)
      for row in rows {
        let holder = uniqueIndexes[index].insert(RowID(row), in: self, epoch: epoch)
        if holder >= 0 {
          throw takenKey(index, row: row, holder: holder, position: row - rows.lowerBound)
        }
      }
    }
  }
}

extension DatabaseState {
  /// Enters new rows into the adjacency of a foreign key.
  fileprivate mutating func linkParents(
    of rows: Range<Int>, _ id: ForeignKeyID
  ) throws(KindredError) {
    let child = tables[id.table.index]
    let key = child.schema.foreignKeys[id.index]
    let resolver = ParentResolver(key, child: child, parent: tables[key.parent.index])
    child.own(foreignKeyIndex: id.index)
    for row in rows {
      let parent = resolver.parent(of: RowID(row))
      guard parent != ParentResolver.dangling else {
        throw resolver.danglingKey(RowID(row), position: row - rows.lowerBound)
      }
      child.foreignKeyIndexes[id.index].append(parent: parent, epoch: epoch)
    }
  }
}

extension DatabaseStore.WriterState {
  /// Keeps the keys that the table hands out above those that were given.
  fileprivate mutating func passKeys(from start: Int, in table: Table) {
    guard let column = table.schema.autoIncrementColumn,
      case .integers(let cells) = table.columns[column].cells
    else { return }
    var next = table.nextKey
    for row in start..<table.slotCount {
      let key = cells[row]
      if key >= next { next = key == .max ? .max : key + 1 }
    }
    guard next != table.nextKey else { return }
    log.append(.handedOut(table.id, next: table.nextKey))
    table.nextKey = next
  }
}
