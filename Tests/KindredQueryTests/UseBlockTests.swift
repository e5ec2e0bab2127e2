// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// The use block of the worked example as it stands in `API.md`, without what is not built yet: set
/// operations, `distinct(_:picking:)` and hooks.
@Suite struct `The use block` {
  @Test func `F50 runs as written`() throws {
    let db = try Library.empty()
    try write(db)
    try query(db)
    try load(db)
    try change(db)
    let values: [Author] = try db.read { s in try Author.all.rows(s) }
    #expect(values.map(\.name) == ["Anne"])
    let copy = db.fork()
    #expect(try copy.read { s in try Author.all.count(s) } == 1)
  }

  private func write(_ db: Database) throws {
    try db.write { s in
      let root = try s.add(Category(name: "root"))
      let novels = try s.add(Category(parentID: root.id, name: "novels"))
      let anne = try s.add(Author(name: "Anne", country: "NO"))
      let b1 = try s.add(
        Book(authorID: anne.id, categoryID: novels.id, title: "Book A", year: 1999, rating: 3)
      )
      let b4 = try s.add(Book(title: "Book of nobody", year: 2020))
      b4.set(\.author, to: anne)
      #expect(b4.authorID == anne.id)
      b4.authorID = nil
      let t = try s.add(Tag(label: "swift"))
      try s.insert([BookTag(bookID: b1.id, tagID: t.id)])
      try s.insert((1...5).map { Review(bookID: b1.id, stars: $0) })
    }
  }

  private func query(_ db: Database) throws {
    try db.read { s in
      try Author.where { $0.books.any { $0.title.hasPrefix("Book") && $0.year >= 2000 } }
        .order { $0.name.ascending }.limit(10).fetch(s)
      try Author.where { $0.books.isEmpty }.fetch(s)
      try Author.where { $0.books.count > 1 }.fetch(s)
      try Book.where { $0.author.country == "NO" }.fetch(s)
      try Book.where { $0.author.isEmpty }.fetch(s)
      try Author.where { $0.books.any { $0.tags.any { $0.label == "swift" } } || $0.profile.exists }
        .fetch(s)
      try Tag.where { $0.books.none { $0.year < 2000 } }.fetch(s)
      try Book.where { $0.category.parent.name == "root" }.fetch(s)
      try Author.where { a in Book.where { b in b.authorID == a.id && b.rating > 4 }.exists }.fetch(
        s
      )
      try Book.where { b in
        b.id
          == Book.where { $0.authorID == b.authorID }.order { $0.year.descending }.first { $0.id }
      }.fetch(s)
      let annotated: [(Live<Author>, Int, Double?)] = try Author.all
        .annotate { ($0.books.count, $0.books.avg { $0.rating }) }.where { _, n, _ in n > 0 }
        .order { _, n, _ in n.descending }.fetch(s)
      #expect(annotated.map(\.1) == [1])
      let pairs: [(String, Int)] = try Author.all.select { ($0.name, $0.books.count) }.fetch(s)
      #expect(pairs.map(\.1) == [1])
      let joined: [(Live<Book>, Live<Author>, Live<Profile>?)] = try Book.all
        .join(Author.self) { b, a in b.authorID == a.id }
        .leftJoin(Profile.self) { _, a, p in p.authorID == a.id }.fetch(s)
      #expect(joined.count == 1)
      let anne = try Author.where { $0.name == "Anne" }.one(s)
      let same = try Book.where { $0.title == "Book A" }.one(s).author
      #expect(try Author.find(s, anne.id) === same)
      try Author.all.exclude { $0.books.all { $0.status == .published } }.fetch(s)
    }
  }

  private func load(_ db: Database) throws {
    try db.read { s in
      s.notLoaded = .forbid
      let recent = Slot<Author, Book>()
      let (authors, log) = try s.counting {
        try Author.all
          .with(\.books) { $0.order { $0.year.descending }.with(\.reviews).with(\.tags) }
          .with(\.books, as: recent) {
            $0.where { $0.year >= 1990 }.order { $0.year.descending }.limit(3)
          }
          .fetch(s)
      }
      for a in authors {
        #expect(try a.books.count == 1)
        #expect(try a[recent].map(\.title) == ["Book A"])
        #expect(try a.books[0].reviews.map(\.stars) == [1, 2, 3, 4, 5])
        #expect(try a.books[0].tags.map(\.label) == ["swift"])
      }
      #expect(log.count == 5)
      let plan = try Book.all.with(\.author).with(\.category) { $0.with(\.parent) }.explain(s)
      #expect(plan.loads.isEmpty)
    }
  }

  private func change(_ db: Database) throws {
    try db.write { s in
      let live = try Book.find(s, 1)
      live.title = "Book A2"
      try Book.where { $0.author.country == "NO" }
        .update(s) {
          $0.year = $0.year + 1; $0.status = .withdrawn
        }
      #expect(live.year == 2000)
      #expect(live.status == .withdrawn)
      struct Oops: Error {}
      do {
        try s.savepoint {
          try Book.all.delete(s)
          throw Oops()
        }
      } catch is Oops {}
      try Book.where { $0.reviews.isEmpty }.delete(s)
    }
    let books = try db.read { s in try Book.all.rows(s) }
    #expect(books.map(\.title) == ["Book A2"])
  }
}
