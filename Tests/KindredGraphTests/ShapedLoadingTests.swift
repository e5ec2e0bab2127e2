// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

@Suite struct `Shaped, joined and later loading` {
  let db: Database
  let zoo: Database

  init() throws { (db, zoo) = (try Library.filled(), try Zoo.filled()) }

  @Test func `F43 order, limit and offset count per parent, ties go by row`() throws {
    try zoo.write { s in
      try s.insert((1...6).map { Post(writerID: 1, day: $0 / 3, text: "a\($0)") })
    }
    try zoo.read { s in
      s.notLoaded = .forbid
      let (first, second) = (Slot<Person, Post>(), Slot<Person, Post>())
      let (people, log) = try s.counting {
        try Person.all
          .with(\.posts, as: first) { $0.order { $0.day.ascending }.limit(2) }
          .with(\.posts, as: second) { $0.order { $0.day.ascending }.offset(2).limit(2) }
          .with(\.posts)
          .fetch(s)
      }
      #expect(log.count == 4)
      #expect(
        try people.map { try $0[first].map(\.text) } == [
          ["a1", "a2"], ["b1", "b2"], ["c2"], [], [],
        ]
      )
      #expect(
        try people.map { try $0[second].map(\.text) } == [["a3", "a4"], ["b3"], [], [], []]
      )
      #expect(try people.map { try $0.posts.count } == [6, 3, 1, 0, 0])
    }
  }

  @Test func `F43 a limit of a many-to-many slot counts a row that is linked twice once`() throws {
    try zoo.read { s in
      let two = Slot<Person, Person>()
      let people = try Person.all
        .with(\.follows, as: two) { $0.order { $0.name.ascending }.limit(2) }.fetch(s)
      #expect(try people[0][two].map(\.name) == ["Ben", "Cid"])
    }
  }

  @Test func `F49 a condition of a nested step applies to that step only`() throws {
    try zoo.read { s in
      s.notLoaded = .forbid
      let late = Slot<Person, Post>()
      let people = try Person.all
        .with(\.friends) { $0.with(\.posts, as: late) { $0.where { $0.day >= 3 } } }
        .fetch(s)
      #expect(try people.map { try $0.friends.count } == [2, 1, 1, 0, 0])
      #expect(try people[0].friends.map { try $0[late].map(\.text) } == [["b3"], []])
    }
  }

  @Test func `F40 a joined to-many relation takes no statement more, and repeats no parent`() throws
  {
    try db.read { s in
      s.notLoaded = .forbid
      let (authors, log) = try s.counting { try Author.all.with(\.books, .join).fetch(s) }
      #expect(log.count == 1)
      #expect(log.statements[0].rows == 4)
      #expect(authors.map(\.name) == ["Anne", "Alice", "Bob"])
      #expect(
        try authors.map { try $0.books.map(\.title) } == [["Book A", "Book B"], ["Book C"], []]
      )
    }
  }

  @Test func `F40 a limit counts parents, and an order is theirs, though their rows repeat`() throws
  {
    try db.read { s in
      s.notLoaded = .forbid
      let (authors, log) = try s.counting {
        try Author.all.order { $0.name.descending }.offset(1).limit(2).with(\.books, .join).fetch(s)
      }
      #expect(log.count == 1)
      #expect(authors.map(\.name) == ["Anne", "Alice"])
      #expect(try authors.map { try $0.books.count } == [2, 1])
      let one = try Author.where { $0.name == "Anne" }.with(\.books, .join).one(s)
      #expect(try one.books.count == 2)
      let error = #expect(throws: KindredError.self) {
        try Author.all.with(\.books, .join).one(s)
      }
      #expect(error?.count == 3)
    }
  }

  @Test func `F40 joins a chain, many-to-many too, and batches what would make pairs`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (authors, log) = try s.counting {
        try Author.all.with(\.books, .join) { $0.with(\.tags, .join).with(\.category) }.fetch(s)
      }
      #expect(log.count == 1)
      #expect(try authors[0].books[0].tags.map(\.label) == ["swift", "rust"])
      #expect(try authors[0].books.map { try $0.category?.name } == ["novels", "root"])
      let siblings = try s.counting {
        try Book.all.with(\.tags, .join).with(\.reviews, .join).fetch(s)
      }
      #expect(siblings.log.count == 2)
      #expect(try siblings.result.map { try $0.reviews.count } == [5, 0, 0, 0])
      #expect(try siblings.result.map { try $0.tags.count } == [2, 0, 1, 0])
    }
    try zoo.read { s in
      let people = try Person.all.with(\.follows, .join).with(\.manager) { $0.with(\.posts) }.fetch(
        s
      )
      #expect(
        try people.map { try $0.follows.map(\.name) } == [["Ben", "Cid"], ["Ann"], [], [], []]
      )
    }
  }

  @Test func `F40 annotated queries batch, so that each row comes once with its values`() throws {
    try db.read { s in
      let rows = try Author.all.with(\.books, .join).annotate { $0.books.count }.fetch(s)
      #expect(rows.map(\.1) == [2, 1, 0])
    }
  }

  @Test func `F41 loads onto objects of the session what they lack, and nothing else`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let anne = try Author.where { $0.name == "Anne" }.with(\.books).fetch(s)
      let authors = try Author.all.fetch(s)
      let (_, first) = try s.counting { try s.load(\Author.Type.books, for: authors) }
      #expect(first.count == 1)
      #expect(first.statements[0].rows == 1)
      #expect(first.statements[0].file.hasSuffix("ShapedLoadingTests.swift"))
      #expect(try authors.map { try $0.books.count } == [2, 1, 0])
      let (_, none) = try s.counting { try s.load(\Author.Type.books, for: authors + anne) }
      #expect(none.count == 0)
      let (_, nested) = try s.counting {
        try s.load(\Author.Type.books, for: authors) { $0.with(\.reviews).with(\.author) }
      }
      #expect(nested.statements.map(\.relation) == ["Book.reviews"])
      let books = try Book.all.fetch(s)
      let (_, toOne) = try s.counting { try s.load(\Book.Type.author, for: books) }
      #expect(toOne.count == 0)
      let (_, categories) = try s.counting { try s.load(\Book.Type.category, for: books) }
      #expect(categories.count == 1)
      #expect(try books.map { try $0.category?.name } == ["novels", "root", nil, nil])
    }
  }

  @Test func `F41 refuses to load for another session's objects`() throws {
    let stray = try db.read { s in
      let authors = try Author.all.fetch(s)
      return try db.read { other in
        let error = #expect(throws: KindredError.self) {
          try other.load(\Author.Type.books, for: authors)
        }
        return error?.kind
      }
    }
    #expect(stray == .query)
  }

  @Test(arguments: [0, 1, 10, 10_000])
  func `F35 runs as many statements for any number of rows`(_ count: Int) throws {
    let db = try Library.empty()
    try db.write { s in
      try s.insert((0..<count).map { Author(name: "\($0)") })
      try s.insert((0..<count).map { Book(authorID: ID($0 + 1), title: "b", year: $0) })
      try s.insert([Tag(label: "t")])
      try s.insert((0..<count).map { BookTag(bookID: ID($0 + 1), tagID: 1) })
    }
    try db.read { s in
      s.notLoaded = .forbid
      let (authors, log) = try s.counting {
        try Author.all.with(\.profile).with(\.books) { $0.with(\.tags).with(\.author) }.fetch(s)
      }
      #expect(log.count == (count == 0 ? 1 : 3))
      #expect(authors.count == count)
      if let last = authors.last {
        #expect(try last.books[0].tags[0] === authors[0].books[0].tags[0])
        #expect(try last.books[0].author === last)
      }
    }
  }
}
