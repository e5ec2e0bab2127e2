// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

@Suite struct `The unit of work` {
  @Test func `F56 writes rows before those that refer to them`() throws {
    let db = try Library.empty()
    try db.write { s in
      let book = try s.add(Book(title: "Early", year: 2000))
      let author = try s.add(Author(name: "Late"))
      book.set(\.author, to: author)
      #expect(book.authorID == author.id)
    }
    #expect(try db.read { s in try Book.find(s, 1).authorID } == 1)
  }

  @Test func `F51 writes changes before a query that could see them`() throws {
    let db = try Library.filled()
    try db.write { s in
      let book = try Book.find(s, 1)
      book.title = "Changed"
      #expect(try Book.where { $0.title == "Changed" }.count(s) == 1)
      let added = try s.add(Tag(label: "new"))
      #expect(try Tag.where { $0.label == "new" }.one(s) === added)
    }
    #expect(try db.read { s in try Book.find(s, 1).title } == "Changed")
  }

  @Test func `F58 writes only columns that changed, rows with the same ones together`() throws {
    let db = try Library.filled()
    try db.write { s in
      let books = try Book.all.fetch(s)
      let (_, log) = try s.counting {
        books[0].year = 1
        books[1].year = 2
        books[2].title = books[2].title
        try s.flush()
      }
      #expect(log.count == 1)
      #expect(log.statements[0].rows == 2)
      #expect(log.statements[0].sql.hasPrefix("UPDATE books SET year = 1 WHERE id = "))
    }
  }

  @Test func `F51 refreshes objects that a statement changed, and drops those it deleted`() throws {
    let db = try Library.filled()
    try db.write { s in
      let author = try Author.where { $0.name == "Anne" }.with(\.books).one(s)
      let book = try author.books[0]
      try Book.all.update(s) { $0.year = 1 }
      #expect(book.year == 1)
      #expect(try author.books.count == 2)
      try s.insert([Book(authorID: author.id, title: "Third", year: 3)])
      #expect(try author.books.count == 3)
      try s.delete(author)
      #expect(author.isDeleted)
      #expect(book.isDeleted)
      #expect(throws: KindredError.self) { try Book.find(s, 1) }
    }
  }

  @Test func `F56 takes objects back with a savepoint`() throws {
    struct Oops: Error {}
    let db = try Library.filled()
    try db.write { s in
      let book = try Book.find(s, 1)
      var lost: Live<Tag>?
      do {
        try s.savepoint {
          book.title = "Undone"
          lost = try s.add(Tag(label: "undone"))
          try s.flush()
          throw Oops()
        }
      } catch is Oops {}
      #expect(book.title == "Book A")
      #expect(lost?.isDeleted == true)
      #expect(try Tag.all.count(s) == 2)
    }
  }

  @Test func `F56 undoes everything when the body throws`() throws {
    struct Oops: Error {}
    let db = try Library.filled()
    #expect(throws: Oops.self) {
      try db.write { s in
        try s.add(Tag(label: "gone"))
        try Book.all.delete(s)
        throw Oops()
      }
    }
    #expect(try db.read { s in try Book.all.count(s) } == 4)
    #expect(try db.read { s in try Tag.all.count(s) } == 2)
  }

  @Test func `F61 throws what is wrong with pending rows when they are written`() throws {
    let db = try Library.filled()
    let error = #expect(throws: KindredError.self) {
      try db.write { s in _ = try s.add(Tag(label: "swift")) }
    }
    #expect(error?.kind == .unique)
    let reading = #expect(throws: KindredError.self) {
      try db.read { s in _ = try s.add(Tag(label: "x")) }
    }
    #expect(reading?.kind == .query)
  }

  @Test func `F56 does not write what was changed in a reading session`() throws {
    let db = try Library.filled()
    let error = #expect(throws: KindredError.self) {
      try db.read { s in
        try Book.find(s, 1).title = "No"
        _ = try Book.all.count(s)
      }
    }
    #expect(error?.kind == .query)
  }

  @Test func `F33 one and find say what they found instead`() throws {
    let db = try Library.filled()
    try db.read { s in
      let many = #expect(throws: KindredError.self) { try Book.all.one(s) }
      #expect(many?.kind == .multipleFound)
      #expect(many?.count == 4)
      let none = #expect(throws: KindredError.self) { try Book.where { $0.year > 3000 }.one(s) }
      #expect(none?.kind == .notFound)
      #expect(throws: KindredError.self) { try Book.find(s, 99) }
      let first = try Book.all.first(s)
      #expect(first?.title == "Book A")
      let late = try Book.where { $0.year > 3000 }.first(s)
      #expect(late == nil)
    }
  }
}
