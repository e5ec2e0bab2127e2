// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred
import Testing

@Suite(.serialized) struct `The lifetime of objects` {
  /// Memory of the process in use, in bytes; nil where there is no such file.
  private func residentSize() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return nil
    }
    return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 4096 }
  }

  private final class Weak {
    weak var author: Live<Author>?
    weak var book: Live<Book>?

    init(_ author: Live<Author>, _ book: Live<Book>) { (self.author, self.book) = (author, book) }
  }

  @Test func `F51 cyclic graphs of 100,000 objects are freed with their session`() throws {
    let count = 50_000
    let db = try Library.empty()
    try db.write { s in
      try s.insert((0..<count).map { Author(name: "an author with a name of some length \($0)") })
      try s.insert((0..<count).map { Book(authorID: ID($0 + 1), title: "title \($0)", year: $0) })
    }
    func load() throws -> [Weak] {
      var weak: [Weak] = []
      try db.read { s in
        let authors = try Author.all.with(\.books) { $0.with(\.author) }.fetch(s)
        #expect(authors.count == count)
        weak = try stride(from: 0, to: count, by: 1000).map { index in
          let book = try authors[index].books[0]
          #expect(try book.author === authors[index])
          return Weak(authors[index], book)
        }
      }
      return weak
    }
    var sizes: [Int] = []
    for _ in 0..<6 {
      let weak = try load()
      #expect(weak.allSatisfy { $0.author == nil && $0.book == nil })
      if let size = residentSize() { sizes.append(size) }
    }
    // The first rounds fill the allocator's pools, and other tests run beside this one; a leak would add
    // some 20 MB in each of the four rounds after them.
    let growth = zip(sizes.dropFirst(), sizes.dropFirst(2)).map { $1 - $0 }
    if let least = growth.min() { #expect(least < 10_000_000, "\(sizes)") }
  }

  @Test func `F59 printing an object, a list or a report runs nothing`() throws {
    let db = try Library.filled()
    try db.read { s in
      s.notLoaded = .forbid
      let authors = try Author.all.with(\.books).fetch(s)
      let (texts, log) = try s.counting {
        ["\(authors[0])", String(reflecting: authors[0]), "\(try authors[0].books)", "\(authors)"]
      }
      #expect(log.count == 0)
      #expect(texts[0].contains("Anne"))
      #expect(texts[2].contains("Book A"))
      var dumped = ""
      dump(authors[2], to: &dumped, maxDepth: 3)
      #expect(s.log.count == 0)
    }
  }

  @Test func `F45 a relation after the session's end is an error that says so, columns still read`()
    throws
  {
    let db = try Library.filled()
    var kept: (author: Live<Author>, book: Live<Book>, books: LiveList<Book>)?
    let slot = Slot<Author, Book>()
    try db.read { s in
      let authors = try Author.all.with(\.books) { $0.with(\.author) }.fetch(s)
      kept = (authors[0], try authors[0].books[0], try authors[0].books)
    }
    let (author, book, books) = try #require(kept)
    #expect(author.name == "Anne")
    #expect(books.map(\.title) == ["Book A", "Book B"])
    let reads: [() throws -> Void] = [
      { _ = try author.books }, { _ = try author.profile }, { _ = try book.author },
      { _ = try book.tags }, { _ = try author[slot] }, { try book.clear(\.tags) },
    ]
    for read in reads {
      let error = #expect(throws: KindredError.self) { try read() }
      #expect(error?.kind == .sessionEnded)
    }
    book.title = "still writable in memory"
    #expect(book.title == "still writable in memory")
  }

  @Test func `F51 objects are equal and hash by identity`() throws {
    let db = try Library.filled()
    try db.read { s in
      let books = try Book.all.fetch(s)
      let again = try Book.all.order { $0.year.descending }.fetch(s)
      #expect(Set(books + again).count == 4)
      #expect(books[0] != books[1])
      #expect(Set(books) == Set(again))
    }
  }
}

/// A model that says so is identifiable as an object too.
extension Tag: Identifiable {}

@Suite struct `Objects as elements` {
  @Test func `F51 objects of an identifiable model are identified by their id`() throws {
    func ids<E: Identifiable>(_ elements: [E]) -> [E.ID] { elements.map(\.id) }
    let db = try Library.filled()
    try db.read { s in
      let tags = try Tag.all.fetch(s)
      #expect(ids(tags) == [1, 2])
      #expect(tags[0].id == ID<Tag>(1))
    }
  }
}

@Suite struct `Policies of relations that are not loaded` {
  let db: Database

  init() throws { db = try Library.filled() }

  @Test func `F45 a query's policy takes the place of the session's, behind its relations too`()
    throws
  {
    try db.read { s in
      let authors = try Author.all.with(\.books).notLoaded(.forbid).fetch(s)
      let book = try authors[0].books[0]
      for read in [
        { _ = try authors[0].profile }, { _ = try book.tags.count }, { _ = try book.category },
      ] {
        let error = #expect(throws: KindredError.self) { try read() }
        #expect(error?.kind == .notLoaded)
      }
      s.notLoaded = .forbid
      let books = try Book.all.notLoaded(.peers).fetch(s)
      #expect(try books.map { try $0.tags.count } == [2, 0, 1, 0])
    }
  }

  @Test(arguments: [NotLoadedPolicy.peers, .one])
  func `F45 nested relations are loaded as the policy says, to-one and to-many`(
    _ policy: NotLoadedPolicy
  ) throws {
    try db.read { s in
      s.notLoaded = policy
      let (labels, log) = try s.counting {
        try Author.all.fetch(s).map { author in
          try author.books.map { try ($0.tags.map(\.label), $0.category?.name ?? "none") }
        }
      }
      #expect(labels.map { $0.map(\.0) } == [[["swift", "rust"], []], [["swift"]], []])
      #expect(labels.map { $0.map(\.1) } == [["novels", "root"], ["none"], []])
      // Peers: authors, books, tags, categories. One: authors, a list per author and per book, two categories.
      #expect(log.count == (policy == .peers ? 4 : 1 + 3 + 3 + 2))
    }
  }

  @Test func `F45 forbidding names the relation, the place of the read and that of the fetch`()
    throws
  {
    try db.read { s in
      s.notLoaded = .forbid
      let line = #line + 1
      let books = try Book.all.fetch(s)
      let error = #expect(throws: KindredError.self) { try books[0].related(\.author) }
      #expect(error?.message.contains("LifetimeTests.swift:\(line + 1) reads Book.author") == true)
      #expect(error?.message.contains("LifetimeTests.swift:\(line)") == true)
      #expect(error?.message.contains(".with(\\.author)") == true)
      #expect(try books[3].author == nil)
    }
  }
}
