// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

@Suite struct `Plain values of a graph` {
  let db: Database
  let zoo: Database

  init() throws { (db, zoo) = (try Library.filled(), try Zoo.filled()) }

  @Test func `F30 leave the session with their relations, in the statements of the objects`() throws
  {
    func request() -> Query<Author> {
      Author.all.with(\.profile)
        .with(\.books) {
          $0.order { $0.year.descending }.with(\.tags).with(\.category) { $0.with(\.parent) }
            .with(\.author, .batch)
        }
    }
    let (authors, plainLog): ([Plain<Author>], [String]) = try db.read { s in
      let (authors, log) = try s.counting { try request().plain(s) }
      return (authors, log.statements.map(\.sql))
    }
    let objectLog = try db.read { s in
      try s.counting { try request().fetch(s) }.log.statements.map(\.sql)
    }
    #expect(plainLog == objectLog)
    #expect(authors.map(\.name) == ["Anne", "Alice", "Bob"])
    #expect(try authors.map { try $0.profile?.bio } == ["writes", nil, nil])
    #expect(
      try authors.map { try $0.books.map(\.title) } == [["Book B", "Book A"], ["Book C"], []]
    )
    let book = try authors[0].books[1]
    #expect(try book.tags.map(\.label) == ["swift", "rust"])
    #expect(try book.category?.parent?.name == "root")
    #expect(try book.author?.books.count == 2)
    #expect(book.row.year == 1999)
  }

  @Test func `F30 make no object, and remember nothing`() throws {
    try db.read { s in
      _ = try Author.all.with(\.books).plain(s)
      s.notLoaded = .forbid
      let author = try Author.find(s, 1)
      #expect(throws: KindredError.self) { try author.books }
    }
  }

  @Test func `F45 a relation that was not asked for is an error that names it`() throws {
    let author = try db.read { s in try Author.all.with(\.books).plain(s) }[0]
    let error = #expect(throws: KindredError.self) { try author.profile }
    #expect(error?.kind == .notLoaded)
    #expect(error?.message.contains(".with(\\.profile)") == true)
    #expect(throws: KindredError.self) { try author.books[0].tags }
    let slot = Slot<Author, Book>()
    #expect(throws: KindredError.self) { try author[slot] }
  }

  @Test func `F43 slots, shaped relations and joined lists are values too`() throws {
    let newest = Slot<Person, Post>()
    let people = try zoo.read { s in
      try Person.all.with(\.posts, as: newest) { $0.order { $0.day.descending }.limit(1) }
        .with(\.latestPosts).with(\.friends).with(\.follows, .join) { $0.with(\.badge) }.plain(s)
    }
    #expect(people.count == 5)
    #expect(try people.map { try $0[newest].map(\.text) } == [[], ["b3"], ["c2"], [], []])
    #expect(try people[1].latestPosts.map(\.text) == ["b3", "b2"])
    #expect(try people[0].friends.map(\.name) == ["Ben", "Cid"])
    #expect(try people[0].follows.map { try $0.badge?.id } == [1, nil])
  }

  @Test func `F41 self-references nest as deep as they were asked for, and are shared`() throws {
    let people = try zoo.read { s in
      try Person.where { $0.manager.isEmpty }
        .with(\.reports) { $0.with(\.reports) { $0.with(\.reports) }.with(\.manager) }.plain(s)
    }
    #expect(people.map(\.name) == ["Ann", "Eve"])
    #expect(try people[0].reports.map(\.name) == ["Ben", "Cid"])
    #expect(try people[0].reports[1].reports.map(\.name) == ["Dot"])
    #expect(try people[0].reports[1].reports[0].reports.isEmpty)
    #expect(try people[0].reports[1].manager?.name == "Ann")
  }
}
