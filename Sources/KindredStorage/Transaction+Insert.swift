// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

extension Transaction {
  private enum InsertPhase {
    /// The cells and the unique keys.
    case append
    /// The foreign keys, once all rows are there that may be referred to.
    case link
    /// The ordered indexes: all rows at once, as many are sorted rather than entered one by one.
    case order

    static let all: [InsertPhase] = [.append, .link, .order]
  }

  /// Adds rows.
  ///
  /// - Parameters:
  ///   - id: The table.
  ///   - columns: One vector per column of the table, each of `count` values.
  ///   - count: How many rows.
  /// - Returns: The row ids of the new rows, in order.
  /// - Throws: `type`, `notNull`, `arithmetic` (not a number), `check`, `unique` or `foreignKey`, with the
  ///   position of the first offending row. A row may refer to another of the same statement.
  /// - Complexity: O(rows × (columns + keys)).
  @discardableResult
  package func insert(
    into id: TableID,
    _ columns: [Vector],
    count: Int
  ) throws(KindredError) -> Range<Int> {
    var consequences = Consequences(of: [], in: id, store.schema)
    return try insert(into: id, columns, count: count, &consequences)
  }

  /// The same as a statement, or a part of one.
  func insert(
    into id: TableID,
    _ columns: [Vector],
    count: Int,
    _ consequences: inout Consequences
  ) throws(KindredError) -> Range<Int> {
    try store.schema.tables[id.index].check(columns, count: count)
    var start = 0
    let position = try statement(InsertPhase.all, rows: count) {
      (state, phase, part) throws(KindredError) in
      switch phase {
      case .append:
        let row = try state.append(columns, part: part, to: id)
        if part.lowerBound == 0 { start = row }
      case .link:
        try state.database.link(columns, part: part, from: start, of: id, &consequences)
        if part.lowerBound == 0 { state.findOrphans(referringTo: id, &consequences) }
      case .order:
        guard part.lowerBound == 0 else { break }
        let table = state.database.writable(id)
        for index in table.orderedIndexes.indices {
          try FaultPoint.orderWrite.pass()
          table.enterOrder(RowID(start)..<RowID(start + count), CollectionOfOne(index))
        }
      }
    }
    try settle(&consequences, from: position)
    return start..<start + count
  }
}

extension DatabaseStore.WriterState {
  /// - Returns: The first new row.
  fileprivate mutating func append(
    _ vectors: [Vector],
    part: Range<Int>,
    to id: TableID
  ) throws(KindredError) -> Int {
    let table = database.writable(id)
    let start = table.slotCount
    try database.limits.checkRows(part.count, of: table)
    try database.limits.checkTexts(part.count, in: table.columns.indices, of: table)
    log.append(.inserted(id, rows: start..<start + part.count))
    try table.append(vectors, part: part)
    let rows = RowID(start)..<RowID(start + part.count)
    try database.check(Array(rows), of: id, from: part.lowerBound)
    for index in table.uniqueIndexes.indices {
      try FaultPoint.keyWrite.pass()
      if let clash = table.enter(index, from: start, vectors, part: part) {
        throw table.takenKey(
          index,
          row: start + clash.position,
          holder: clash.holder,
          position: part.lowerBound + clash.position
        )
      }
    }
    if let column = table.keys.autoIncrementColumn,
      case .integers(let keys) = vectors[column].cells, let highest = keys[part].max()
    {
      pass(highest, in: id)
    }
    return start
  }
}

extension Table {
  /// Stores cells of new rows; their keys are entered apart.
  func append(_ vectors: [Vector], part: Range<Int>) throws(KindredError) {
    for column in columns.indices {
      try FaultPoint.rowWrite.pass()
      own(column: column)
      columns[column].append(vectors[column], part: part, epoch: epoch)
    }
    slotCount += part.count
    rowCount += part.count
  }

  /// Enters new rows into a unique index.
  fileprivate func enter(
    _ index: Int,
    from start: Int,
    _ vectors: [Vector],
    part: Range<Int>
  ) -> UniqueIndex.Clash? {
    own(uniqueIndex: index)
    let first = uniqueIndexes[index].columns[0]
    let entered = uniqueIndexes[index].enterDirectly(
      from: RowID(start),
      vectors[first],
      part: part,
      slotCount: slotCount,
      epoch: epoch
    )
    guard entered < part.count else { return nil }
    let rows = RowID(start + entered)..<RowID(start + part.count)
    guard var clash = uniqueIndexes[index].enter(rows, in: self, epoch: epoch) else { return nil }
    clash.position += entered
    return clash
  }
}

extension DatabaseState {
  /// Enters new rows into the adjacencies of their foreign keys.
  fileprivate mutating func link(
    _ vectors: [Vector],
    part: Range<Int>,
    from start: Int,
    of id: TableID,
    _ consequences: inout Consequences
  ) throws(KindredError) {
    let child = writable(id)
    for index in child.foreignKeyIndexes.indices {
      try FaultPoint.parentWrite.pass()
      let parent = tables[child.keys.parents[index].key.parent.index]
      let resolver = ParentResolver(index, child: child, parent: parent)
      let parents = resolver.parents(ofNew: vectors, part: part, from: start)
      if !resolver.isDeferred, let offset = parents.firstIndex(of: ForeignKeyIndex.noParent) {
        guard consequences.isPart else {
          let position = part.lowerBound + offset
          throw resolver.danglingKey(RowID(start + position), position: position)
        }
        consequences.check(
          part.map { RowID(start + $0) }.dangling(parents),
          of: ForeignKeyID(table: id, index: index)
        )
      }
      child.own(foreignKeyIndex: index)
      child.foreignKeyIndexes[index].append(parents: parents, epoch: epoch)
    }
  }
}
