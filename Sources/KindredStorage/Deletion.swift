// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// One delete statement: finds rows that go together, then takes them out all at once.
///
/// A row that is found is marked as deleted at once, so that it is found once, but stays in its parents'
/// chains until all are found: a row that restricts is in the way even if it goes along another path.
/// The found rows of each table are the worklist; chains may be as deep as they like, and cycles end.
///
/// A row that takes many along is postponed, with all after it, for the writer to prepare a long turn.
struct Deletion {
  /// More rows than that are too many for a turn at the state that readers wait for.
  ///
  /// Few where structures are checked, so that tests of any size get there.
  #if INTERNAL_CHECKS
    static let turnLimit = 2
  #else
    static let turnLimit = 4 * chunkCapacity
  #endif

  private let schema: Schema
  /// By table: the rows found and not yet taken out.
  private var found: [[RowID]]
  /// By table: how many of them had their children looked for.
  private var followed: [Int]
  /// Tables with found rows whose children are still to be looked for.
  private var pending: [TableID] = []
  /// Rows that stay and refer to found ones, by foreign key and what is to be done about them.
  private var affected: [(rows: [RowID], key: ForeignKeyID, kind: KeyChange.Kind?)] = []
  /// How many rows were found or are affected.
  private var reach = 0
  private var limit = turnLimit
  /// By table: the rows that were deleted.
  private(set) var deleted: [[RowID]]
  /// The rows that are yet to be deleted.
  private(set) var postponed: [RowID] = []

  init(_ schema: Schema) {
    self.schema = schema
    found = Array(repeating: [], count: schema.tables.count)
    deleted = found
    followed = Array(repeating: 0, count: schema.tables.count)
  }

  /// The rows that were postponed, to be deleted however many they take along.
  mutating func takePostponed() -> [RowID] {
    limit = .max
    defer { postponed = [] }
    return postponed
  }

  /// Deletes rows one by one, each with all that goes with it; rows without children together.
  mutating func delete(
    _ rows: ArraySlice<RowID>,
    of id: TableID,
    in state: inout DatabaseStore.WriterState,
    _ consequences: inout Consequences
  ) throws(KindredError) {
    try FaultPoint.rowWrite.pass()
    for row in rows where state.database.tables[id.index].isLive(row) {
      if !postponed.isEmpty {
        postponed.append(row)
        continue
      }
      guard state.hasChildren(row, schema.referrers[id.index]) else {
        mark(row, of: id, in: &state)
        continue
      }
      // The rows before may be among its children.
      takeOut(&state, &consequences)
      mark(row, of: id, in: &state)
      pending.append(id)
      do throws(KindredError) {
        try followAll(in: &state)
      } catch {
        unmark(in: &state)
        throw error
      }
      if reach > limit {
        unmark(in: &state)
        postponed.append(row)
      } else {
        takeOut(&state, &consequences)
      }
    }
    takeOut(&state, &consequences)
  }
}

// MARK: - Finding

extension Deletion {
  private mutating func mark(
    _ row: RowID,
    of id: TableID,
    in state: inout DatabaseStore.WriterState
  ) {
    let table = state.database.writable(id)
    table.ownDeleted().set(Int(row), to: true, epoch: table.epoch)
    found[id.index].append(row)
  }

  /// Forgets what was found.
  private mutating func unmark(in state: inout DatabaseStore.WriterState) {
    for index in found.indices where !found[index].isEmpty {
      let table = state.database.writable(TableID(index))
      let deleted = table.ownDeleted()
      for row in found[index] { deleted.set(Int(row), to: false, epoch: table.epoch) }
    }
    forget()
  }

  private mutating func forget() {
    for index in found.indices where !found[index].isEmpty {
      found[index] = []
      followed[index] = 0
    }
    pending = []
    affected = []
    reach = 0
  }

  /// Finds all that goes with the found rows, unless they turn out to be too many.
  private mutating func followAll(
    in state: inout DatabaseStore.WriterState
  ) throws(KindredError) {
    while reach <= limit, let id = pending.popLast() {
      let parents = followed[id.index]..<found[id.index].count
      followed[id.index] = parents.upperBound
      for referrer in schema.referrers[id.index] {
        try FaultPoint.cascadeStep.pass()
        switch schema[referrer].onDelete {
        case .cascade: cascade(referrer, from: parents, of: id, in: &state)
        case .restrict: try restrict(referrer, parents, of: id, in: state)
        case .noAction: affect(referrer, parents, of: id, nil, in: state)
        case .setNull: affect(referrer, parents, of: id, .setNull, in: state)
        case .setDefault: affect(referrer, parents, of: id, .setDefault, in: state)
        }
      }
    }
  }

  /// Finds the children of found rows.
  private mutating func cascade(
    _ key: ForeignKeyID,
    from parents: Range<Int>,
    of id: TableID,
    in state: inout DatabaseStore.WriterState
  ) {
    let index = state.database.tables[key.table.index].foreignKeyIndexes[key.index]
    let countBefore = found[key.table.index].count
    var table: Table?
    for position in parents where reach <= limit {
      var child = index.firstChild(of: found[id.index][position])
      guard child >= 0 else { continue }
      let writable = table ?? state.database.writable(key.table)
      table = writable
      let deleted = writable.ownDeleted()
      while child >= 0, reach <= limit {
        if !deleted[Int(child)] {
          deleted.set(Int(child), to: true, epoch: writable.epoch)
          found[key.table.index].append(child)
          reach += 1
        }
        child = index.nextChild(after: child)
      }
    }
    if found[key.table.index].count > countBefore { pending.append(key.table) }
  }

  /// Notes the children of found rows that stay, as far as is known.
  private mutating func affect(
    _ key: ForeignKeyID,
    _ parents: Range<Int>,
    of id: TableID,
    _ kind: KeyChange.Kind?,
    in state: DatabaseStore.WriterState
  ) {
    let table = state.database.tables[key.table.index]
    let index = table.foreignKeyIndexes[key.index]
    var children: [RowID] = []
    for parent in found[id.index][parents] where reach <= limit {
      var child = index.firstChild(of: parent)
      while child >= 0, reach <= limit {
        if table.isLive(child) {
          children.append(child)
          reach += 1
        }
        child = index.nextChild(after: child)
      }
    }
    if !children.isEmpty { affected.append((children, key, kind)) }
  }

  /// Refuses if a found row has a child.
  ///
  /// A row that refers to itself does not stand in its own way.
  private func restrict(
    _ key: ForeignKeyID,
    _ parents: Range<Int>,
    of id: TableID,
    in state: DatabaseStore.WriterState
  ) throws(KindredError) {
    let child = state.database.tables[key.table.index]
    let index = child.foreignKeyIndexes[key.index]
    for parent in found[id.index][parents] where index.firstChild(of: parent) >= 0 {
      try FaultPoint.constraintCheck.pass()
      let others = index.children(of: parent).count { key.table != id || $0 != parent }
      if others == 0 { continue }
      let table = state.database.tables[id.index]
      let value = table.describe(child.schema.foreignKeys[key.index].parentColumns, of: parent)
      throw table.stillReferred(value, by: child, key.index, others, row: nil)
    }
  }
}

// MARK: - Taking out

extension Deletion {
  /// Takes the found rows out of all indexes, enters them into the log, and notes what else follows.
  private mutating func takeOut(
    _ state: inout DatabaseStore.WriterState,
    _ consequences: inout Consequences
  ) {
    for index in found.indices where !found[index].isEmpty {
      let rows = found[index]
      state.database.writable(TableID(index)).takeOut(rows)
      state.log.append(.deleted(TableID(index), rows: rows))
      self.deleted[index] += rows
    }
    for (rows, key, kind) in affected {
      if let kind {
        consequences.add(rows, of: key, kind)
      } else {
        consequences.check(rows, of: key)
      }
    }
    forget()
  }
}

extension DatabaseStore.WriterState {
  fileprivate func hasChildren(_ row: RowID, _ referrers: [ForeignKeyID]) -> Bool {
    for key in referrers {
      let table = database.tables[key.table.index]
      if table.foreignKeyIndexes[key.index].firstChild(of: row) >= 0 { return true }
    }
    return false
  }
}

extension Table {
  fileprivate func takeOut(_ rows: [RowID]) {
    leaveOrder(rows, orderedIndexes.indices)
    for index in uniqueIndexes.indices {
      own(uniqueIndex: index)
      uniqueIndexes[index].leave(rows, in: self, epoch: epoch)
    }
    for index in foreignKeyIndexes.indices {
      own(foreignKeyIndex: index)
      foreignKeyIndexes[index].unlink(rows, epoch: epoch)
    }
    rowCount -= rows.count
  }

  /// Undoes the deletion of rows.
  func putBack(_ rows: [RowID]) {
    for index in foreignKeyIndexes.indices {
      own(foreignKeyIndex: index)
      foreignKeyIndexes[index].relink(rows, epoch: epoch)
    }
    for index in uniqueIndexes.indices {
      own(uniqueIndex: index)
      uniqueIndexes[index].restore(rows, in: self, epoch: epoch)
    }
    let deleted = ownDeleted()
    for row in rows { deleted.set(Int(row), to: false, epoch: epoch) }
    rowCount += rows.count
    enterOrder(rows, orderedIndexes.indices)
  }
}
