// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// One update statement: what it was given, and which keys it reaches.
struct Update {
  enum Phase {
    /// The cells, the rows taken out of the unique indexes that have one of the columns.
    case store
    /// The rows put into them again, once all have their new values.
    case enterKeys
    /// The rows entered under the parents that their foreign keys now refer to.
    case moveRows
    /// The rows that refer to keys that changed: what becomes of them is noted.
    case findChildren

    /// The rows put into the ordered indexes that have one of the columns, which `store` took them out of.
    case enterOrder

    static let all: [Phase] = [.store, .enterKeys, .moveRows, .findChildren, .enterOrder]
  }

  let table: TableID
  let columns: [Int]
  let rows: [RowID]
  let values: [Vector]
  private let uniqueIndexes: [Int]
  private let orderedIndexes: [Int]
  private let foreignKeys: [Int]
  private let referrers: [ForeignKeyID]
  /// Whether the rows are those that the statement was given, so that their positions say something.
  private let isGiven: Bool

  init(
    table: TableID,
    columns: [Int],
    rows: [RowID],
    values: [Vector],
    keys: TableKeys,
    isGiven: Bool = true
  ) {
    self.isGiven = isGiven
    self.table = table
    self.columns = columns
    self.rows = rows
    self.values = values
    uniqueIndexes = columns.reached(by: keys.uniqueIndexes)
    orderedIndexes = columns.reached(by: keys.orderedIndexes)
    foreignKeys = columns.reached(by: keys.foreignKeys)
    referrers = columns.reached(by: keys.referrers)
  }

  private func rows(_ part: Range<Int>) -> [RowID] {
    part.count == rows.count ? rows : Array(rows[part])
  }
}

extension Update {
  func run(
    _ phase: Phase,
    _ part: Range<Int>,
    in state: inout DatabaseStore.WriterState,
    _ consequences: inout Consequences
  ) throws(KindredError) {
    switch phase {
    case .store: try store(part, in: &state)
    case .enterKeys: try enterKeys(part, in: &state)
    case .moveRows: try moveRows(part, in: &state, &consequences)
    case .findChildren: try findChildren(part, in: &state, &consequences)
    case .enterOrder: try enterOrder(part, in: &state)
    }
  }

  /// The position of a row for an error.
  private func position(_ index: Int) -> Int? { isGiven ? index : nil }

  private func store(
    _ part: Range<Int>,
    in state: inout DatabaseStore.WriterState
  ) throws(KindredError) {
    let table = state.database.writable(table)
    let rows = rows(part)
    if let offset = rows.firstIndex(where: { !table.isLive($0) }) {
      throw KindredError(
        .notFound,
        "the row was deleted",
        table: table.schema.name,
        row: position(part.lowerBound + offset)
      )
    }
    try state.database.limits.checkTexts(part.count, in: columns, of: table)
    try FaultPoint.keyWrite.pass()
    for index in uniqueIndexes {
      table.own(uniqueIndex: index)
      table.uniqueIndexes[index].leave(rows, in: table, epoch: table.epoch)
    }
    table.leaveOrder(rows, orderedIndexes)
    state.log.append(table.undoing(columns, rows))
    for (column, vector) in zip(columns, values) {
      try FaultPoint.rowWrite.pass()
      table.own(column: column)
      table.columns[column].set(self.rows, to: vector, part: part, epoch: table.epoch)
      if column == table.keys.autoIncrementColumn, case .integers(let keys) = vector.cells,
        let highest = keys[part].max()
      {
        state.pass(highest, in: self.table)
      }
    }
    // Rows that actions change are checked when all actions are done: two may change the same row.
    guard isGiven else { return }
    try state.database.check(rows, of: self.table, changed: columns, from: part.lowerBound)
  }

  private func enterKeys(
    _ part: Range<Int>,
    in state: inout DatabaseStore.WriterState
  ) throws(KindredError) {
    if uniqueIndexes.isEmpty { return }
    let table = state.database.writable(table)
    for index in uniqueIndexes {
      try FaultPoint.keyWrite.pass()
      table.own(uniqueIndex: index)
      let clash = table.uniqueIndexes[index].enter(rows[part], in: table, epoch: table.epoch)
      if let clash {
        let position = part.lowerBound + clash.position
        throw table.takenKey(
          index,
          row: Int(rows[position]),
          holder: clash.holder,
          position: self.position(position)
        )
      }
    }
  }

  private func enterOrder(
    _ part: Range<Int>,
    in state: inout DatabaseStore.WriterState
  ) throws(KindredError) {
    if orderedIndexes.isEmpty { return }
    let table = state.database.writable(table)
    let rows = rows(part)
    for index in orderedIndexes {
      try FaultPoint.orderWrite.pass()
      table.enterOrder(rows, CollectionOfOne(index))
    }
  }

  private func moveRows(
    _ part: Range<Int>,
    in state: inout DatabaseStore.WriterState,
    _ consequences: inout Consequences
  ) throws(KindredError) {
    if foreignKeys.isEmpty { return }
    let rows = rows(part)
    for index in foreignKeys {
      try FaultPoint.parentWrite.pass()
      let id = ForeignKeyID(table: table, index: index)
      let resolver = state.resolver(id)
      let parents = resolver.parents(of: rows)
      if !resolver.isDeferred, let offset = parents.firstIndex(of: ForeignKeyIndex.noParent) {
        guard consequences.isPart else {
          throw resolver.danglingKey(rows[offset], position: position(part.lowerBound + offset))
        }
        consequences.check(rows.dangling(parents), of: id)
      }
      state.move(rows, to: parents, id)
    }
  }

  /// The chains go by row, so they still are those of before the statement.
  private func findChildren(
    _ part: Range<Int>,
    in state: inout DatabaseStore.WriterState,
    _ consequences: inout Consequences
  ) throws(KindredError) {
    for id in referrers {
      let child = state.database.tables[id.table.index]
      let (key, index) = (child.schema.foreignKeys[id.index], child.foreignKeyIndexes[id.index])
      if part.lowerBound == 0, index.orphanCount > 0 { consequences.check(index.orphans, of: id) }
      for position in part where index.firstChild(of: rows[position]) >= 0 {
        try FaultPoint.constraintCheck.pass()
        // To change a key to itself is no change, and a row that refers to itself may change along.
        let children = index.children(of: rows[position]).filter {
          !state.hasKey(of: rows[position], $0, key, child)
        }
        guard let first = children.first else { continue }
        switch key.onUpdate {
        case .noAction: consequences.check(children, of: id)
        case .restrict:
          let position = self.position(position)
          throw state.stillReferred(by: id, first, children.count, position: position)
        case .cascade: consequences.add(children, of: id, .follow)
        case .setNull: consequences.add(children, of: id, .setNull)
        case .setDefault: consequences.add(children, of: id, .setDefault)
        }
      }
    }
  }
}

extension Table {
  /// The log's entry for a change that is about to be made.
  fileprivate func undoing(_ columns: [Int], _ rows: [RowID]) -> UndoEntry {
    if columns.count == 1, rows.count == 1 {
      let (column, row) = (columns[0], rows[0])
      return .changed(id, column: column, row, old: self.columns[column].value(Int(row)))
    }
    let old = columns.map { self.columns[$0].values(at: .ids(rows), isPadded: false) }
    return .updated(id, columns: columns, rows: rows, old: old)
  }
}

extension DatabaseStore.WriterState {
  mutating func resolver(_ id: ForeignKeyID) -> ParentResolver {
    let child = database.writable(id.table)
    let parent = child.keys.parents[id.index].key.parent
    return ParentResolver(id.index, child: child, parent: database.tables[parent.index])
  }

  /// Enters rows under other parents, as far as they have not got them already.
  mutating func move(_ rows: [RowID], to parents: [RowID], _ id: ForeignKeyID) {
    let table = database.writable(id.table)
    table.own(foreignKeyIndex: id.index)
    let moves = table.foreignKeyIndexes[id.index].move(rows, to: parents, epoch: table.epoch)
    if !moves.isEmpty { log.append(.moved(id, moves)) }
  }

  /// Whether the child still has the key of the row.
  fileprivate func hasKey(
    of row: RowID,
    _ child: RowID,
    _ key: ForeignKey,
    _ table: Table
  ) -> Bool {
    let parent = database.tables[key.parent.index]
    return zip(key.columns, key.parentColumns).allSatisfy { column, target in
      table.columns[column].equals(Int(child), parent.columns[target].value(Int(row)))
    }
  }

  /// The error of a row that refers to no row at the end of a statement.
  func leftBehind(_ row: RowID, among rows: [RowID], of id: ForeignKeyID) -> KindredError {
    let child = database.tables[id.table.index]
    let columns = child.schema.foreignKeys[id.index].columns
    let key = columns.map { child.columns[$0].value(Int(row)) }
    let count = rows.count { other in
      child.isLive(other)
        && zip(columns, key).allSatisfy { child.columns[$0].equals(Int(other), $1) }
    }
    return stillReferred(by: id, row, count, position: nil)
  }

  /// The child still has the key as it was.
  fileprivate func stillReferred(
    by id: ForeignKeyID,
    _ child: RowID,
    _ count: Int,
    position: Int?
  ) -> KindredError {
    let table = database.tables[id.table.index]
    let key = table.schema.foreignKeys[id.index]
    let parent = database.tables[key.parent.index]
    let old = table.describe(key.columns, of: child)
    return parent.stillReferred(old, by: table, id.index, count, row: position)
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
