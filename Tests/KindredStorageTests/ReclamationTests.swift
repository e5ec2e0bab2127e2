// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import KindredStorage
import Testing

private struct Undone: Error {}

private let long = String(repeating: "long enough to be on the heap ", count: 10)

private func insert(_ tx: Transaction, _ keys: Range<Int>) throws {
  try tx.insert(
    Library.authors,
    keys.map { key in
      [.integer(Int64(key)), .text(key % 2 == 0 ? "\(key)" : "\(key) \(long)"), .null]
    }
  )
}

/// What may grow: slots, handles and the texts behind them.
private func sizes(_ store: DatabaseStore) -> [Int] {
  let authors = store.snapshot()[Library.authors]
  guard case .texts(_, let pool) = authors.columns[1].cells else { return [] }
  return [authors.slotCount, pool.reservedCount, pool.byteCount >> 10]
}

@Suite struct `Reclamation` {
  /// A queue: rows come at one end and go at the other.
  @Test(.timeLimit(.minutes(5)))
  func `slots, texts and memory level off over 10,000 rounds of write, snapshot and drop`() async {
    // In a process of its own, whose memory is its own.
    await #expect(processExitsWith: .success) {
      let store = try Library.store()
      try store.write { tx in try insert(tx, 0..<10) }
      var held: Snapshot?
      let rounds = TestSize.of(10_000, otherwise: 2000)
      var largest: [[Int]] = [[0, 0, 0, 0], [0, 0, 0, 0]]
      for round in 0..<rounds {
        let keys = 10 + round * 5..<15 + round * 5
        func turn(isUndone: Bool) throws {
          try store.write { tx in
            try insert(tx, keys)
            let rows = tx.view[Library.authors].liveRows.prefix(5)
            try tx.delete(Library.authors, rows: Array(rows))
            if isUndone { throw Undone() }
          }
        }
        if round % 10 == 9 {
          do { try turn(isUndone: true) } catch is Undone {}
        }
        try turn(isUndone: false)
        held = store.snapshot()
        let half = round / (rounds / 2)
        for (index, size) in (sizes(store) + [ResidentSize.bytes >> 10]).enumerated() {
          largest[half][index] = max(largest[half][index], size)
        }
      }
      precondition(held?[Library.authors].rowCount == 10)
      precondition(store.snapshot().faults() == [])
      precondition(largest[1][0] <= 2048 + 30, "slots \(largest)")
      for (later, earlier) in zip(largest[1], largest[0]) {
        precondition(later <= earlier * 11 / 10, "growing: \(largest)")
      }
      // Keys are never handed out again, whatever happens to the slots.
      let next = try store.write { tx in tx.nextAutoIncrement(Library.authors) }
      precondition(next == Int64(rounds * 5 + 10))
    }
  }

  @Test func `texts that updates have replaced are freed`() throws {
    let store = try Library.store()
    try store.write { tx in try insert(tx, 0..<100) }
    for round in 0..<TestSize.of(20_000, otherwise: 10_000) {
      try store.write { tx in
        try tx.update(Library.authors, 1, [(RowID(round % 100), .text("\(round) \(long)"))])
      }
    }
    #expect(sizes(store)[1] < 8192)
    #expect(store.snapshot().faults() == [])
  }

  @Test func `texts that were undone are freed`() throws {
    let store = try Library.store()
    try store.write { tx in try insert(tx, 0..<100) }
    for round in 1..<100 {
      try? store.write { tx in
        try insert(tx, round * 1000..<round * 1000 + 500)
        throw Undone()
      }
    }
    #expect(sizes(store)[1] < 8192)
    #expect(store.snapshot().rows(Library.authors).count == 100)
    #expect(store.snapshot().faults() == [])
  }

  /// Each fork takes the next slot of its base's pool, and the base the next one of a new chunk.
  @Test func `a chain of forks that all write does not use up the handles`() throws {
    var store = try Library.store()
    var largest = 0
    for round in 0..<TestSize.of(5000, otherwise: 1000) {
      let fork = store.fork()
      try store.write { tx in try insert(tx, 1_000_000..<1_000_001) }
      try fork.write { tx in
        try insert(tx, round..<round + 1)
        let rows = tx.view[Library.authors].liveRows
        if rows.count > 5 { try tx.delete(Library.authors, rows: [rows[0]]) }
      }
      store = fork
      guard case .texts(_, let pool) = store.snapshot()[Library.authors].columns[1].cells else {
        continue
      }
      largest = max(largest, pool.handleLimit)
    }
    #expect(largest < 1 << 20)
    #expect(store.snapshot().faults() == [])
  }

  @Test func `a few large texts are freed long before many rows are`() throws {
    let store = try Library.store()
    try store.write { tx in try insert(tx, 0..<3000) }
    for round in 0..<200 {
      let text = "\(round) " + String(repeating: "x", count: 1 << 20)
      try store.write { tx in try tx.update(Library.authors, 1, [(7, .text(text))]) }
    }
    #expect(sizes(store)[2] < 40 << 10)
  }

  @Test func `rows keep their order, their chains theirs, and a snapshot its rows`() throws {
    let store = try Library.store(slack: 4)
    try store.write { tx in
      try insert(tx, 0..<30)
      try tx.insert(
        Library.books,
        (0..<60).map { [.integer(Int64($0)), .integer(Int64($0 * 7 % 30)), .text("\($0)")] }
      )
      // To the end of another's chain, which is not the order of the rows.
      try tx.update(Library.books, 1, [(3, .integer(29)), (50, .integer(29))])
      try tx.insert(
        Library.categories,
        (0..<40).map { [.integer(Int64($0)), $0 < 20 ? .null : .integer(39 - Int64($0 / 2))] }
      )
    }
    let before = store.snapshot()
    let held = before.contents()
    let chain = before[Library.books].foreignKeyIndexes[0].children(of: 29)
    let titles = chain.map { before[Library.books].columns[0].value(Int($0)) }
    let keys = before[Library.books].liveRows.map {
      before[Library.books].columns[0].value(Int($0))
    }
    let deleted = try store.write { tx in
      try tx.delete(Library.categories, rows: Array(0..<18))
      return try tx.delete(Library.authors, rows: Array(0..<25)).deleted
    }
    #expect(deleted[0] == 25)
    let after = store.snapshot()
    #expect(after.faults() == [])
    #expect(after[Library.authors].slotCount == 5)
    #expect(after[Library.books].slotCount == 60 - deleted[1])
    #expect(before.contents() == held)
    let books = after[Library.books]
    let remaining = books.foreignKeyIndexes[0].children(of: 4).map {
      books.columns[0].value(Int($0))
    }
    #expect(remaining == titles)
    let order = books.liveRows.map { books.columns[0].value(Int($0)) }
    #expect(order == keys.filter(Set(order).contains))
  }

  /// Renaming the parent rows of all children must have been paid for by deletes.
  @Test func `a parent with many children is compacted the later`() throws {
    let store = try Library.store(slack: 4)
    try store.write { tx in
      try insert(tx, 0..<20)
      try tx.insert(
        Library.books,
        (0..<1000).map { [.integer(Int64($0)), .integer(0), .text("\($0)")] }
      )
    }
    for round in 1..<20 {
      try store.write { tx in
        try insert(tx, round * 10 + 20..<round * 10 + 30)
        let rows = tx.view[Library.authors].liveRows.dropFirst().prefix(10)
        try tx.delete(Library.authors, rows: Array(rows))
      }
      #expect(store.snapshot()[Library.authors].slotCount <= 20 + 20 + 1000 / 16)
      #expect(store.snapshot().faults() == [])
    }
    #expect(store.snapshot()[Library.authors].slotCount < 90)
  }
}
