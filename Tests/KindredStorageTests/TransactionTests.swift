// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import KindredStorage
import Testing

@Suite struct `A transaction` {
  private struct Undone: Error {}

  private func filled() throws -> DatabaseStore {
    let store = try Library.store()
    try store.write { tx in
      try tx.insert(
        Library.authors,
        [[.integer(1), .text("Anne"), .null], [.integer(2), .text("Bob"), .real(1.5)]]
      )
    }
    return store
  }

  @Test func `sees its own writes, which no snapshot or fork does before the end`() throws {
    let store = try filled()
    try store.write { tx in
      try tx.insert(Library.authors, [[.integer(3), .text("Cyd"), .null]])
      try tx.update(Library.authors, 1, [(0, .text("Zoe"))])
      try tx.delete(Library.authors, rows: [1])
      #expect(tx.view[Library.authors].rowCount == 2)
      #expect(tx.view.rows(Library.authors)[0]?[1] == .text("Zoe"))
      let fork = store.fork()
      #expect(fork.snapshot().rows(Library.authors)[0]?[1] == .text("Anne"))
      #expect(store.snapshot()[Library.authors].rowCount == 2)
      try fork.write { other in
        try other.insert(Library.authors, [[.integer(3), .text("other"), .null]])
      }
      #expect(fork.snapshot().rows(Library.authors).count == 3)
      #expect(fork.snapshot().faults() == [])
    }
    #expect(store.snapshot().rows(Library.authors).keys.sorted() == [0, 2])
    #expect(store.snapshot().faults() == [])
  }

  @Test func `K15 savepoints nest, each undoes what came after it`() throws {
    let store = try filled()
    try store.write { tx in
      try tx.savepoint {
        try tx.insert(Library.authors, [[.integer(3), .text("three"), .null]])
        try? tx.savepoint {
          try tx.insert(Library.authors, [[.integer(4), .text("four"), .null]])
          try? tx.savepoint {
            try tx.update(Library.authors, 1, [(2, .text("four again"))])
            throw Undone()
          }
          #expect(tx.view.rows(Library.authors)[2]?[1] == .text("three"))
          throw Undone()
        }
        #expect(tx.view[Library.authors].rowCount == 3)
      }
      try tx.insert(Library.authors, [[.integer(5), .text("four"), .null]])
    }
    #expect(store.snapshot().rows(Library.authors)[3]?[0] == .integer(5))
    #expect(store.snapshot().faults() == [])
  }

  @Test func `K15 a write within a write is refused instead of waiting for itself`() throws {
    let store = try filled()
    let error = try store.write { tx in
      let error = #expect(throws: KindredError.self) { try store.write { _ in } }
      // Another database is no obstacle.
      try store.fork().write { _ in }
      return error
    }
    #expect(error?.kind == .query)
    try store.write { _ in }
  }

  @Test func `fails after its end`() throws {
    let store = try filled()
    let ended = try store.write { tx in tx }
    let error = #expect(throws: KindredError.self) { try ended.delete(Library.authors, rows: [0]) }
    #expect(error?.kind == .sessionEnded)
    #expect(store.snapshot()[Library.authors].rowCount == 2)
  }

  @Test func `does not update rows that were deleted`() throws {
    let store = try filled()
    try store.write { tx in
      try tx.delete(Library.authors, rows: [1])
      let error = #expect(throws: KindredError.self) {
        try tx.update(Library.authors, 1, [(0, .text("x")), (1, .text("y"))])
      }
      #expect(error?.kind == .notFound)
      #expect(error?.row == 1)
    }
    #expect(store.snapshot().rows(Library.authors)[0]?[1] == .text("Anne"))
    #expect(store.snapshot().faults() == [])
  }

  @Test func `F54 after the largest key there is no other`() throws {
    let store = try filled()
    try store.write { tx in
      try tx.insert(Library.authors, [[.integer(.max), .text("last"), .null]])
      let key = tx.nextAutoIncrement(Library.authors)
      #expect(key == .max)
      let error = #expect(throws: KindredError.self) {
        try tx.insert(Library.authors, [[.integer(key), .text("one more"), .null]])
      }
      #expect(error?.kind == .unique)
    }
    #expect(store.snapshot().faults() == [])
  }

  @Test func `K04 a key that is still referred to names who refers to it`() throws {
    let store = try filled()
    try store.write { tx in
      try tx.insert(
        Library.books,
        [[.integer(1), .integer(1), .text("A")], [.integer(2), .integer(1), .text("B")]]
      )
    }
    let error = #expect(throws: KindredError.self) {
      try store.write { tx in
        try tx.update(Library.authors, 0, [(1, .integer(7)), (0, .integer(8))])
      }
    }
    #expect(error?.table == "authors")
    #expect(error?.row == 1)
    #expect(
      error?.message.hasPrefix("authors id 1 is still referred to by 2 books rows through authorID")
        == true
    )
  }

  @Test func `statistics are exact`() throws {
    let store = try filled()
    try store.write { tx in
      try tx.insert(
        Library.books,
        [
          [.integer(1), .integer(1), .text("A")], [.integer(2), .integer(1), .text("B")],
          [.integer(3), .null, .text("A")],
        ]
      )
      try tx.delete(Library.books, rows: [1])
    }
    let statistics = store.snapshot().statistics(of: Library.books)
    #expect(statistics.rowCount == 2)
    #expect(statistics.slotCount == 3)
    #expect(statistics.distinctParents == [1])
    #expect(statistics.distinctValues == [nil, nil, 2])
  }
}
