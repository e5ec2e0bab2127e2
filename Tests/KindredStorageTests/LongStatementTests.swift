// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import KindredStorage
import Testing

/// Statements of more rows than one turn at the writer's state takes.
@Suite struct `Long statements` {
  private static let count = 5000

  private struct Undone: Error {}

  private func authors(clash: Int? = nil) -> [Vector] {
    let count = Self.count
    var names = (0..<count).map { "name \($0)" }
    if let clash { names[clash] = "taken" }
    return [
      Vector(.integers((0..<count).map { Int64($0 + 10) })), Vector(.strings(names)),
      Vector(.reals((0..<count).map { Double($0) })),
    ]
  }

  private func filled() throws -> DatabaseStore {
    let store = try Library.store()
    try store.write { tx in
      try tx.insert(Library.authors, [[.integer(1), .text("taken"), .null]])
      try tx.insert(into: Library.authors, authors(), count: Self.count)
    }
    return store
  }

  @Test(arguments: [0, 2047, 2048, 4999])
  func `K01 an insert that fails in any batch leaves nothing behind`(position: Int) throws {
    let store = try Library.store()
    try store.write { tx in
      try tx.insert(Library.authors, [[.integer(1), .text("taken"), .null]])
      let before = tx.view.contents()
      let error = #expect(throws: KindredError.self) {
        try tx.insert(into: Library.authors, authors(clash: position), count: Self.count)
      }
      #expect(error?.row == position)
      #expect(tx.view.contents() == before)
      #expect(tx.view.faults() == [])
      try tx.insert(into: Library.authors, authors(), count: Self.count)
    }
    #expect(store.snapshot()[Library.authors].rowCount == Self.count + 1)
    #expect(store.snapshot().faults() == [])
  }

  @Test(arguments: [0, 2047, 2048, 4999])
  func `K01 a dangling foreign key in any batch is found`(position: Int) throws {
    let store = try filled()
    let count = Self.count
    var parents = (0..<count).map { Int64($0 + 10) }
    parents[position] = -5
    let error = #expect(throws: KindredError.self) {
      try store.write { tx in
        try tx.insert(
          into: Library.books,
          [
            Vector(.integers((0..<count).map { Int64($0) })), Vector(.integers(parents)),
            Vector(.strings(Array(repeating: "", count: count))),
          ],
          count: count
        )
      }
    }
    #expect(error?.row == position)
    #expect(error?.message == "no authors row has id -5")
    #expect(store.snapshot()[Library.books].slotCount == 0)
    #expect(store.snapshot().faults() == [])
  }

  @Test func `K05 rows may refer to rows of a later batch`() throws {
    let store = try Library.store()
    let count = Self.count
    try store.write { tx in
      try tx.insert(
        into: Library.categories,
        [
          Vector(.integers((0..<count).map { Int64($0) })),
          Vector(.integers((0..<count).map { Int64(count - 1 - $0) })),
        ],
        count: count
      )
    }
    #expect(store.snapshot().faults() == [])
    #expect(store.snapshot()[Library.categories].foreignKeyIndexes[0].firstChild(of: 0) == 4999)
  }

  @Test func `K03 unique values may be exchanged across batches, and back`() throws {
    let store = try filled()
    let before = store.snapshot().contents()
    let rows = (0..<RowID(Self.count + 1)).map { $0 }
    let names = rows.map { store.snapshot()[Library.authors].columns[1].value(Int($0)) }
    struct Undone: Error {}
    try store.write { tx in
      try? tx.savepoint {
        try tx.update(
          Library.authors,
          column: 1,
          rows: rows,
          values: Vector(names.reversed(), as: .text)
        )
        #expect(tx.view.faults() == [])
        #expect(tx.view.rows(Library.authors)[0]?[1] == .text("name 4999"))
        throw Undone()
      }
      #expect(tx.view.faults() == [])
    }
    #expect(store.snapshot().contents() == before)
  }

  @Test(arguments: [0, 2048, 4999])
  func `K01 an update that fails in any batch leaves nothing behind`(position: Int) throws {
    let store = try filled()
    let before = store.snapshot().contents()
    let rows = (1...RowID(Self.count)).map { $0 }
    var names = rows.map { "other \($0)" }
    names[position] = "taken"
    let error = #expect(throws: KindredError.self) {
      try store.write { tx in
        try tx.update(
          Library.authors,
          column: 1,
          rows: rows,
          values: Vector(.strings(names))
        )
      }
    }
    #expect(error?.row == position)
    #expect(store.snapshot().contents() == before)
    #expect(store.snapshot().faults() == [])
  }

  @Test func `K01 a row that takes many along is deleted with them, between others`() throws {
    let store = try filled()
    let count = 20_000
    try store.write { tx in
      try tx.insert(
        into: Library.books,
        [
          Vector(.integers((0..<count).map { Int64($0) })),
          // The author of row 3 has all but the first and the last.
          Vector(.integers((0..<count).map { $0 == 0 ? 10 : $0 == count - 1 ? 14 : 12 })),
          Vector(.strings((0..<count).map { "title \($0)" })),
        ],
        count: count
      )
      try tx.insert(Library.loans, [[.integer(1), .integer(0)]])
    }
    let before = store.snapshot().contents()
    let rows: [RowID] = [2, 3, 4, 5, 3]
    try? store.write { tx in
      let deleted = try tx.delete(Library.authors, rows: rows).deleted
      #expect(deleted == [4, count - 1, 0, 0])
      #expect(tx.view.faults() == [])
      #expect(store.snapshot().contents() == before)
      throw Undone()
    }
    #expect(store.snapshot().contents() == before)
    // The loan of the first book refuses its author, who comes after many.
    let error = #expect(throws: KindredError.self) {
      try store.write { tx in try tx.delete(Library.authors, rows: [3, 1]) }
    }
    #expect(error?.kind == .foreignKey)
    #expect(store.snapshot().contents() == before)
    try store.write { tx in try tx.delete(Library.authors, rows: [3]) }
    #expect(store.snapshot()[Library.books].rowCount == 2)
    #expect(store.snapshot().faults() == [])
  }

  @Test func `all rows can be deleted, and put back`() throws {
    let store = try filled()
    let before = store.snapshot().contents()
    let rows = (0..<RowID(Self.count + 1)).map { $0 }
    try? store.write { tx in
      let deleted = try tx.delete(Library.authors, rows: rows).deleted
      #expect(deleted[0] == Self.count + 1)
      #expect(tx.view[Library.authors].rowCount == 0)
      #expect(tx.view.faults() == [])
      throw Undone()
    }
    #expect(store.snapshot().contents() == before)
    #expect(store.snapshot().faults() == [])
  }
}
