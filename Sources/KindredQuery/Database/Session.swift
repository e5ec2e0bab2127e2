// SPDX-License-Identifier: Apache-2.0

import KindredPlan
public import KindredSchema
import KindredStorage

/// One state of the database and the objects loaded from it: where queries run.
///
/// Sessions of ``Database/read(_:)`` and ``Database/session()`` read; that of ``Database/write(_:)`` also
/// writes. A session belongs to one task at a time.
public final class Session {
  package let catalogue: Catalogue
  /// What a relation that was not loaded does when it is read.
  public var notLoaded: NotLoadedPolicy = .peers
  /// The statements recorded so far, see ``isLogging``.
  public internal(set) var log = QueryLog()
  /// Whether statements are recorded in ``log``.
  ///
  /// ``counting(_:)`` records in any case.
  public var isLogging = false
  /// Only statements that take at least as long are recorded; nil for all.
  ///
  /// ``counting(_:)`` records all in any case.
  public var slowStatements: Duration?
  /// What each statement that reads may use: see ``within(_:_:)``.
  public var budget = QueryBudget.unlimited
  /// The objects of the session, once there are any: see ``SessionObjects``.
  package var objects: (any SessionObjects)?

  private var state: State
  /// What queries see: of a transaction until its next write.
  private var currentView: Snapshot? {
    didSet {
      readers = []
      unsafe viewCount += 1
    }
  }
  @exclusivity(unchecked)
  private var viewCount = 0
  /// Counts the views: what was read from one holds as long as this is the same.
  package var viewNumber: Int { unsafe viewCount }
  /// By table: its state in ``currentView``, once it was asked for.
  private var readers: [TableReader?] = []

  private enum State {
    case reading(Snapshot)
    case writing(Transaction)
    case ended
  }

  init(_ snapshot: Snapshot, _ catalogue: Catalogue) {
    self.catalogue = catalogue
    state = .reading(snapshot)
    currentView = snapshot
  }

  init(_ transaction: Transaction, _ catalogue: Catalogue) {
    self.catalogue = catalogue
    state = .writing(transaction)
  }

  deinit { objects?.sessionDidEnd() }

  /// Ends the session: objects keep their columns, but nothing can be run any more.
  func end() {
    objects?.sessionDidEnd()
    objects = nil
    state = .ended
    currentView = nil
  }
}

/// What a relation that was not loaded does when it is read.
public enum NotLoadedPolicy: Sendable, Hashable {
  /// It is loaded, in one statement, for all objects that were fetched together with the object.
  case peers
  /// It is loaded for the one object.
  case one
  /// The read throws an error that names the `.with` to add.
  case forbid
}

/// The objects of a session, as far as this floor knows of them.
///
/// The identity map and the unit of work live on the floor above. They are told what happens to the
/// session through these few calls, so that a query here sees what was changed there.
package protocol SessionObjects: AnyObject {
  /// Writes pending changes, before something runs that could see them.
  func flush() throws(KindredError)
  /// A statement changed rows of these tables, or deleted some.
  func didWrite(_ change: TableChange) throws(KindredError)
  /// A savepoint was undone: any row may be as it was before.
  func didRollBack() throws(KindredError)
  func sessionDidEnd()
}

/// What a statement did to tables, as far as objects must know.
package struct TableChange: Sendable {
  package let table: TableID
  /// The rows whose values changed.
  package var updated: [RowID] = []
  /// Rows of any table whose foreign keys were changed because of it.
  package var followed: [(key: ForeignKeyID, rows: [RowID])] = []
  /// The rows of any table that were deleted, by themselves or by cascades.
  package var deleted: [(table: TableID, rows: [RowID])] = []
}

extension Session {
  /// Writes the pending changes of objects.
  ///
  /// Happens by itself before every query and at the end of `write`.
  public func flush() throws(KindredError) { try objects?.flush() }

  /// Checks what may be left open until the end of the transaction: foreign keys declared as deferred.
  ///
  /// What it finds can still be repaired; at the end of `write` it undoes the transaction.
  ///
  /// - Throws: `foreignKey`, with every row that refers to none in ``KindredError/violations``.
  public func checkConstraints() throws(KindredError) {
    try flush()
    try writing { transaction throws(KindredError) in try transaction.checkConstraints() }
  }

  /// The state that queries see.
  func view() throws(KindredError) -> Snapshot {
    switch state {
    case .reading(let snapshot): return snapshot
    case .writing(let transaction):
      if let currentView { return currentView }
      let view = transaction.view
      currentView = view
      return view
    case .ended: throw Self.endedError
    }
  }

  /// One table of the state that queries see: ``view()`` without a copy of the rest.
  func table(_ id: TableID) throws(KindredError) -> KindredStorage.Table {
    if let table = currentView?.tables[id.index] { return table }
    return try view()[id]
  }

  /// The rows of a table in the state that queries see.
  func reader(_ id: TableID) throws(KindredError) -> TableReader {
    if id.index < readers.count, let reader = readers[id.index] { return reader }
    let reader = TableReader(try table(id))
    while readers.count <= id.index { readers.append(nil) }
    readers[id.index] = reader
    return reader
  }

  /// Runs a statement that writes.
  func writing<R>(
    _ body: (Transaction) throws(KindredError) -> R
  ) throws(KindredError) -> R {
    switch state {
    case .writing(let transaction):
      currentView = nil
      defer { currentView = nil }
      return try body(transaction)
    case .reading:
      throw KindredError(
        .query,
        "this session reads only: write inside of db.write { s in … }"
      )
    case .ended: throw Self.endedError
    }
  }

  /// Runs a statement of several parts: what they did is undone if one throws.
  func writingAtomically<R>(
    _ body: (Transaction) throws(KindredError) -> R
  ) throws(KindredError) -> R {
    try writing { transaction throws(KindredError) in
      try transaction.savepoint { () throws(KindredError) in try body(transaction) }
    }
  }

  /// Runs the body; what it did to the database is undone if it throws.
  ///
  ///     do { try s.savepoint { try Book.all.delete(s); throw Oops() } } catch is Oops {}
  ///
  /// Objects of the session are as the database is after it: those changed inside lose the change.
  @discardableResult
  public func savepoint<R>(_ body: () throws -> R) throws -> R {
    try flush()
    guard case .writing(let transaction) = state else {
      _ = try writing { _ in }
      return try body()
    }
    do {
      return try transaction.savepoint {
        defer { currentView = nil }
        let result = try body()
        try flush()
        return result
      }
    } catch {
      currentView = nil
      try objects?.didRollBack()
      throw error
    }
  }

  private static var endedError: KindredError {
    KindredError(
      .sessionEnded,
      "the session has ended: run queries and read relations inside of the read or write closure"
    )
  }
}
