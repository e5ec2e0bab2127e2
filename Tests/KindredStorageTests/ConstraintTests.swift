// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import KindredStorage
import Testing

@Suite struct `Constraints` {
  private func filled() throws -> DatabaseStore {
    let store = try Library.store()
    try store.write { tx in
      try tx.insert(
        Library.authors,
        [
          [.integer(1), .text("Anne"), .null], [.integer(2), .text("Bob"), .real(1.5)],
          [.integer(3), .text("Cyd"), .null],
        ]
      )
      try tx.insert(
        Library.books,
        [
          [.integer(1), .integer(1), .text("A")], [.integer(2), .integer(1), .text("B")],
          [.integer(3), .integer(2), .text("A")], [.integer(4), .null, .text("A")],
        ]
      )
    }
    return store
  }

  /// Runs one failing statement and checks that nothing of it stays, in the transaction and after it.
  private func expectFailure(
    _ kind: KindredError.Kind,
    _ body: (Transaction) throws -> Void
  ) throws -> KindredError {
    let store = try filled()
    let before = store.snapshot()
    let error = try store.write { tx in
      let error = #expect(throws: KindredError.self) { try body(tx) }
      #expect(tx.view.contents() == before.contents())
      #expect(tx.view.chains() == before.chains())
      #expect(tx.view.faults() == [])
      return try #require(error)
    }
    #expect(error.kind == kind)
    #expect(store.snapshot().contents() == before.contents())
    return error
  }

  @Test func `K01 a failing statement leaves nothing behind, whichever row fails`() throws {
    for position in 0..<4 {
      let error = try expectFailure(.unique) { tx in
        var rows: [[Value]] = (0..<4).map { [.integer(10 + $0), .text("new \($0)"), .null] }
        rows[position][1] = .text("Bob")
        try tx.insert(Library.authors, rows)
      }
      #expect(error.row == position)
      #expect(error.table == "authors")
      #expect(error.columns == ["name"])
      #expect(error.message.contains("'Bob' is already taken by the row with id 2"))
    }
  }

  @Test func `a duplicate within one statement is found`() throws {
    let error = try expectFailure(.unique) { tx in
      try tx.insert(
        Library.authors,
        [[.integer(7), .text("x"), .null], [.integer(7), .text("y"), .null]]
      )
    }
    #expect(error.row == 1)
  }

  @Test func `a dangling foreign key names the missing parent`() throws {
    let error = try expectFailure(.foreignKey) { tx in
      try tx.insert(Library.books, [[.integer(9), .integer(77), .text("x")]])
    }
    #expect("\(error)" == "books.authorID (row 0): no authors row has id 77")
  }

  @Test func `NULL in a column that is not optional is refused`() throws {
    let error = try expectFailure(.notNull) { tx in
      try tx.insert(
        Library.authors,
        [[.integer(8), .text("x"), .null], [.integer(9), .null, .null]]
      )
    }
    #expect(error.row == 1)
    #expect(error.columns == ["name"])
  }

  @Test func `V01 a vector of another class is refused`() throws {
    _ = try expectFailure(.type) { tx in
      try tx.insert(
        into: Library.loans,
        [Vector(.integers([1])), Vector(.reals([1]))],
        count: 1
      )
    }
  }

  @Test func `V13 NaN is refused and infinity kept`() throws {
    _ = try expectFailure(.arithmetic) { tx in
      try tx.insert(Library.authors, [[.integer(8), .text("x"), .real(.nan)]])
    }
    let store = try filled()
    try store.write { tx in
      try tx.insert(Library.authors, [[.integer(8), .text("x"), .real(.infinity)]])
    }
    #expect(store.snapshot().rows(Library.authors)[3]?[2] == .real(.infinity))
  }

  @Test func `V12 a negative zero is stored as zero`() throws {
    let store = try filled()
    try store.write { tx in
      try tx.insert(Library.authors, [[.integer(8), .text("x"), .real(-0.0)]])
    }
    guard case .reals(let cells) = store.snapshot()[Library.authors].columns[2].cells else {
      return
    }
    #expect(cells[3].sign == .plus)
  }

  @Test func `N05 NULLs in a unique key do not clash`() throws {
    let store = try filled()
    try store.write { tx in
      try tx.insert(
        Library.books,
        [
          [.integer(5), .null, .text("A")], [.integer(6), .integer(1), .null],
          [.integer(7), .integer(1), .null],
        ]
      )
    }
    #expect(store.snapshot().faults() == [])
    _ = try expectFailure(.unique) { tx in
      try tx.update(Library.books, 1, [(3, .integer(1))])
    }
  }

  @Test func `X01 a unique text goes by its bytes`() throws {
    let store = try filled()
    try store.write { tx in
      try tx.insert(
        Library.authors,
        [
          [.integer(10), .text("\u{E9}"), .null], [.integer(11), .text("e\u{301}"), .null],
          [.integer(12), .text("e\u{301}\u{0}"), .null],
        ]
      )
    }
    #expect(store.snapshot().faults() == [])
  }

  @Test func `K03 rows may exchange their unique values in one statement`() throws {
    let store = try filled()
    try store.write { tx in
      try tx.update(Library.authors, 1, [(0, .text("Bob")), (1, .text("Anne"))])
    }
    let rows = store.snapshot().rows(Library.authors)
    #expect(rows[0]?[1] == .text("Bob"))
    #expect(rows[1]?[1] == .text("Anne"))
    #expect(store.snapshot().faults() == [])
  }

  @Test func `K04 a key that is still referred to cannot change, unless to itself`() throws {
    _ = try expectFailure(.foreignKey) { tx in
      try tx.update(Library.authors, 0, [(0, .integer(50))])
    }
    let store = try filled()
    try store.write { tx in
      try tx.update(Library.authors, 0, [(0, .integer(1)), (2, .integer(50))])
    }
    #expect(store.snapshot().faults() == [])
  }

  @Test func `parents that exchange their keys exchange their children`() throws {
    let store = try filled()
    try store.write { tx in
      try tx.update(Library.authors, 0, [(0, .integer(2)), (1, .integer(1))])
    }
    let snapshot = store.snapshot()
    #expect(snapshot.faults() == [])
    #expect(snapshot[Library.books].foreignKeyIndexes[0].children(of: 1) == [0, 1])
  }

  @Test func `K05 a statement may insert a child before its parent`() throws {
    let store = try filled()
    try store.write { tx in
      try tx.insert(
        Library.categories,
        [[.integer(1), .integer(2)], [.integer(2), .null], [.integer(3), .integer(3)]]
      )
    }
    #expect(store.snapshot().faults() == [])
    #expect(store.snapshot()[Library.categories].foreignKeyIndexes[0].children(of: 1) == [0])
  }

  @Test func `K06 a delete cascades and says how many rows of each table went`() throws {
    let store = try filled()
    let deleted = try store.write { tx in try tx.delete(Library.authors, rows: [0]).deleted }
    #expect(deleted == [1, 2, 0, 0])
    #expect(store.snapshot().faults() == [])
  }

  @Test func `K07 restrict refuses and names who still refers`() throws {
    let error = try expectFailure(.foreignKey) { tx in
      try tx.insert(Library.loans, [[.integer(1), .integer(3)]])
      defer { _ = try? tx.delete(Library.loans, rows: [0]) }
      try tx.delete(Library.books, rows: [2])
    }
    #expect(error.message.contains("still referred to by 1 loans row through bookID"))
  }

  @Test func `K09 cycles and self loops end, each row deleted once`() throws {
    let store = try filled()
    try store.write { tx in
      try tx.insert(
        Library.categories,
        [
          [.integer(1), .integer(3)], [.integer(2), .integer(1)], [.integer(3), .integer(2)],
          [.integer(4), .integer(4)],
        ]
      )
    }
    let deleted = try store.write { tx in
      try tx.delete(Library.categories, rows: [1, 3, 0]).deleted
    }
    #expect(deleted == [0, 0, 0, 4])
    #expect(store.snapshot().faults() == [])
  }

  @Test(.timeLimit(.minutes(5)))
  func `K10 a chain of 100,000 cascades without recursion`() throws {
    let store = try Library.store()
    let count = 100_000
    try store.write { tx in
      try tx.insert(
        into: Library.categories,
        [
          Vector(.integers((1...count).map(Int64.init))),
          Vector(
            .integers((0..<count).map(Int64.init)),
            nulls: (0..<count).map { $0 == 0 ? 1 : 0 }
          ),
        ],
        count: count
      )
    }
    let deleted = try store.write { tx in try tx.delete(Library.categories, rows: [0]).deleted }
    #expect(deleted[3] == count)
    #expect(store.snapshot()[Library.categories].rowCount == 0)
  }

  @Test func `F54 keys are not handed out twice, except after a rollback`() throws {
    let store = try filled()
    let first = try store.write { tx in tx.nextAutoIncrement(Library.authors) }
    #expect(first == 4)
    try? store.write { tx in
      #expect(tx.nextAutoIncrement(Library.authors) == 5)
      throw CancellationError()
    }
    try store.write { tx in
      #expect(tx.nextAutoIncrement(Library.authors) == 5)
      try tx.insert(Library.authors, [[.integer(40), .text("forty"), .null]])
      try tx.delete(Library.authors, rows: [3])
      #expect(tx.nextAutoIncrement(Library.authors) == 41)
    }
    let forked = try store.fork().write { tx in tx.nextAutoIncrement(Library.authors) }
    #expect(forked == 42)
  }
}
