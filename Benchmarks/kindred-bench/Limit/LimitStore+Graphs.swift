// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// G1 to G4: objects.
extension LimitStore {
  /// G1.
  func booksWithAuthors(_ count: Int) -> (objects: [BookObject], answer: Answer) {
    var known = KnownAuthors(capacity: authors.name.count)
    let objects = (0..<count).map { row in
      let book = bookObject(row)
      if books.author(row) != 0 { book.author = authorObject(books.author(row) - 1, &known) }
      return book
    }
    return (objects, ObjectWalk.books(objects))
  }

  /// G2.
  func authorsWithBooks() -> (objects: [AuthorObject], answer: Answer) {
    let objects = authors.name.indices.map { row in
      let author = authorObject(row)
      author.books = booksOfAuthor.range(row).map { position in
        bookObject(Int(booksOfAuthor.children[position]))
      }
      return author
    }
    return (objects, ObjectWalk.authors(objects))
  }

  /// G3.
  func everything() -> (objects: [AuthorObject], answer: Answer) {
    let tags = tagNames.indices.map { TagObject(id: $0 + 1, name: tagNames[$0]) }
    let objects = authors.name.indices.map { row in
      let author = authorObject(row)
      author.books = booksOfAuthor.range(row).map { position in
        bookObject(Int(booksOfAuthor.children[position]), with: tags)
      }
      return author
    }
    return (objects, ObjectWalk.everything(objects))
  }

  /// G4: all books first, then their authors one at a time.
  func booksThenAuthors(_ count: Int) -> (objects: [BookObject], answer: Answer) {
    var known = KnownAuthors(capacity: authors.name.count)
    let objects = (0..<count).map(bookObject)
    var total = 0
    for (row, book) in objects.enumerated() where books.authorID[row] != 0 {
      let author = authorObject(books.author(row) - 1, &known)
      book.author = author
      total &+= book.id &* author.born
    }
    return (objects, Answer(rows: count, checksum: total))
  }

  private func authorObject(_ row: Int) -> AuthorObject {
    AuthorObject(
      id: row + 1,
      name: authors.name[row],
      country: authors.country[row],
      born: Int(authors.born[row])
    )
  }

  private func authorObject(_ row: Int, _ known: inout KnownAuthors) -> AuthorObject {
    if let author = known[row] { return author }
    let author = authorObject(row)
    known.add(author, row: row)
    return author
  }

  private func bookObject(_ row: Int) -> BookObject {
    BookObject(
      id: row + 1,
      title: books.title[row],
      year: Int(books.year[row]),
      price: books.price[row],
      pages: Int(books.pages[row])
    )
  }

  private func bookObject(_ row: Int, with tags: [TagObject]) -> BookObject {
    let book = bookObject(row)
    book.reviews = reviewsOfBook.range(row).map { position in
      reviewObject(Int(reviewsOfBook.children[position]))
    }
    book.tags = tagLinksOfBook.range(row).map { position in
      tags[Int(bookTags.tagID[Int(tagLinksOfBook.children[position])]) - 1]
    }
    return book
  }

  private func reviewObject(_ row: Int) -> ReviewObject {
    ReviewObject(
      id: row + 1,
      stars: Int(reviews.stars[row]),
      body: reviews.body[row],
      created: Int(reviews.created[row])
    )
  }
}

/// The identity map: a position by row, which costs nothing to release, and the objects.
private struct KnownAuthors {
  private var positionOfRow: [Int32]
  private var authors: [AuthorObject] = []

  init(capacity: Int) {
    positionOfRow = [Int32](repeating: -1, count: capacity)
  }

  subscript(row: Int) -> AuthorObject? {
    let position = Int(positionOfRow[row])
    return position < 0 ? nil : authors[position]
  }

  mutating func add(_ author: AuthorObject, row: Int) {
    positionOfRow[row] = Int32(truncatingIfNeeded: authors.count)
    authors.append(author)
  }
}
