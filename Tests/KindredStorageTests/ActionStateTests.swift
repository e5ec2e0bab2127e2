// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredChoices
import KindredColumns
import KindredSchema
import KindredStorage
import Testing

/// Random writes to a ``Company``, whose foreign keys have every action and one of which is deferred: what
/// a statement leaves is whole, what fails leaves nothing, and no snapshot or fork sees another's writes.
///
/// What the actions do is compared with SQLite by the fuzzer; here it is enough that it is consistent.
@Suite struct `Actions at random` {
  private struct Undone: Error {}

  private static let caseCount =
    ProcessInfo.processInfo.environment["KINDRED_CASES"].flatMap { Int($0) } ?? 40

  /// Rows, chains and index orders.
  private struct Contents: Equatable {
    var rows: [[RowID: [Value]]]
    var chains: [[[RowID]]]

    init(_ snapshot: Snapshot) {
      rows = snapshot.contents()
      chains = snapshot.chains()
    }
  }

  @Test func `K15 statements, rollbacks, snapshots and forks keep every key and index whole`()
    throws
  {
    let first = UInt64.random(in: 0..<1 << 40)
    for seed in Array(0..<4) + (0..<Self.caseCount).map({ first + UInt64($0) }) {
      var random = SplitMix64(seed: seed)
      var stores = [try Company.store()]
      var held: [(snapshot: Snapshot, contents: Contents)] = []
      for _ in 0..<25 {
        let store = stores[random.next(below: stores.count)]
        switch random.next(below: 10) {
        case 0 where stores.count < 4: stores.append(store.fork())
        case 1: held.append((store.snapshot(), Contents(store.snapshot())))
        case 2 where held.count > 2: held.remove(at: random.next(below: held.count))
        default: try transaction(store, &random, seed)
        }
        for (snapshot, contents) in held {
          try #require(Contents(snapshot) == contents, "seed \(seed): a snapshot changed")
        }
        for store in stores {
          try #require(store.snapshot().faults() == [], "seed \(seed)")
          try #require(orphanCount(store.snapshot()) == 0, "seed \(seed): a commit left orphans")
        }
      }
    }
  }

  private func transaction(
    _ store: DatabaseStore,
    _ random: inout SplitMix64,
    _ seed: UInt64
  ) throws {
    let before = Contents(store.snapshot())
    let isUndone = random.next(below: 4) == 0
    do {
      try store.write { tx in
        for _ in 0...random.next(below: 5) {
          try step(tx, &random, seed)
          try #require(Contents(store.snapshot()) == before, "seed \(seed): a reader saw a write")
        }
        try tx.checkConstraints()
        if isUndone { throw Undone() }
      }
      return
    } catch is Undone {
    } catch let error as KindredError {
      try #require(error.kind == .foreignKey && !error.violations.isEmpty, "seed \(seed): \(error)")
    }
    try #require(Contents(store.snapshot()) == before, "seed \(seed): a rollback left something")
  }

  /// A statement, or a savepoint with some that is taken back.
  private func step(_ tx: Transaction, _ random: inout SplitMix64, _ seed: UInt64) throws {
    let before = Contents(tx.view)
    do {
      try tx.savepoint {
        if random.next(below: 4) > 0 { return try statement(tx, &random) }
        for _ in 0..<2 { try statement(tx, &random) }
        throw Undone()
      }
    } catch is Undone {
      try #require(Contents(tx.view) == before, "seed \(seed): a savepoint left something")
    } catch is KindredError {
      try #require(Contents(tx.view) == before, "seed \(seed): a refused statement left something")
    }
    try #require(tx.view.faults() == [], "seed \(seed)")
  }

  private func statement(_ tx: Transaction, _ random: inout SplitMix64) throws {
    let table = [Company.departments, Company.people, Company.people, Company.badges][
      random.next(below: 4)
    ]
    let live = tx.view[table].liveRows
    func some() -> [RowID] {
      if live.isEmpty { return [] }
      let start = random.next(below: live.count)
      return Array(live[start..<min(live.count, start + 1 + random.next(below: 3))])
    }
    switch random.next(below: 6) {
    case 0, 1, 2:
      let rows = (0...random.next(below: 3)).map { _ in row(of: table, &random) }
      try tx.insert(table, rows)
    case 3: try tx.delete(table, rows: some())
    default:
      let column = random.next(below: tx.view.schema[table].columns.count)
      try tx.update(table, column, some().map { ($0, row(of: table, &random)[column]) })
    }
  }

  private func row(of table: TableID, _ random: inout SplitMix64) -> [Value] {
    func key(_ count: Int) -> Value { .integer(Int64(random.next(below: count))) }
    func orNull(_ value: Value) -> Value { random.next(below: 3) == 0 ? .null : value }
    func code() -> Value { .text("code \(random.next(below: 8))") }
    switch table {
    case Company.departments: return [key(15), code()]
    case Company.people:
      return [key(20), orNull(key(15)), orNull(key(15)), orNull(code()), orNull(key(20))]
    default: return [key(20), code()]
    }
  }

  private func orphanCount(_ snapshot: Snapshot) -> Int {
    snapshot.tables.flatMap(\.foreignKeyIndexes).reduce(0) { $0 + $1.orphans.count }
  }
}
