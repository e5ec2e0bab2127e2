// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredLibrary

/// G1 to G4: live objects, each graph in a session of its own.
extension KindredPeer {
  /// What must stay alive while a graph is walked, and what its release is timed on.
  struct Loaded<Model: Entity> {
    let session: Session
    let objects: [Live<Model>]
  }

  /// G1.
  func booksWithAuthors() throws -> (objects: Loaded<Book>, answer: Answer) {
    let session = database.session()
    let books = try Book.where { $0.id <= 10_000 }.with(\.author).fetch(session)
    var total = 0
    for book in books {
      total &+= book.id.raw &+ book.pages &+ book.title.utf8.count
      if let author = try book.author {
        total &+= author.born &* 7 &+ author.name.utf8.count
      }
    }
    return (
      Loaded(session: session, objects: books), Answer(rows: books.count, checksum: total)
    )
  }

  /// G2.
  func authorsWithBooks() throws -> (objects: Loaded<Author>, answer: Answer) {
    let session = database.session()
    let authors = try Author.all.with(\.books).fetch(session)
    var rows = authors.count
    var total = 0
    for author in authors {
      var weight = 0
      let books = try author.books
      for book in books { weight &+= book.id.raw &+ book.pages }
      rows += books.count
      total &+= author.id.raw &* weight
    }
    return (Loaded(session: session, objects: authors), Answer(rows: rows, checksum: total))
  }

  /// G3.
  func everything() throws -> (objects: Loaded<Author>, answer: Answer) {
    let session = database.session()
    let authors = try Author.all.with(\.books) { $0.with(\.reviews).with(\.tags) }.fetch(session)
    var rows = authors.count
    var total = 0
    for author in authors {
      var weight = 0
      let books = try author.books
      for book in books {
        weight &+= book.pages
        let reviews = try book.reviews
        for review in reviews { weight &+= review.stars &* review.id.raw }
        let tags = try book.tags
        for tag in tags { weight &+= tag.id.raw &* book.id.raw }
        rows += reviews.count + tags.count
      }
      rows += books.count
      total &+= author.id.raw &* weight
    }
    return (Loaded(session: session, objects: authors), Answer(rows: rows, checksum: total))
  }

  /// G4.
  func booksThenAuthors() throws -> (objects: Loaded<Book>, answer: Answer) {
    let session = database.session()
    session.notLoaded = .one
    let books = try Book.where { $0.id <= 2000 }.fetch(session)
    var total = 0
    for book in books { total &+= book.id.raw &* (try book.author?.born ?? 0) }
    return (
      Loaded(session: session, objects: books), Answer(rows: books.count, checksum: total)
    )
  }
}
