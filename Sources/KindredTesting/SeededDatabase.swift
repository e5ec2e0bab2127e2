// SPDX-License-Identifier: Apache-2.0

public import Kindred
import Synchronization

/// A database that is made and filled once per process and forked for every test.
///
/// ```swift
/// let shop = SeededDatabase {
///   let db = try Database(Shop.self, Item.self)
///   try db.write { s in try s.insert(sampleShops) }
///   return db
/// }
///
/// @Test func `a sale lowers the stock`() throws {
///   let db = try shop.fork()      // independent of every other test, in well under a microsecond
/// }
/// ```
///
/// Safe to use from tests that run in parallel: the first one seeds, the others wait for it.
public final class SeededDatabase: Sendable {
  private let make: @Sendable () throws -> Database
  private let seeded = Mutex<Result<Database, any Error>?>(nil)

  /// Remembers how to make and fill the database; runs nothing yet.
  public init(_ make: @escaping @Sendable () throws -> Database) { self.make = make }

  /// A fork of the seeded database.
  ///
  /// - Throws: What making it threw, every time.
  /// - Complexity: O(1), after the first call.
  public func fork() throws -> Database {
    let result = seeded.withLock { seeded in
      if let seeded { return seeded }
      let result = Result { try make() }
      seeded = result
      return result
    }
    return try result.get().fork()
  }
}
