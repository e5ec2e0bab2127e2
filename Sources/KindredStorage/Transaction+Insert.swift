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
    into id: TableID,
    _ columns: [Vector],
    count: Int
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
      try table.enterUniqueKeys(of: start..<start + count, columns)
      for index in schema.foreignKeys.indices {
        try state.database.linkParents(
          of: start..<start + count,
          columns,
          ForeignKeyID(table: id, index: index)
        )
      }
      state.passKeys(columns, in: table)
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

  fileprivate func enterUniqueKeys(
    of rows: Range<Int>,
    _ vectors: [Vector]
  ) throws(KindredError) {
    for index in uniqueIndexes.indices {
      own(uniqueIndex: index)
      let entered = uniqueIndexes[index].insertDirectly(rows, vectors, in: self, epoch: epoch)
      for row in rows.dropFirst(entered) {
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
    of rows: Range<Int>,
    _ vectors: [Vector],
    _ id: ForeignKeyID
  ) throws(KindredError) {
    let child = tables[id.table.index]
    let parent = tables[child.keys.parents[id.index].key.parent.index]
    let resolver = ParentResolver(id.index, child: child, parent: parent)
    let parents = resolver.parents(of: rows, vectors)
    if let position = parents.firstIndex(of: ParentResolver.dangling) {
      throw resolver.danglingKey(RowID(rows.lowerBound + position), position: position)
    }
    child.own(foreignKeyIndex: id.index)
    child.foreignKeyIndexes[id.index].append(parents: parents, epoch: epoch)
  }
}

extension DatabaseStore.WriterState {
  /// Keeps the keys that the table hands out above those that were given.
  fileprivate mutating func passKeys(_ vectors: [Vector], in table: Table) {
    guard let column = table.schema.autoIncrementColumn,
      case .integers(let keys) = vectors[column].cells, let highest = keys.max(),
      highest >= table.nextKey
    else { return }
    log.append(.handedOut(table.id, next: table.nextKey))
    table.nextKey = highest == .max ? .max : highest + 1
  }
}
