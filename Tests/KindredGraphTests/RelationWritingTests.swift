// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

private struct Oops: Error {}

@Suite struct `Loaded relations while the session writes` {
  let db: Database
  let zoo: Database

  init() throws { (db, zoo) = (try Library.filled(), try Zoo.filled()) }

  /// Runs the body with all reads of unloaded relations forbidden, and expects no statement that reads.
  private func writing(
    _ db: Database,
    _ body: (Session) throws -> Void
  ) throws {
    try db.write { s in
      let (_, log) = try s.counting {
        s.notLoaded = .forbid
        try body(s)
      }
      #expect(log.statements.allSatisfy { $0.kind != .lazyLoad })
    }
  }

  @Test func `F51 a changed key moves the object between the loaded lists of both parents`() throws
  {
    try writing(db) { s in
      let authors = try Author.all.with(\.books).fetch(s)
      let book = try authors[0].books[0]
      book.set(\.author, to: authors[1])
      #expect(
        try authors.map { try $0.books.map(\.title) } == [["Book B"], ["Book A", "Book C"], []]
      )
      #expect(try book.author === authors[1])
      book.authorID = nil
      #expect(try authors.map { try $0.books.count } == [1, 1, 0])
      #expect(try book.author == nil)
    }
  }

  @Test func `F51 added and deleted children come and go in loaded lists`() throws {
    try writing(db) { s in
      let authors = try Author.all.with(\.books) { $0.with(\.reviews) }.fetch(s)
      let book = try s.add(Book(authorID: authors[2].id, title: "New", year: 2024))
      #expect(try authors[2].books.map(\.title) == ["New"])
      #expect(try authors[2].books[0] === book)
      #expect(try book.author === authors[2])
      let reviewed = try authors[0].books[0]
      try s.delete(reviewed)
      #expect(try authors[0].books.map(\.title) == ["Book B"])
      try Book.where { $0.title == "Book C" }.delete(s)
      #expect(try authors[1].books.isEmpty)
      try s.insert([Book(authorID: authors[1].id, title: "Bulk", year: 1)])
      #expect(try authors[1].books.first?.title == "Bulk")
    }
  }

  @Test func `F51 a list in an order, and a slot, stay as they were asked for`() throws {
    try writing(db) { s in
      let young = Slot<Author, Book>()
      let authors = try Author.all
        .with(\.books) { $0.order { $0.year.descending } }
        .with(\.books, as: young) { $0.where { $0.year > 2000 }.limit(1) }
        .fetch(s)
      try authors[0].books[1].year = 2030
      #expect(try authors[0].books.map(\.title) == ["Book A", "Book B"])
      #expect(try authors[0][young].map(\.title) == ["Book A"])
      try s.add(Book(authorID: authors[2].id, title: "New", year: 2024))
      #expect(try authors[2][young].map(\.title) == ["New"])
    }
  }

  @Test func `F51 a rollback gives loaded lists back what they had`() throws {
    try writing(db) { s in
      let authors = try Author.all.with(\.books).with(\.profile).fetch(s)
      let books = try authors[0].books.map(\.title)
      #expect(throws: Oops.self) {
        try s.savepoint {
          try s.delete(authors[0].books[0])
          try s.add(Book(authorID: authors[0].id, title: "Undone", year: 1))
          #expect(try authors[0].books.count == 2)
          try Profile.all.delete(s)
          #expect(try authors[0].profile == nil)
          throw Oops()
        }
      }
      #expect(try authors[0].books.map(\.title) == books)
      #expect(try authors[0].profile?.bio == "writes")
    }
  }

  @Test func `F44 a write does not make a loaded relation run a statement for any of its readers`()
    throws
  {
    try db.write { s in
      let authors = try Author.all.with(\.books).fetch(s)
      let (_, log) = try s.counting {
        for author in authors {
          _ = try author.books.first
          author.name += "!"
          _ = try author.books.contains { $0.title == "Book A" }
          _ = try author.books.count
          _ = try author.books.isEmpty
          _ = try author.books.sorted { $0.year < $1.year }
          _ = try author.books.last
        }
        try s.flush()
      }
      #expect(log.statements.allSatisfy { $0.kind == .write })
    }
  }

  @Test func `F48 adding a link twice makes one, removing what is absent does nothing`() throws {
    try writing(db) { s in
      let book = try Book.where { $0.title == "Book B" }.with(\.tags).one(s)
      let tags = try Tag.all.with(\.books).fetch(s)
      #expect(try book.tags.isEmpty)
      try book.add(\.tags, tags[0])
      try book.add(\.tags, tags[0], tags[1], tags[1])
      #expect(try book.tags.map(\.label) == ["swift", "rust"])
      #expect(try tags[1].books.map(\.title) == ["Book A", "Book B"])
      try tags[0].remove(\.books, book)
      try book.remove(\.tags, tags[0])
      #expect(try book.tags.map(\.label) == ["rust"])
      #expect(try BookTag.all.count(s) == 4)
    }
  }

  @Test func `F48 clear and set are all or nothing`() throws {
    try writing(db) { s in
      let book = try Book.where { $0.title == "Book A" }.with(\.tags).one(s)
      let tags = try Tag.all.fetch(s)
      try book.set(\.tags, to: [tags[1]])
      #expect(try book.tags.map(\.label) == ["rust"])
      try book.clear(\.tags)
      #expect(try book.tags.isEmpty)
      try book.clear(\.tags)
      try book.set(\.tags, to: tags)
      let gone = try s.add(Tag(label: "gone"))
      try s.delete(gone)
      #expect(throws: KindredError.self) { try book.set(\.tags, to: [gone]) }
      #expect(try book.tags.count == 2)
    }
  }

  @Test func `F48 links of a symmetric relation are written and removed both ways`() throws {
    try writing(zoo) { s in
      let people = try Person.all.with(\.friends).fetch(s)
      let (ann, ben, eve) = (people[0], people[1], people[4])
      try eve.add(\.friends, ben)
      #expect(try ben.friends.map(\.name) == ["Ann", "Eve"])
      try ben.add(\.friends, eve, ben)
      #expect(try ben.friends.map(\.name) == ["Ann", "Ben", "Eve"])
      #expect(try Friendship.all.count(s) == 7)
      try ann.clear(\.friends)
      #expect(try people.map { try $0.friends.count } == [0, 2, 0, 0, 1])
      try ben.set(\.friends, to: [ann])
      #expect(try people.map { try $0.friends.count } == [1, 1, 0, 0, 0])
    }
  }

  @Test func `F48 a failing step of set changes nothing`() throws {
    try zoo.write { s in
      let ann = try Person.where { $0.name == "Ann" }.with(\.clubs).one(s)
      let clubs = try Club.all.fetch(s)
      // Its column since has no default, so a link cannot be added without it.
      let error = #expect(throws: KindredError.self) { try ann.set(\.clubs, to: [clubs[2]]) }
      #expect(error?.message.contains("memberships.since") == true)
      #expect(try ann.clubs.map(\.code) == ["chess", "go"])
      try ann.remove(\.clubs, clubs[0])
      #expect(try ann.clubs.map(\.code) == ["go"])
    }
  }

  @Test func `F51 to-many relations of referring rows are written through their keys`() throws {
    try writing(db) { s in
      let authors = try Author.all.with(\.books).fetch(s)
      let free = try Book.where { $0.title == "Book D" }.with(\.author).one(s)
      try authors[2].add(\.books, free)
      #expect(try authors[2].books.map(\.title) == ["Book D"])
      #expect(try free.author === authors[2])
      try authors[0].set(\.books, to: [free])
      #expect(try authors.map { try $0.books.map(\.title) } == [["Book D"], ["Book C"], []])
      try authors[0].clear(\.books)
      #expect(free.authorID == nil)
    }
  }

  @Test func `F48 what cannot be written says why`() throws {
    try db.write { s in
      let book = try Book.where { $0.title == "Book A" }.with(\.reviews).one(s)
      let review = try book.reviews[0]
      let error = #expect(throws: KindredError.self) { try book.remove(\.reviews, review) }
      #expect(error?.message.contains("not optional") == true)
      #expect(try book.reviews.count == 5)
    }
    try zoo.write { s in
      let ann = try Person.find(s, 1)
      let post = try Post.find(s, 1)
      for write in [
        { try ann.add(\.friendsPosts, post) }, { try ann.clear(\.latestPosts) },
      ] {
        let error = #expect(throws: KindredError.self) { try write() }
        #expect(error?.message.contains("for reading") == true)
      }
    }
    try db.read { s in
      let (book, tag) = (try Book.find(s, 2), try Tag.find(s, 1))
      #expect(throws: KindredError.self) { try book.add(\.tags, tag) }
    }
  }
}
