// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredChoices
import KindredColumns
import KindredSchema
import KindredStorage
import Synchronization
import Testing

@Suite struct `Concurrency` {
  private struct Undone: Error {}

  /// The writer moves amounts between rows, so that their sum never changes, in transactions of
  /// several statements of which some are rolled back.
  @Test(.timeLimit(.minutes(2)))
  func `K17 readers on any thread see one committed state for as long as they hold it`() throws {
    let rowCount = 5000
    let store = try Library.store()
    try store.write { tx in
      try tx.insert(
        Library.authors,
        (0..<rowCount).map { [.integer(Int64($0 + 1)), .text("\($0)"), .real(10)] }
      )
    }
    let isDone = Atomic<Bool>(false)
    let wrong = Atomic<Int>(0)
    let reads = Atomic<Int>(0)
    let group = DispatchGroup()
    for reader in 0..<3 {
      group.enter()
      // Threads of their own: a queue's may all be busy with other tests.
      Thread.detachNewThread {
        defer { group.leave() }
        while !isDone.load(ordering: .acquiring) {
          // One of the readers works on forks and writes into them.
          let fork = reader == 0 ? store.fork() : store
          let snapshot = fork.snapshot()
          let first = sum(snapshot)
          if reader == 0 {
            try? fork.write { tx in try tx.update(Library.authors, 2, [(0, .real(1000))]) }
          }
          if first != Double(rowCount) * 10 || sum(snapshot) != first {
            wrong.wrappingAdd(1, ordering: .relaxed)
          }
          reads.wrappingAdd(1, ordering: .relaxed)
        }
      }
    }
    var random = SplitMix64(seed: 7)
    for round in 0..<400 {
      try? store.write { tx in
        for _ in 0..<5 {
          let from = RowID(random.next(below: rowCount))
          let to = RowID(random.next(below: rowCount))
          guard from != to else { continue }
          let amounts = tx.view[Library.authors].columns[2]
          guard case .real(let left) = amounts.value(Int(from)),
            case .real(let right) = amounts.value(Int(to))
          else { continue }
          try tx.update(Library.authors, 2, [(from, .real(left - 1))])
          try tx.update(Library.authors, 2, [(to, .real(right + 1))])
        }
        if round % 3 == 0 { throw Undone() }
      }
    }
    isDone.store(true, ordering: .releasing)
    group.wait()
    #expect(wrong.load(ordering: .relaxed) == 0)
    #expect(reads.load(ordering: .relaxed) > 0)
    #expect(sum(store.snapshot()) == Double(rowCount) * 10)
  }

  /// A turn that is long by nature: rows that are put in order, and rows that go with their parent.
  @Test(.timeLimit(.minutes(5)))
  func `K17 readers wait for no statement, however many rows it changes`() throws {
    let store = try Library.store()
    let count = TestSize.of(100_000, otherwise: 30_000)
    try store.write { tx in
      try tx.insert(Library.authors, [[.integer(1), .text("one"), .null]])
    }
    let statements: [(Transaction) throws -> Void] = [
      { tx in
        try tx.insert(
          into: Library.books,
          [
            Vector(.integers((0..<count).map { Int64($0) })),
            Vector(repeating: .integer(1), count: count, of: .integer),
            Vector(.strings((0..<count).map { "title \($0 &* 7_919 % count)" })),
          ],
          count: count
        )
      },
      { tx in try tx.delete(Library.authors, rows: [0]) },
    ]
    for statement in statements {
      let isDone = Atomic<Bool>(false)
      let longest = Atomic<Int>(0)
      let readers = DispatchGroup()
      readers.enter()
      let clock = ContinuousClock()
      Thread.detachNewThread {
        defer { readers.leave() }
        while !isDone.load(ordering: .acquiring) {
          let start = clock.now
          _ = store.snapshot()
          let wait = Int((clock.now - start) / .microseconds(1))
          if wait > longest.load(ordering: .relaxed) { longest.store(wait, ordering: .relaxed) }
        }
      }
      let time = try clock.measure { try store.write { try statement($0) } }
      isDone.store(true, ordering: .releasing)
      readers.wait()
      let wait = Duration.microseconds(longest.load(ordering: .relaxed))
      #expect(wait < time / 2, "the longest wait was \(wait) of \(time)")
    }
    #expect(store.snapshot()[Library.books].rowCount == 0)
  }

  /// Statements of several batches, of which readers must see none, and whole transactions all of.
  @Test(.timeLimit(.minutes(2)))
  func `K17 readers see nothing of a long statement until it is committed`() throws {
    let store = try Library.store()
    let batch = 6000
    let isDone = Atomic<Bool>(false)
    let wrong = Atomic<Int>(0)
    let group = DispatchGroup()
    for _ in 0..<2 {
      group.enter()
      Thread.detachNewThread {
        defer { group.leave() }
        while !isDone.load(ordering: .acquiring) {
          let snapshot = store.snapshot()
          let (parents, children) = (snapshot[Library.authors], snapshot[Library.books])
          let index = children.foreignKeyIndexes[0]
          let isRight =
            parents.rowCount % batch == 0 && children.rowCount == parents.rowCount
            && parents.columns.allSatisfy { $0.count == parents.slotCount }
            && index.parentRows.count == children.slotCount
            && index.distinctParents == parents.rowCount
          if !isRight { wrong.wrappingAdd(1, ordering: .relaxed) }
        }
      }
    }
    for round in 0..<12 {
      let keys = (0..<batch).map { Int64(round * batch + $0) }
      try? store.write { tx in
        try tx.insert(
          into: Library.authors,
          [
            Vector(.integers(keys)), Vector(.strings(keys.map { "\($0)" })),
            Vector(.reals(keys.map { Double($0) })),
          ],
          count: batch
        )
        try tx.insert(
          into: Library.books,
          [
            Vector(.integers(keys)), Vector(.integers(keys)),
            Vector(.strings(keys.map { "\($0)" })),
          ],
          count: batch
        )
        if round % 3 == 0 { throw Undone() }
        if round % 3 == 1 {
          let rows = (0..<tx.view[Library.authors].slotCount).map { RowID($0) }
          try tx.delete(Library.authors, rows: rows)
        }
      }
    }
    isDone.store(true, ordering: .releasing)
    group.wait()
    #expect(wrong.load(ordering: .relaxed) == 0)
    #expect(store.snapshot().faults() == [])
  }
}

private func sum(_ snapshot: Snapshot) -> Double {
  guard case .reals(let cells) = snapshot[Library.authors].columns[2].cells else { return -1 }
  return (0..<cells.count).reduce(0) { $0 + cells[$1] }
}
