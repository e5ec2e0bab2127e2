// SPDX-License-Identifier: Apache-2.0

import KindredSchema
import KindredStorage

/// What a transaction has done to rows, as a value that may leave it.
///
///     let changes = try db.write { s in
///       try Book.where { $0.year < 1950 }.delete(s)
///       return try s.changes()
///     }
///     for change in try changes.of(Book.self) { print(change) }
///
/// Rows that cascades and other actions of foreign keys reached are in it. A row that was changed and
/// changed back, or added and deleted again, is not. It holds the states before and after for as long as it
/// lives.
public struct ChangeSet: Sendable {
  private let changed: ChangedRows
  private let catalogue: Catalogue

  fileprivate init(_ changed: ChangedRows, _ catalogue: Catalogue) {
    self.changed = changed
    self.catalogue = catalogue
  }

  /// Whether no row of any table is other than it was.
  public var isEmpty: Bool { changed.rows.allSatisfy(\.isEmpty) }

  /// How many rows of each table were added, changed or deleted, by the table's name.
  public var counts: [String: Int] {
    var counts: [String: Int] = [:]
    for (table, rows) in zip(catalogue.schema.tables, changed.rows) where !rows.isEmpty {
      counts[table.name] = rows.count
    }
    return counts
  }

  /// The changes of a model's rows, in the order in which the rows were first added.
  ///
  /// - Throws: `query` for a model that the database does not have.
  /// - Complexity: O(changes).
  public func of<T: Entity>(_ type: T.Type) throws(KindredError) -> [RowChange<T>] {
    let id = try catalogue.table(T.table.layout.number)
    let rows = changed.rows[id.index]
    let (before, after) = (changed.before[id], changed.after[id])
    let old = try T.table.layout.models(of: rows.filter(before.isLive), in: TableReader(before))
    let new = try T.table.layout.models(of: rows.filter(after.isLive), in: TableReader(after))
    var (olds, news) = (old.makeIterator(), new.makeIterator())
    return rows.compactMap { row in
      let was = before.isLive(row) ? olds.next() : nil
      let now = after.isLive(row) ? news.next() : nil
      switch (was, now) {
      case (nil, let now?): return .inserted(now)
      case (let was?, let now?): return .updated(from: was, to: now)
      case (let was?, nil): return .deleted(was)
      case (nil, nil): return nil
      }
    }
  }
}

/// What happened to a row.
public enum RowChange<T: Entity>: Sendable {
  case inserted(T)
  case updated(from: T, to: T)
  case deleted(T)
}

extension Session {
  /// What the transaction has changed so far: at the end of `write`, what is about to be committed.
  ///
  /// - Throws: `query` in a session that only reads; what goes wrong when pending changes are written.
  /// - Complexity: O(changes). A transaction that does not ask pays nothing.
  public func changes() throws(KindredError) -> ChangeSet {
    try flush()
    let changed = try writing { transaction in transaction.changedRows() }
    return ChangeSet(changed, catalogue)
  }
}
