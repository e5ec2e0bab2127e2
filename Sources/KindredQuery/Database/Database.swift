// SPDX-License-Identifier: Apache-2.0

import KindredExecution
public import KindredSchema
import KindredStorage

/// A relational database in memory, of the tables of some models.
///
///     let db = try Database(Author.self, Book.self)
///     try db.write { s in _ = try s.add(Author(name: "Anne")) }
///     let names = try db.read { s in try Author.all.select { $0.name }.fetch(s) }
///
/// Safe to use from any task: one writer at a time, readers at any time. A reader sees the last committed
/// state for its whole life and never waits for a transaction.
public final class Database: Sendable {
  let store: DatabaseStore
  package let catalogue: Catalogue

  /// Makes an empty database.
  ///
  /// - Throws: `schema`, with every fault of all tables in one message.
  public convenience init<each E: Entity>(_ models: repeat (each E).Type) throws(KindredError) {
    var list: [any AnyModel] = []
    for model in repeat each models { list.append(Self.model(of: model)) }
    let catalogue = try Catalogue(list)
    let checker =
      catalogue.checks.allSatisfy(\.isEmpty)
      ? nil : CheckEvaluator(catalogue.schema, catalogue.checks)
    self.init(DatabaseStore(schema: catalogue.schema, checker: checker), catalogue)
  }

  private init(_ store: DatabaseStore, _ catalogue: Catalogue) {
    self.store = store
    self.catalogue = catalogue
  }

  private static func model<E: Entity>(of type: E.Type) -> any AnyModel { ModelOf<E>() }

  /// A complete, independent, writable database with the last committed state.
  ///
  /// Costs the same at any size: both share their memory until one of them writes.
  public func fork() -> Database { Database(store.fork(), catalogue) }

  /// Runs the body on the last committed state.
  ///
  /// The session ends with the body.
  ///
  /// - Throws: What the body throws.
  public func read<R>(_ body: (Session) throws -> sending R) throws -> sending R {
    let session = Session(store.snapshot(), catalogue)
    defer { session.end() }
    let result = try body(session)
    // An object that was changed cannot be written here: better an error than a lost change.
    try session.flush()
    return result
  }

  /// Runs the body as one transaction: all of it is committed, or, if it throws, none.
  ///
  /// Waits for another writer to finish. The session ends with the body.
  ///
  /// - Throws: What the body throws, or what goes wrong when pending changes are written at its end.
  @discardableResult
  public func write<R>(_ body: (Session) throws -> sending R) throws -> sending R {
    let result = try store.write { transaction in
      let session = Session(transaction, catalogue)
      defer { session.end() }
      // What ends the transaction with an error undoes it in here, where its objects can be told.
      return try session.savepoint {
        let result = Handover(value: try body(session))
        try session.checkConstraints()
        return result
      }
    }
    return result.value
  }

  /// A session on the last committed state, for as long as the caller keeps it.
  ///
  /// It can be sent to another task as a whole, with all objects that it has loaded.
  public func session() -> sending Session { Session(store.snapshot(), catalogue) }
}

/// Carries a result out of a transaction.
///
/// The body gives it as `sending`: nothing of the session is left in it, which the compiler cannot
/// see through the store's generic call.
private struct Handover<R>: @unchecked Sendable {
  let value: R
}
