// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema
import Synchronization

/// A database without its queries: tables that keep their constraints, one writer, any readers, forks.
///
/// A lock guards the writer's state. A batch of a statement holds it, a transaction does not; a reader holds
/// it for as long as it takes to share the tables. Before the writer has done so much that a reader would
/// have to undo too much, and before a turn that takes long, it puts the last commit where readers find it
/// without that lock.
package final class DatabaseStore: Sendable {
  package let schema: Schema
  private let state: TurnTaking<WriterState>
  /// The last commit, once somebody needed it during the transaction that is open.
  ///
  /// Changes in turns at the state only.
  private let lastCommit = TurnTaking<DatabaseState?>(nil)
  private let writer = Mutex<Void>(())
  /// How many dead rows, or unused texts, a table may have in any case.
  private let slack: Int
  private let writingThread = Atomic<UInt>(ThreadID.none)

  /// The writer's tables, and what it takes to get back to the last commit.
  struct WriterState {
    var database: DatabaseState
    var log: [UndoEntry] = []
    /// How many rows the statements of the transaction were given, the long ones apart.
    var givenRowCount = 0
    /// Whether the last commit is kept apart.
    var isLastCommitKept = false

    /// Whether it takes too long to undo the transaction for a reader to do it.
    var isLong: Bool { givenRowCount > 2 * chunkCapacity && !isLastCommitKept }
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
    state = TurnTaking(WriterState(database: database))
  }

  /// The last committed state.
  ///
  /// It never changes.
  ///
  /// - Complexity: O(1); while a transaction is open O(changes) for the first of those who ask, who takes
  ///   them back in a copy, which are never more than a few batches of rows. The writer does not wait for
  ///   that.
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
    try state.turn(body)
  }

  private func committed() -> DatabaseState {
    if let kept = lastCommit.turn({ $0?.forked() }) { return kept }
    let (state, log, transaction) = withState { state in
      (state.database.forked(), state.log, state.transactionCount)
    }
    guard !log.isEmpty else { return state }
    var copy = state
    copy.rollback(log)
    let other = copy.forked()
    keep(copy, of: transaction)
    return other
  }

  /// Keeps the last commit for the readers who come while the writer changes much.
  ///
  /// The writer changes copies from then on, of what it changes.
  ///
  /// - Complexity: As ``snapshot()``.
  func keepLastCommit() {
    let (state, log, transaction, isKept) = withState { state in
      (state.database.forked(), state.log, state.transactionCount, state.isLastCommitKept)
    }
    if isKept { return }
    var copy = state
    copy.rollback(log)
    keep(copy, of: transaction)
  }

  private func keep(_ commit: DatabaseState, of transaction: Int) {
    withState { state in
      guard state.transactionCount == transaction else { return }
      state.isLastCommitKept = true
      lastCommit.turn { $0 = commit }
    }
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
      state.transactionCount += 1
      state.givenRowCount = 0
      if state.isLastCommitKept {
        state.isLastCommitKept = false
        lastCommit.turn { $0 = nil }
      }
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
