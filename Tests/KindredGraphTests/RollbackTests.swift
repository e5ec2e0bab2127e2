// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

private struct Oops: Error {}

@Suite struct `Objects after a rollback` {
  let db: Database

  init() throws { db = try Library.filled() }

  @Test func `F56 a deleted object is alive again, and its edits are written`() throws {
    try db.write { s in
      let author = try Author.where { $0.name == "Anne" }.with(\.books).one(s)
      let book = try author.books[0]
      #expect(throws: Oops.self) {
        try s.savepoint {
          book.title = "Undone"
          try s.delete(author)
          #expect(book.isDeleted)
          throw Oops()
        }
      }
      #expect(!author.isDeleted)
      #expect(!book.isDeleted)
      #expect(book.title == "Book A")
      #expect(try Book.find(s, 1) === book)
      let back = try author.books[0]
      #expect(back === book)
      #expect(try book.author === author)
      book.title = "Kept"
    }
    #expect(try db.read { s in try Book.find(s, 1).title } == "Kept")
  }

  @Test func `F56 an object that was deleted before the savepoint stays deleted`() throws {
    try db.write { s in
      let book = try Book.find(s, 1)
      try s.delete(book)
      #expect(throws: Oops.self) {
        try s.savepoint {
          try Book.all.delete(s)
          throw Oops()
        }
      }
      #expect(book.isDeleted)
      #expect(try Book.all.count(s) == 3)
    }
  }

  @Test func `F56 an object whose insert was undone never takes over a later row`() throws {
    try db.write { s in
      var ghost: Live<Tag>?
      #expect(throws: Oops.self) {
        try s.savepoint {
          let tag = try s.add(Tag(label: "ghost"))
          try s.flush()
          try s.delete(tag)
          ghost = tag
          throw Oops()
        }
      }
      let next = try s.add(Tag(label: "next"))
      try s.flush()
      #expect(throws: Oops.self) { try s.savepoint { throw Oops() } }
      #expect(ghost?.isDeleted == true)
      #expect(try Tag.where { $0.label == "next" }.one(s) === next)
    }
  }

  @Test func `F56 a statement that fails changes no object`() throws {
    try db.write { s in
      let tags = try Tag.all.fetch(s)
      #expect(throws: KindredError.self) { try Tag.all.update(s) { $0.label = "same" } }
      #expect(tags.map(\.row.label) == ["swift", "rust"])
    }
  }

  @Test func `F56 objects tell the truth after their transaction was undone`() throws {
    var kept: [Live<Tag>] = []
    #expect(throws: Oops.self) {
      try db.write { s in
        kept = try Tag.all.fetch(s)
        kept.append(try s.add(Tag(label: "added")))
        kept[0].label = "changed"
        try BookTag.all.delete(s)
        try s.delete(kept[1])
        throw Oops()
      }
    }
    #expect(kept.map(\.isDeleted) == [false, false, true])
    #expect(kept[0].label == "swift")
  }
}

@Suite struct `A flush that fails` {
  let db: Database

  init() throws { db = try Library.filled() }

  @Test func `F61 names the object and can be repaired by changing it`() throws {
    try db.write { s in
      try s.add(Tag(label: "fine"))
      let bad = try s.add(Tag(label: "swift"))
      let error = #expect(throws: KindredError.self) { try s.flush() }
      #expect(error?.kind == .unique)
      #expect(error?.row == nil)
      #expect(error?.columns == ["label"])
      #expect(error?.message.contains("Tag(id: 4, label: ") == true)
      #expect(error?.message.contains("swift") == true)
      bad.label = "repaired"
      #expect(try Tag.all.count(s) == 4)
    }
    #expect(try db.read { s in try Tag.where { $0.label == "repaired" }.count(s) } == 1)
  }

  @Test func `F61 can be gone on from by taking the object back`() throws {
    try db.write { s in
      let bad = try s.add(Tag(label: "swift"))
      #expect(throws: KindredError.self) { try s.flush() }
      try s.delete(bad)
      #expect(bad.isDeleted)
      try s.add(Tag(label: "fine"))
      #expect(try Tag.all.count(s) == 3)
    }
  }

  @Test func `F61 names a changed object, which refresh takes back`() throws {
    try db.write { s in
      let tag = try Tag.find(s, 2)
      tag.label = "swift"
      let error = #expect(throws: KindredError.self) { try Tag.all.count(s) }
      #expect(error?.message.contains("Tag(id: 2, label: ") == true)
      try s.refresh(tag)
      #expect(tag.label == "rust")
      #expect(try Tag.all.count(s) == 2)
      try BookTag.all.delete(s)
      tag.label = "swift"
      try s.delete(tag)
      #expect(try Tag.all.count(s) == 1)
    }
  }

  @Test func `F61 does not happen when objects exchange unique values, whatever else changed`()
    throws
  {
    try db.write { s in
      let (a, b) = (try Book.find(s, 1), try Book.find(s, 2))
      (a.title, b.title) = (b.title, a.title)
      a.year = 1900
      let (_, log) = try s.counting { try s.flush() }
      #expect(log.count == 1)
      #expect(a.title == "Book B")
      #expect(b.year == 2010)
    }
    #expect(
      try db.read { s in try Book.all.fetch(s).map(\.row.title) }.prefix(2) == ["Book B", "Book A"]
    )
  }
}

private struct Room: Entity {
  var id: ID<Room> = .new
  var besideID: ID<Room>? = nil
  var name: String
  static let table = Table("rooms", Room.init).foreignKey(\.besideID, deferred: true)
}

@Suite struct `A commit that fails` {
  @Test func `F56 leaves objects as their rows are after it`() throws {
    let db = try Database(Room.self)
    try db.write { s in try s.insert([Room(name: "hall")]) }
    var hall: Live<Room>?
    let error = #expect(throws: KindredError.self) {
      try db.write { s in
        hall = try Room.find(s, 1)
        hall?.besideID = 99
        hall?.name = "lost"
        try s.flush()
      }
    }
    #expect(error?.kind == .foreignKey)
    #expect(hall?.name == "hall")
    #expect(hall?.row.besideID == nil)
  }
}
