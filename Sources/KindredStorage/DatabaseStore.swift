// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema
import Synchronization

/// A database without its queries: tables that keep their constraints, one writer, any readers, forks.
///
/// A lock guards the writer's state. A statement holds it, a transaction does not; a reader holds it
/// for as long as it takes to share the tables.
package final class DatabaseStore: Sendable {
  package let schema: Schema
  private let state: Mutex<WriterState>
  /// Counts the turns at the state.
  ///
  /// A contended Mutex is handed over by the kernel, which ThreadSanitizer cannot see; this it can.
  private let turns = Atomic<Int>(0)
  private let writer = Mutex<Void>(())
  /// How many dead rows, or unused texts, a table may have in any case.
  private let slack: Int
  private let writingThread = Atomic<UInt>(ThreadID.none)

  /// The writer's tables, and what it takes to get back to the last commit.
  struct WriterState {
    var database: DatabaseState
    var log: [UndoEntry] = []
    /// The last commit, once a reader has asked for it during the transaction that is open.
    var lastCommit: DatabaseState?
    /// How many transactions have ended.
    var transactionCount = 0
  }

  /// An empty database.
  ///
  /// - Parameters:
  ///   - schema: Its tables.
  ///   - checker: Evaluates their check constraints; nil if there are none.
  ///   - limits: How much a table can hold.
  ///   - slack: How many dead rows, or unused texts, a table may have before it is compacted.
  package convenience init(
    schema: Schema,
    checker: (any RowChecker)? = nil,
    limits: StorageLimits = StorageLimits(),
    slack: Int = chunkCapacity
  ) {
    let database = DatabaseState(schema: schema, checker: checker, limits: limits)
    self.init(schema: schema, database, slack: slack)
  }

  private init(schema: Schema, _ database: DatabaseState, slack: Int) {
    self.schema = schema
    self.slack = slack
    state = Mutex(WriterState(database: database))
  }

  /// The last committed state.
  ///
  /// It never changes.
  ///
  /// - Complexity: O(1); O(changes) for the first of those who ask while a transaction is open, who takes
  ///   them back in a copy. The writer does not wait for that.
  package func snapshot() -> Snapshot {
    Snapshot(schema: schema, tables: committed().tables)
  }

  /// A complete, independent, writable database with the last committed state.
  ///
  /// - Complexity: As ``snapshot()``, at any size.
  package func fork() -> DatabaseStore {
    DatabaseStore(schema: schema, committed(), slack: slack)
  }

  /// One turn at the writer's state.
  func withState<Result: Sendable, Failure: Error>(
    _ body: (inout WriterState) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try state.withLock { state throws(Failure) in
      _ = turns.load(ordering: .acquiring)
      defer { turns.wrappingAdd(1, ordering: .releasing) }
      return try body(&state)
    }
  }

  private func committed() -> DatabaseState {
    let (state, log, transaction) = withState { state in state.lastCommitOrHead() }
    guard !log.isEmpty else { return state }
    var copy = state
    copy.rollback(log)
    return withState { state in state.keep(copy, of: transaction) }
  }

  /// Runs a transaction.
  ///
  /// Waits for another writer to finish.
  ///
  /// - Throws: What the body throws, after everything it did was undone, or `foreignKey` where rows of a
  ///   deferred key refer to no row; `query` when a transaction of
  ///   the same database is running on this thread, which would wait for itself.
  @discardableResult
  package func write<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
    let thread = ThreadID.current
    guard writingThread.load(ordering: .relaxed) != thread else {
      throw KindredError(
        .query,
        "a write is running on this thread already: use the session that it was given, and "
          + "its savepoint for a part that may fail"
      )
    }
    return try writer.withLock { _ in
      writingThread.store(thread, ordering: .relaxed)
      let transaction = Transaction(self)
      defer {
        transaction.end()
        writingThread.store(ThreadID.none, ordering: .relaxed)
      }
      do {
        let result = try body(transaction)
        try transaction.checkConstraints()
        #if INTERNAL_CHECKS
          transaction.view.checkInvariants()
        #endif
        compactIfDue(commit())
        return result
      } catch {
        transaction.rollback(to: 0)
        compactIfDue(commit())
        throw error
      }
    }
  }

  /// Makes the state as it is the last commit.
  ///
  /// - Returns: What is to be compacted.
  private func commit() -> [TableID] {
    withState { state in
      state.log.removeAll(keepingCapacity: state.log.capacity < 4096)
      state.lastCommit = nil
      state.transactionCount += 1
      return state.database.tablesToCompact(schema, slack: slack)
    }
  }

  /// Done by the writer between its transactions: nobody else changes the state, and readers do not wait.
  private func compactIfDue(_ ids: [TableID]) {
    if ids.isEmpty { return }
    let database = withState { $0.database }
    let compaction = Compaction(ids, of: database, schema: schema, slack: slack)
    withState { compaction.install(in: &$0.database) }
    #if INTERNAL_CHECKS
      snapshot().checkInvariants()
    #endif
  }
}

extension DatabaseStore.WriterState {
  /// The last commit; or the state as it is, with what to undo in it to get there, and in which
  /// transaction that is.
  fileprivate mutating func lastCommitOrHead() -> (DatabaseState, [UndoEntry], Int) {
    if let kept = lastCommit?.forked() { return (kept, [], transactionCount) }
    return (database.forked(), log, transactionCount)
  }

  /// Keeps the last commit for other readers while its transaction is open.
  ///
  /// - Returns: The same state, for the one who made it.
  fileprivate mutating func keep(_ state: DatabaseState, of transaction: Int) -> DatabaseState {
    var state = state
    let other = state.forked()
    if transaction == transactionCount { lastCommit = state }
    return other
  }
}
