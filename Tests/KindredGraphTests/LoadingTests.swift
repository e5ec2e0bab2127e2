// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

@Suite struct `Eager loading` {
  let db: Database

  init() throws { db = try Library.filled() }

  @Test func `F35 takes one statement, and one more per batched relation and level`() throws {
    try db.read { s in
      #expect(try s.counting { try Author.all.fetch(s) }.log.count == 1)
      #expect(try s.counting { try Author.all.with(\.books).fetch(s) }.log.count == 2)
      let nested = try s.counting { try Author.all.with(\.books) { $0.with(\.reviews) }.fetch(s) }
      #expect(nested.log.count == 3)
      let siblings = try s.counting { try Book.all.with(\.reviews).with(\.tags).fetch(s) }
      #expect(siblings.log.count == 3)
      #expect(siblings.log.statements.map(\.relation) == [nil, "Book.reviews", "Book.tags"])
    }
  }

  @Test func `F35 runs nothing below an empty level`() throws {
    try db.read { s in
      let none = try s.counting {
        try Author.where { $0.name == "Zoe" }.with(\.books) { $0.with(\.reviews) }.fetch(s)
      }
      #expect(none.log.count == 1)
      let noBooks = try s.counting {
        try Author.where { $0.name == "Bob" }.with(\.books) { $0.with(\.reviews) }.fetch(s)
      }
      #expect(noBooks.log.count == 2)
    }
  }

  @Test func `F36 joins a to-one relation in the same statement and keeps rows without it`() throws
  {
    try db.read { s in
      s.notLoaded = .forbid
      let (books, log) = try s.counting {
        try Book.all.with(\.author).with(\.category) { $0.with(\.parent) }.fetch(s)
      }
      #expect(log.count == 1)
      #expect(try books.map { try $0.author?.name } == ["Anne", "Anne", "Alice", nil])
      #expect(try books.map { try $0.category?.parent?.name } == ["root", nil, nil, nil])
    }
  }

  @Test func `F37 loads one object and its list in two statements`() throws {
    try db.read { s in
      let (author, log) = try s.counting {
        try Author.where { $0.name == "Anne" }.with(\.books).one(s)
      }
      #expect(log.count == 2)
      #expect(try author.books.map(\.title) == ["Book A", "Book B"])
    }
  }

  @Test func `F41 gives the same instance under every parent, and empty lists that are loaded`()
    throws
  {
    try db.read { s in
      s.notLoaded = .forbid
      let authors = try Author.all.with(\.books) { $0.with(\.tags).with(\.author) }.fetch(s)
      #expect(try authors.map { try $0.books.count } == [2, 1, 0])
      let (a, c) = (try authors[0].books[0], try authors[1].books[0])
      let (tag, same) = (try a.tags[0], try c.tags[0])
      #expect(tag === same)
      let author = try a.author
      #expect(author === authors[0])
    }
  }

  @Test func `F41 orders lists as asked`() throws {
    try db.read { s in
      let authors = try Author.all.with(\.books) { $0.order { $0.year.descending } }.fetch(s)
      #expect(try authors[0].books.map(\.title) == ["Book B", "Book A"])
    }
  }

  @Test func `F42 keeps a shaped load in its slot, apart from the relation`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let good = Slot<Author, Book>()
      let authors = try Author.all.with(\.books, as: good) { $0.where { $0.rating > 4 } }.fetch(s)
      #expect(try authors.map { try $0[good].map(\.title) } == [["Book B"], ["Book C"], []])
      #expect(throws: KindredError.self) { try authors[0].books }
      let other = Slot<Author, Book>()
      #expect(throws: KindredError.self) { try authors[0][other] }
    }
  }

  @Test func `F42 takes two requests for one relation as one, with what both nest`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (authors, log) = try s.counting {
        try Author.all
          .with(\.books) { $0.order { $0.year.descending }.with(\.reviews) }
          .with(\.books) { $0.order { $0.year.descending }.with(\.tags) }
          .with(\.profile).with(\.profile)
          .fetch(s)
      }
      #expect(log.count == 4)
      let book = try authors[0].books[1]
      #expect(try book.reviews.count == 5)
      #expect(try book.tags.count == 2)
    }
  }

  @Test func `F42 refuses one relation in two shapes and names the slot to use, rows or not`()
    throws
  {
    try db.read { s in
      for authors in [Author.all, Author.where { $0.name == "nobody" }] {
        let error = #expect(throws: KindredError.self) {
          try authors.with(\.books).with(\.books) { $0.order { $0.year.ascending } }.fetch(s)
        }
        #expect(error?.message.contains("Slot<Author, Book>()") == true)
        #expect(error?.message.contains(".with(\\.books, as: some)") == true)
      }
      let slot = Slot<Author, Book>()
      #expect(throws: KindredError.self) {
        try Author.all.with(\.books, as: slot) { $0.limit(1) }
          .with(\.books, as: slot) { $0.limit(2) }.fetch(s)
      }
      let nobody = Category.where { $0.name == "nobody" }
      #expect(throws: KindredError.self) {
        try nobody.with(\.children) {
          $0.with(\.children).with(\.children) { $0.order { $0.name.ascending } }
        }.fetch(s)
      }
    }
  }

  @Test func `F35 reports a model that is not in the database though there are no rows`() throws {
    let small = try Database(Author.self)
    try small.read { s in
      _ = #expect(throws: KindredError.self) { try Author.all.with(\.books).fetch(s) }
    }
  }

  @Test func `F38 follows to-one paths up to a limit, and says what to do beyond it`() throws {
    func chain(
      _ steps: Int,
      _ load: OneLoad<Category>,
      _ strategy: LoadStrategy = .auto
    ) -> OneLoad<Category> {
      steps == 0 ? load : load.with(\.parent, strategy) { chain(steps - 1, $0, strategy) }
    }
    let small = try Database(Category.self)
    try small.write { s in
      try s.insert((1...200).map { Category(parentID: $0 == 1 ? nil : ID($0 - 1), name: "\($0)") })
    }
    try small.read { s in
      s.notLoaded = .forbid
      let last = Category.where { $0.name == "200" }
      let (category, log) = try s.counting { try last.with(\.parent) { chain(62, $0) }.one(s) }
      #expect(log.count == 1)
      var (step, hops) = (category, 0)
      while hops < 63, let next = try step.parent { (step, hops) = (next, hops + 1) }
      #expect(hops == 63)
      let error = #expect(throws: KindredError.self) {
        try last.with(\.parent) { chain(499, $0) }.fetch(s)
      }
      #expect(error?.kind == .limit)
      let (_, batches) = try s.counting {
        try last.with(\.parent, .batch) { chain(499, $0, .batch) }.fetch(s)
      }
      // One statement a row: nothing is asked for behind the first one, which has no parent.
      #expect(batches.count == 200)
    }
  }

  @Test func `F33 says of an id that is .new that no row has it`() throws {
    try db.read { s in
      let error = #expect(throws: KindredError.self) { try Book.find(s, .new) }
      #expect(error?.message.contains(".new") == true)
    }
  }

  @Test func `F43 limits a slot per parent`() throws {
    try db.read { s in
      let newest = Slot<Author, Book>()
      let authors = try Author.all
        .with(\.books, as: newest) { $0.order { $0.year.descending }.limit(1) }.fetch(s)
      #expect(try authors.map { try $0[newest].map(\.title) } == [["Book B"], ["Book C"], []])
    }
  }

  @Test func `F44 answers everything from memory once a relation is loaded`() throws {
    try db.read { s in
      let (_, log) = try s.counting {
        for author in try Author.all.with(\.books).fetch(s) {
          _ = try author.books.isEmpty
          _ = try author.books.first
          _ = try author.books.filter { $0.year > 2000 }
          _ = try author.books.sorted { $0.title < $1.title }
        }
      }
      #expect(log.count == 2)
    }
  }

  @Test func `F47 knows a missing inverse one-to-one row as loaded`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (authors, log) = try s.counting { try Author.all.with(\.profile).fetch(s) }
      #expect(log.count == 1)
      #expect(try authors.map { try $0.profile?.bio } == ["writes", nil, nil])
    }
  }

  @Test func `F40 batches on request what could be joined`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (books, log) = try s.counting { try Book.all.with(\.author, .batch).fetch(s) }
      #expect(log.count == 2)
      #expect(try books.map { try $0.author?.name } == ["Anne", "Anne", "Alice", nil])
    }
  }

  @Test func `F51 builds no second object for a row`() throws {
    try db.read { s in
      let first = try Book.all.fetch(s)
      let again = try Book.all.order { $0.year.descending }.fetch(s)
      #expect(first[0] === again[3])
      #expect(try Book.find(s, 1) === first[0])
    }
  }
}
