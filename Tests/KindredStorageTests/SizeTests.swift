// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredColumns
import KindredSchema
import KindredStorage
import Synchronization
import Testing

/// Sizes at which a shortcut would show.
///
/// In processes of their own, where memory is measured.
@Suite struct `Sizes` {
  @Test(.timeLimit(.minutes(5)))
  func `K10 a parent with 1,000,000 children is deleted with them, and put back`() async {
    await #expect(processExitsWith: .success) {
      let store = try Library.store()
      let count = TestSize.of(1_000_000, otherwise: 100_000)
      try store.write { tx in
        try tx.insert(Library.authors, [[.integer(1), .text("prolific"), .null]])
        try tx.insert(
          into: Library.books,
          [
            Vector(.integers((0..<count).map { Int64($0) })),
            Vector(.integers(Array(repeating: 1, count: count))),
            Vector(
              .strings(Array(repeating: "", count: count)),
              nulls: Array(repeating: 1, count: count)
            ),
          ],
          count: count
        )
      }
      do {
        try store.write { tx in
          let deleted = try tx.delete(Library.authors, rows: [0]).deleted
          precondition(deleted == [1, count, 0, 0])
          throw CancellationError()
        }
      } catch is CancellationError {}
      let index = store.snapshot()[Library.books].foreignKeyIndexes[0]
      precondition(index.children(of: 0).count == count)
      try store.write { tx in _ = try tx.delete(Library.authors, rows: [0]) }
      precondition(store.snapshot()[Library.books].slotCount == 0)
    }
  }

  @Test(.timeLimit(.minutes(5)))
  func `K15 10,000 savepoints in each other and after each other`() throws {
    struct Undone: Error {}
    let store = try Library.store()
    @Sendable func nested(_ depth: Int, _ tx: Transaction) throws {
      if depth == 0 { return }
      try tx.insert(Library.categories, [[.integer(Int64(depth)), .null]])
      do {
        try tx.savepoint {
          try nested(depth - 1, tx)
          if depth <= 5000, depth % 100 == 0 { throw Undone() }
        }
      } catch is Undone {}
    }
    // Nesting is recursion of the caller, who must bring the stack for it.
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      try? store.write { tx in try nested(10_000, tx) }
      done.signal()
    }
    thread.stackSize = 256 << 20
    thread.start()
    done.wait()
    #expect(store.snapshot()[Library.categories].rowCount == 5001)
    try store.write { tx in
      for round in 0..<10_000 {
        do {
          try tx.savepoint {
            try tx.insert(Library.categories, [[.integer(Int64(20_000 + round)), .null]])
            if round % 2 == 0 { throw Undone() }
          }
        } catch is Undone {}
      }
    }
    #expect(store.snapshot()[Library.categories].rowCount == 10_001)
    #expect(store.snapshot().faults() == [])
  }

  @Test(.timeLimit(.minutes(5)))
  func `10,000 live snapshots cost what changed between them, and nothing once dropped`() async {
    await #expect(processExitsWith: .success) {
      let store = try Library.store()
      let rounds = TestSize.of(10_000, otherwise: 1000)
      let count = rounds * 10
      try store.write { tx in
        try tx.insert(
          into: Library.authors,
          [
            Vector(.integers((0..<count).map { Int64($0) })),
            Vector(.strings((0..<count).map { "\($0)" })),
            Vector(.reals(Array(repeating: 0, count: count))),
          ],
          count: count
        )
      }
      let before = ResidentSize.bytes
      var snapshots: [Snapshot] = []
      for round in 0..<rounds {
        snapshots.append(store.snapshot())
        try store.write { tx in
          try tx.update(Library.authors, 2, [(RowID(round * 10), .real(Double(round)))])
        }
      }
      // A changed cell costs its chunk (16 kB), the column's directory and a segment's owners; in the
      // ordered index that has the column, the leaves and branches on two ways.
      let grown = ResidentSize.bytes - before
      precondition(grown < rounds * 56_000, "\(rounds) snapshots take \(grown) bytes")
      for (round, snapshot) in snapshots.enumerated() {
        let scores = snapshot[Library.authors].columns[2]
        precondition(scores.value(round * 10) == .real(0))
        precondition(round == 0 || scores.value(round * 10 - 10) == .real(Double(round - 1)))
      }
      snapshots = []
      // What was freed is used again.
      for round in 0..<rounds {
        snapshots.append(store.snapshot())
        try store.write { tx in
          try tx.update(Library.authors, 2, [(RowID(round * 10), .real(1))])
        }
      }
      let grownAgain = ResidentSize.bytes - before
      precondition(grownAgain < grown * 6 / 5, "then \(grownAgain) bytes")
    }
  }

  @Test(.timeLimit(.minutes(5)))
  func `X01 a text of 100 MB is stored, replaced, undone and freed`() async {
    await #expect(processExitsWith: .success) {
      struct Undone: Error {}
      let store = try Library.store()
      let length = TestSize.of(100, otherwise: 20) << 20
      func text(_ letter: Character) -> Value {
        let bytes = [UInt8](repeating: letter.asciiValue ?? 0, count: length)
        return .text(String(decoding: bytes, as: UTF8.self))
      }
      try store.write { tx in
        try tx.insert(Library.books, [[.integer(1), .null, text("a")]])
      }
      for letter in "bcd" {
        try store.write { tx in try tx.update(Library.books, 2, [(0, text(letter))]) }
        do {
          try store.write { tx in
            try tx.update(Library.books, 2, [(0, text("z"))])
            throw Undone()
          }
        } catch is Undone {}
      }
      let title = store.snapshot()[Library.books].columns[2].value(0)
      guard case .text(let stored) = title else { preconditionFailure("no text") }
      precondition(stored.utf8.count == length && stored.utf8.last == UInt8(ascii: "d"))
      let size = ResidentSize.bytes
      precondition(size < length * 6, "\(size) bytes")
    }
  }

  @Test(.timeLimit(.minutes(5)))
  func `a dropped fork frees what only it held`() async {
    await #expect(processExitsWith: .success) {
      let store = try Library.store()
      let count = TestSize.of(200_000, otherwise: 40_000)
      func insert(_ store: DatabaseStore, from first: Int) throws {
        try store.write { tx in
          _ = try tx.insert(
            into: Library.authors,
            [
              Vector(.integers((0..<count).map { Int64(first + $0) })),
              Vector(.strings((0..<count).map { "author number \(first + $0)" })),
              Vector(.reals((0..<count).map { Double($0) })),
            ],
            count: count
          )
        }
      }
      try insert(store, from: 0)
      var largest: [Int] = []
      for round in 0..<12 {
        let fork = store.fork()
        try insert(fork, from: (round + 1) * count)
        largest.append(ResidentSize.bytes)
        precondition(fork.snapshot()[Library.authors].rowCount == 2 * count)
      }
      precondition(
        largest[6...].max() ?? 0 <= (largest[..<6].max() ?? 0) + 8 << 20,
        "resident sizes \(largest)"
      )
    }
  }
}
