// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// A unit of change: all of it is committed, or none.
///
/// Each call is one statement: it is done completely, or throws and leaves the transaction as it was.
/// Valid inside the closure of ``DatabaseStore/write(_:)`` only.
package final class Transaction {
  let store: DatabaseStore

  init(_ store: DatabaseStore) { self.store = store }

  /// The transaction's own state, until its next write.
  package var view: Snapshot {
    Snapshot(schema: store.schema, tables: store.withState { $0.database.tables })
  }

  /// Runs the body; what it did is undone if it throws.
  @discardableResult
  package func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
    let position = store.withState { $0.log.count }
    do {
      return try body()
    } catch {
      rollback(to: position)
      throw error
    }
  }

  /// Hands out the table's next key.
  ///
  /// Keys are never handed out twice, also after a delete; an undone transaction takes them back.
  package func nextAutoIncrement(_ table: TableID) -> Int64 {
    store.withState { state in
      let writable = state.database.writable(table)
      let key = writable.nextKey
      state.log.append(.handedOut(table, next: key))
      writable.nextKey = key &+ 1
      return key
    }
  }

  /// Runs one statement: undone to its start if it throws.
  func statement<Result: Sendable>(
    _ body: (inout DatabaseStore.WriterState) throws(KindredError) -> Result
  ) throws(KindredError) -> Result {
    try store.withState { state throws(KindredError) in
      let position = state.log.count
      do throws(KindredError) {
        return try body(&state)
      } catch {
        state.undo(to: position)
        throw error
      }
    }
  }

  func rollback(to position: Int) { store.withState { $0.undo(to: position) } }
}

extension DatabaseStore.WriterState {
  fileprivate mutating func undo(to position: Int) {
    database.rollback(log, downTo: position)
    log.removeSubrange(position...)
  }
}
