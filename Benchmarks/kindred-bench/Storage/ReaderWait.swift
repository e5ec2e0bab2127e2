// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KindredColumns
import KindredSchema
import KindredStorage
import Synchronization

/// How long a snapshot takes for readers while a writer runs one statement over all rows.
struct ReaderWait {
  enum Statement {
    /// Sets a column of all books.
    case update
    /// Deletes the author of all books, and them with it.
    case cascade
  }

  private let world: StorageWorld
  private let statement: Statement

  init(_ world: StorageWorld, _ statement: Statement) {
    self.world = world
    self.statement = statement
  }

  /// Nanoseconds for the slowest of the snapshots, in the quietest of three runs: a thread that was not running
  /// looks like one that waited.
  func longest() throws -> Double {
    var least = Double.infinity
    for _ in 0..<3 { least = min(least, try run()) }
    return least
  }

  private func run() throws -> Double {
    let store = world.store.fork()
    let table = store.snapshot()[StorageWorld.books]
    let rows = (0..<RowID(table.slotCount)).filter(table.isLive)
    let prices = Vector(.reals(rows.map { Double($0 % 7) }))
    if statement == .cascade {
      let author = Vector(repeating: .integer(1), count: rows.count, of: .integer)
      try store.write { tx in
        try tx.update(StorageWorld.books, column: 1, rows: rows, values: author)
      }
    }
    let isDone = Atomic<Bool>(false)
    let longest = Atomic<Int>(0)
    let readers = DispatchGroup()
    DispatchQueue.global().async(group: readers) {
      let clock = ContinuousClock()
      while !isDone.load(ordering: .acquiring) {
        let start = clock.now
        _ = store.snapshot()
        let wait = Int((clock.now - start) / .nanoseconds(1))
        if wait > longest.load(ordering: .relaxed) { longest.store(wait, ordering: .relaxed) }
      }
    }
    try store.write { tx in
      switch statement {
      case .update:
        try tx.update(StorageWorld.books, column: 3, rows: rows, values: prices)
      case .cascade: try tx.delete(StorageWorld.authors, rows: [0])
      }
    }
    isDone.store(true, ordering: .releasing)
    readers.wait()
    return Double(longest.load(ordering: .relaxed))
  }
}
