// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

@Suite struct `Reading a relation that is not loaded` {
  let db: Database

  init() throws { db = try Library.filled() }

  @Test func `F45 loads it for all siblings by default`() throws {
    try db.read { s in
      let authors = try Author.all.fetch(s)
      let (counts, log) = try s.counting { try authors.map { try $0.books.count } }
      #expect(counts == [2, 1, 0])
      #expect(log.count == 1)
      #expect(log.statements[0].kind == .lazyLoad)
      #expect(log.statements[0].relation == "Author.books")
    }
  }

  @Test func `F45 loads a to-one relation for all siblings by default`() throws {
    try db.read { s in
      let books = try Book.all.fetch(s)
      let (names, log) = try s.counting { try books.map { try $0.author?.name } }
      #expect(names == ["Anne", "Anne", "Alice", nil])
      #expect(log.count == 1)
    }
  }

  @Test func `F45 loads it one by one under that policy, and counts each`() throws {
    try db.read { s in
      s.notLoaded = .one
      let authors = try Author.all.fetch(s)
      let (_, log) = try s.counting { try authors.map { try $0.books.count } }
      #expect(log.count == 3)
    }
  }

  @Test func `F45 throws under the policy that forbids it, naming what to add`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let author = try Author.find(s, 1)
      let error = #expect(throws: KindredError.self) { try author.books }
      #expect(error?.kind == .notLoaded)
      #expect(error?.message.contains(".with(\\.books)") == true)
      let named = #expect(throws: KindredError.self) { try author.related(\.profile) }
      #expect(named?.message.contains("LazyLoadingTests.swift") == true)
    }
  }

  @Test func `F47 loads an inverse one-to-one relation, found or not, once`() throws {
    try db.read { s in
      let authors = try Author.all.fetch(s)
      let (bios, log) = try s.counting {
        try authors.map { try $0.profile?.bio } + authors.map { try $0.profile?.bio }
      }
      #expect(bios == ["writes", nil, nil, "writes", nil, nil])
      #expect(log.count == 1)
    }
  }

  @Test func `F45 fails after the session's end, while columns can still be read`() throws {
    var kept: Live<Author>?
    try db.read { s in kept = try Author.find(s, 1) }
    let author = try #require(kept)
    #expect(author.name == "Anne")
    let error = #expect(throws: KindredError.self) { try author.books }
    #expect(error?.kind == .sessionEnded)
  }
}
