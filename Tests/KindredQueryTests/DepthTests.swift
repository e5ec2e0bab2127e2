// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred
import Testing

/// Long and deep conditions: as deep as the limit says, on a small stack, and in linear time.
@Suite struct `Deep and long conditions` {
  let db: Database

  init() throws { db = try Library.filled() }

  /// Conditions of the depth, each nesting in another way.
  static let shapes: [@Sendable (Ref<Book>, Int) -> Condition] = [
    { book, depth in (3..<depth).reduce(book.year > 0) { condition, _ in !condition } },
    { book, depth in
      (3..<depth).reduce(book.year > 0) { condition, level in
        level.isMultiple(of: 2) ? book.year > 0 && condition : book.year < 0 || condition
      }
    },
    { book, depth in
      (3..<depth).reduce(book.year) { sum, level in sum + (level.isMultiple(of: 2) ? 1 : -1) } > 0
    },
    { book, depth in
      (3..<depth).reduce(book.year) { value, _ in (book.year < 0).then(book.year, else: value) } > 0
    },
    { book, depth in
      (3..<depth).reduce(book.title) { text, _ in text.lowercased }.hasPrefix("book")
    },
  ]

  @Test(arguments: shapes.indices)
  func `nest as deep as the limit on a stack of 512 KB`(shape: Int) throws {
    try onSmallStack {
      let query = Book.where { Self.shapes[shape]($0, 999) }
      try db.read { s in
        let (count, log) = try s.counting { try query.count(s) }
        #expect(count == 4)
        #expect(log.statements[0].sql.count > 1_000)
        let (text, rows) = (try query.sql(s), try query.rows(s))
        #expect(text.count > 1_000)
        #expect(rows.count == 4)
        _ = try query.explain(s)
      }
      try db.fork().write { s in
        let updated = try query.update(s) { $0.year = $0.year + 1 }
        #expect(updated == 4)
        let deleted = try query.delete(s).count
        #expect(deleted == 4)
      }
    }
  }

  @Test(arguments: shapes.indices)
  func `are an error beyond it, on a stack of 512 KB`(shape: Int) throws {
    try onSmallStack {
      for depth in [1_010, 100_000] {
        let query = Book.where { Self.shapes[shape]($0, depth) }
        let error = #expect(throws: KindredError.self) { try db.read { s in try query.count(s) } }
        #expect(error?.kind == .limit)
      }
    }
  }

  @Test func `nest queries in queries as deep as the limit on a stack of 512 KB`() throws {
    try onSmallStack {
      var query = Book.where { $0.year > 0 }
      for _ in 0..<300 {
        let inner = query
        query = Book.where { book in inner.where { $0.id == book.id }.exists }
      }
      let found = try db.read { s in try query.count(s) }
      #expect(found == 4)
      for _ in 0..<1_000 {
        let inner = query
        query = Book.where { book in inner.where { $0.id == book.id }.exists }
      }
      let error = #expect(throws: KindredError.self) { try db.read { s in try query.count(s) } }
      #expect(error?.kind == .limit)
    }
  }

  @Test func `take a time in proportion to their length`() throws {
    let clock = ContinuousClock()
    func time(_ count: Int) throws -> Duration {
      try clock.measure {
        let query = Book.where { book in
          (0..<count).reduce(book.year > 0) { $0 && book.year != -$1 - 1 }
        }
        let found = try db.read { s in try query.count(s) }
        #expect(found == 4)
      }
    }
    _ = try time(100)
    let (few, many) = (try time(500), try time(8_000))
    #expect(many < few * 60, "500 terms took \(few), 8,000 took \(many)")
  }

  @Test func `nested to the right take as long as those in a row`() throws {
    let clock = ContinuousClock()
    func time(_ isNested: Bool) throws -> Duration {
      try clock.measure {
        let query = Book.where { book in
          (0..<400).reduce(book.year > 0) {
            isNested ? book.year == -$1 - 1 || $0 : $0 || book.year == -$1 - 1
          }
        }
        let found = try db.read { s in try query.count(s) }
        #expect(found == 4)
      }
    }
    _ = try time(true)
    let (row, nested) = (try time(false), try time(true))
    #expect(nested < row * 20, "in a row \(row), nested \(nested)")
  }

  @Test func `look a value up in a list of 100,000 by its hash`() throws {
    let clock = ContinuousClock()
    func time(_ count: Int) throws -> Duration {
      let (years, titles) = (
        Array(1_999..<1_999 + count), (0..<count).map { "Book \($0)" } + ["Book A"]
      )
      return try clock.measure {
        let found = try db.read { s in
          try Book.where { $0.year.in(years) && $0.title.in(titles) && !$0.rating.in([0.5]) }.count(
            s
          )
        }
        #expect(found == 1)
      }
    }
    _ = try time(100)
    let (few, many) = (try time(5_000), try time(100_000))
    #expect(many < few * 80, "5,000 values took \(few), 100,000 took \(many)")
  }

  @Test func `stand in checks and upserts on a stack of 512 KB`() throws {
    try onSmallStack {
      try Database(Line.self).write { s in
        try s.insert([Line(value: 2)])
        let error = #expect(throws: KindredError.self) { try s.insert([Line(value: -5_000)]) }
        #expect(error?.kind == .check)
        try s.insert(
          [Line(id: 1, value: 5)],
          onConflict: .update(\.id) { stored, new in
            stored.value = (0..<990).reduce(new.value) { sum, _ in sum + 1 }
          }
        )
        let values = try Line.all.rows(s).map(\.value)
        #expect(values == [995])
      }
    }
    let error = #expect(throws: KindredError.self) { try Database(Knot.self) }
    #expect(error?.message.contains("nest deeper than 1000") == true)
  }

  private func onSmallStack(_ body: @escaping () throws -> Void) throws {
    nonisolated(unsafe) let body = body
    let done = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var failure: (any Error)?
    let thread = Thread {
      do { try unsafe body() } catch { unsafe failure = error }
      done.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
    done.wait()
    if let failure = unsafe failure { throw failure }
  }
}

/// A check almost of the depth that is allowed.
private struct Line: Entity {
  var id: ID<Line> = .new
  var value: Int
  static let table = Table("lines", Line.init)
    .check("positive") { line in (0..<990).reduce(line.value) { sum, _ in sum + 1 } > 0 }
}

/// A check that nests too deep.
private struct Knot: Entity {
  var id: ID<Knot> = .new
  var value: Int
  static let table = Table("knots", Knot.init)
    .check("positive") { knot in (0..<1_100).reduce(knot.value) { sum, _ in sum + 1 } > 0 }
}
