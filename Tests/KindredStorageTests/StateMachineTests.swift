// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import KindredStorage
import Testing

/// Random writes, savepoints, rollbacks, snapshots, forks and drops.
///
/// The model is what a snapshot's contents were when it was taken, copied whole: every live one is
/// read again after each step.
@Suite struct `State machine` {
  private struct Undone: Error {}

  private struct Held {
    var snapshot: Snapshot
    var contents: [[RowID: [Value]]]
    var chains: [[[RowID]]]

    init(_ snapshot: Snapshot) {
      self.snapshot = snapshot
      contents = snapshot.contents()
      chains = snapshot.chains()
    }

    var isIntact: Bool { snapshot.contents() == contents && snapshot.chains() == chains }
  }

  private func step(_ tx: Transaction, _ random: inout SplitMix64) {
    let view = tx.view
    let key = Value.integer(Int64(random.next(below: 30)))
    let maybeKey = random.next(below: 4) == 0 ? Value.null : key
    let text = Value.text(
      ["a", "b", "\u{E9}", "e\u{301}", "long enough to not be inline"][random.next(below: 5)]
    )
    // Failures are part of the game: they must leave nothing behind.
    do {
      switch random.next(below: 9) {
      case 0:
        try tx.insert(Library.authors, [[key, .text("\(random.next(below: 25))"), .null]])
      case 1:
        try tx.insert(
          Library.authors,
          (0..<3).map { _ in
            [.integer(Int64(random.next(below: 40))), .text("\(random.next(below: 60))"), .real(1)]
          }
        )
      case 2:
        try tx.insert(Library.books, [[.integer(Int64(random.next(below: 60))), maybeKey, text]])
      case 3: try tx.insert(Library.loans, [[.integer(Int64(random.next(below: 20))), key]])
      case 4: try tx.insert(Library.categories, [[key, maybeKey]])
      case 5:
        let table = TableID(random.next(below: 4))
        let rows = view[table].liveRows
        guard !rows.isEmpty else { return }
        try tx.delete(table, rows: [rows[random.next(below: rows.count)]])
      case 6:
        let rows = view[Library.books].liveRows
        guard !rows.isEmpty else { return }
        try tx.update(Library.books, 1, [(rows[random.next(below: rows.count)], maybeKey)])
      case 7:
        let rows = view[Library.authors].liveRows.prefix(3)
        try tx.update(
          Library.authors,
          1,
          rows.map { ($0, .text("\(random.next(below: 25))")) }
        )
      default:
        let table = [Library.authors, Library.categories][random.next(below: 2)]
        let rows = view[table].liveRows
        guard !rows.isEmpty else { return }
        try tx.update(table, 0, [(rows[random.next(below: rows.count)], key)])
      }
    } catch is KindredError {
    } catch { Issue.record("unexpected \(error)") }
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func `every live snapshot stays as it was, and indexes stay right`(seed: UInt64) throws {
    try run(seed: seed &+ 0xC0FFEE, rounds: 150, from: try Library.store())
  }

  /// With rows on both sides of the end of a chunk, keys that are hashed, and text that is no dictionary.
  @Test(arguments: 0..<3 as Range<UInt64>)
  func `so do those of larger tables`(seed: UInt64) throws {
    let store = try Library.store()
    let count = 2043
    try store.write { tx in
      try tx.insert(
        into: Library.authors,
        [
          Vector(.integers((0..<count).map { Int64(100 + $0 * (seed % 2 == 0 ? 1 : 1_000_003)) })),
          Vector(.strings((0..<count).map { "author number \($0)" })),
          Vector(.reals((0..<count).map { Double($0) }), nulls: (0..<count).map { UInt8($0 % 2) }),
        ],
        count: count
      )
      try tx.insert(
        into: Library.categories,
        [
          Vector(.integers((0..<count).map { Int64(100 + $0) })),
          Vector(.integers((0..<count).map { Int64(100 + $0 / 3) })),
        ],
        count: count
      )
    }
    try run(seed: seed &+ 0xFACADE, rounds: 20, from: store)
  }

  private func run(seed: UInt64, rounds: Int, from store: DatabaseStore) throws {
    var random = SplitMix64(seed: seed)
    var stores = [store]
    var held: [Held] = []
    for _ in 0..<rounds {
      let store = stores[random.next(below: stores.count)]
      switch random.next(below: 10) {
      case 0: held.append(Held(store.snapshot()))
      case 1 where stores.count < 4: stores.append(store.fork())
      case 2 where stores.count > 1: stores.remove(at: random.next(below: stores.count))
      case 3 where !held.isEmpty: held.remove(at: random.next(below: held.count))
      default:
        let before = Held(store.snapshot())
        let isUndone = random.next(below: 3) == 0
        try? store.write { tx in
          for _ in 0..<random.next(below: 6) {
            if random.next(below: 3) == 0 {
              let inner = Held(tx.view)
              try? tx.savepoint {
                for _ in 0..<3 { step(tx, &random) }
                throw Undone()
              }
              #expect(tx.view.contents() == inner.contents && tx.view.chains() == inner.chains)
            }
            step(tx, &random)
            // A reader in the middle of the transaction sees the last commit.
            if random.next(below: 4) == 0 {
              let reader = Held(store.snapshot())
              #expect(reader.contents == before.contents && reader.chains == before.chains)
              #expect(reader.snapshot.faults() == [])
            }
          }
          #expect(tx.view.faults() == [])
          if isUndone { throw Undone() }
        }
        if isUndone {
          let after = Held(store.snapshot())
          #expect(after.contents == before.contents && after.chains == before.chains)
        }
      }
      #expect(held.allSatisfy { $0.isIntact }, "seed \(seed)")
      #expect(stores.allSatisfy { $0.snapshot().faults().isEmpty })
    }
  }
}

/// splitmix64, for tests that print their seed.
struct SplitMix64 {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var x = state
    x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
    return x ^ (x >> 31)
  }

  mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
