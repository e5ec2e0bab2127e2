// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema

/// A unit of change: all of it is committed, or none.
///
/// Each call is one statement: it is done completely, or throws and leaves the transaction as it was.
/// Valid inside the closure of ``DatabaseStore/write(_:)`` only.
package final class Transaction {
  let store: DatabaseStore
  private var isOpen = true

  init(_ store: DatabaseStore) { self.store = store }

  /// The transaction's own state, until its next write.
  package var view: Snapshot {
    Snapshot(schema: store.schema, tables: store.withState { $0.database.tables })
  }

  /// Runs the body; what it did is undone if it throws.
  @discardableResult
  package func savepoint<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let position = store.withState { $0.log.count }
    do throws(Failure) {
      return try body()
    } catch {
      rollback(to: position)
      throw error
    }
  }

  /// Hands out the table's next key.
  ///
  /// Keys are never handed out twice, also after a delete; an undone transaction takes them back.
  /// After the largest of all there is no other.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - given: A key that a row of the same statement brings along: the next one is past it.
  /// - Returns: The key.
  package func nextAutoIncrement(_ table: TableID, after given: Int64 = 0) -> Int64 {
    precondition(isOpen, "a key was asked for after the end of the transaction")
    return store.withState { state in
      let past = given == .max ? .max : given + 1
      let key = max(state.database.tables[table.index].nextKey, past)
      state.pass(key, in: table)
      return key
    }
  }

  /// Ends the transaction: its statements fail from now on.
  func end() { isOpen = false }

  func rollback(to position: Int) {
    while store.withState({ $0.undo(to: position) }) {}
  }
}

// MARK: - Statements

extension Transaction {
  /// Runs one statement: undone to its start if it throws.
  ///
  /// It has the writer's state for a batch of rows at a time, so that readers need not wait for all of
  /// it. What a turn did must be in the log at its end: a reader undoes it.
  ///
  /// - Parameters:
  ///   - phases: What is done one after the other, each for all rows.
  ///   - count: How many rows the statement was given.
  ///   - body: Does one phase for a part of the rows.
  /// - Returns: The position in the log at which the statement began.
  /// - Throws: What the body throws; `sessionEnded` after the end of the transaction.
  @discardableResult
  func statement<Phase>(
    _ phases: [Phase],
    rows count: Int,
    _ body: (inout DatabaseStore.WriterState, Phase, Range<Int>) throws(KindredError) -> Void
  ) throws(KindredError) -> Int {
    guard isOpen else {
      throw KindredError(
        .sessionEnded,
        "the transaction has ended: write inside of the closure it was given to"
      )
    }
    if count <= chunkCapacity {
      let (position, isLong) = try shortStatement(phases, rows: count, body)
      if isLong { store.keepLastCommit() }
      return position
    }
    store.keepLastCommit()
    let position = store.withState { $0.log.count }
    try undoing(to: position) { () throws(KindredError) in
      try inTurns(phases, rows: count, body)
    }
    return position
  }

  /// Works off what a statement that has begun at the position entails, and checks its foreign keys unless
  /// it is a part of one.
  func settle(_ consequences: inout Consequences, from position: Int) throws(KindredError) {
    if consequences.isSettled { return }
    var rest = consequences
    try undoing(to: position) { () throws(KindredError) in
      while true {
        if rest.isNextLong { store.keepLastCommit() }
        let update = try store.withState { (state) throws(KindredError) in
          try rest.nextUpdate(in: &state)
        }
        guard let update else { break }
        try inTurns(Update.Phase.all, rows: update.rows.count) {
          (state, phase, part) throws(KindredError) in
          try update.run(phase, part, in: &state, &rest)
        }
      }
      for (key, rows) in rest.takeUnchecked() {
        let columns = rest.schema[key].columns
        try inTurns([()], rows: rows.count) { (state, _, part) throws(KindredError) in
          let live = rows[part].filter(state.database.tables[key.table.index].isLive)
          try state.database.check(live, of: key.table, changed: columns, from: nil)
        }
      }
      if !rest.isPart { try checkParents(rest) }
    }
    consequences = rest
  }

  /// Checks the foreign keys of a statement at its end.
  func checkParents(_ consequences: Consequences) throws(KindredError) {
    for check in consequences.finalChecks() {
      try inTurns([()], rows: check.rows.count) { (state, _, part) throws(KindredError) in
        try check.run(part, in: &state)
      }
    }
  }

  /// Runs the body; what it did is undone if it throws.
  func undoing(
    to position: Int,
    _ body: () throws(KindredError) -> Void
  ) throws(KindredError) {
    do throws(KindredError) {
      try body()
    } catch {
      rollback(to: position)
      throw error
    }
  }

  /// Does each phase for all rows, a batch of them in a turn at the state.
  func inTurns<Phase>(
    _ phases: [Phase],
    rows count: Int,
    _ body: (inout DatabaseStore.WriterState, Phase, Range<Int>) throws(KindredError) -> Void
  ) throws(KindredError) {
    for phase in phases {
      for start in stride(from: 0, to: count, by: chunkCapacity) {
        let part = start..<min(count, start + chunkCapacity)
        try store.withState { (state) throws(KindredError) in try body(&state, phase, part) }
      }
    }
  }

  /// All of it in one turn.
  ///
  /// - Returns: Where in the log it began, and whether the transaction has become long.
  private func shortStatement<Phase>(
    _ phases: [Phase],
    rows count: Int,
    _ body: (inout DatabaseStore.WriterState, Phase, Range<Int>) throws(KindredError) -> Void
  ) throws(KindredError) -> (position: Int, isLong: Bool) {
    try store.withState { (state) throws(KindredError) in
      let position = state.log.count
      state.givenRowCount += count
      do throws(KindredError) {
        for phase in phases { try body(&state, phase, 0..<count) }
      } catch {
        while state.undo(to: position) {}
        throw error
      }
      return (position, state.isLong)
    }
  }
}

extension DatabaseStore.WriterState {
  /// Undoes the last entries of the log, about a batch of rows.
  ///
  /// - Returns: Whether there are more above the position.
  fileprivate mutating func undo(to position: Int) -> Bool {
    var rowCount = 0
    while log.count > position, rowCount < chunkCapacity {
      let entry = log.removeLast()
      rowCount += entry.rowCount
      database.undo(entry)
    }
    return log.count > position
  }

  /// Keeps the keys that the table hands out above one that was given.
  mutating func pass(_ key: Int64, in id: TableID) {
    let table = database.writable(id)
    guard key >= table.nextKey else { return }
    log.append(.handedOut(id, next: table.nextKey))
    table.nextKey = key == .max ? .max : key + 1
  }
}
