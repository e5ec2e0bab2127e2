// SPDX-License-Identifier: Apache-2.0

import KindredLibrary
import KindredSQLite

/// G1 to G4: objects, hydrated by hand with a dictionary as identity map.
extension SQLitePeer {
  /// G1: one join; an author is built the first time it is met.
  func booksWithAuthors() throws -> Trial {
    let statement = try connection.prepare(
      """
      SELECT b.id, b.title, b.year, b.price, b.pages, b.author_id, a.name, a.country, a.born
      FROM book b LEFT JOIN author a ON a.id = b.author_id WHERE b.id <= 10000
      """
    )
    return .graph {
      var known: [Int: AuthorObject] = [:]
      var books: [BookObject] = []
      while try statement.step() {
        let book = BookObject(statement)
        book.author = statement.author(idAt: 5, &known)
        books.append(book)
      }
      statement.reset()
      return (books, ObjectWalk.books(books))
    }
  }

  /// G2: two statements.
  func authorsWithBooks() throws -> Trial {
    let authorStatement = try connection.prepare("SELECT id, name, country, born FROM author")
    let bookStatement = try connection.prepare(Self.booksWithAuthorID)
    return .graph {
      let (authors, known) = try authorStatement.authors()
      _ = try bookStatement.attachBooks(to: known)
      return (authors, ObjectWalk.authors(authors))
    }
  }

  /// G3: a statement per level and relation.
  func everything() throws -> Trial {
    let authorStatement = try connection.prepare("SELECT id, name, country, born FROM author")
    let bookStatement = try connection.prepare(Self.booksWithAuthorID)
    let reviewStatement = try connection.prepare(
      "SELECT id, book_id, stars, body, created FROM review"
    )
    let tagStatement = try connection.prepare("SELECT id, name FROM tag")
    let linkStatement = try connection.prepare("SELECT book_id, tag_id FROM book_tag")
    return .graph {
      let (authors, known) = try authorStatement.authors()
      let books = try bookStatement.attachBooks(to: known)
      try reviewStatement.attachReviews(to: books)
      try linkStatement.attachTags(tagStatement.tags(), to: books)
      return (authors, ObjectWalk.everything(authors))
    }
  }

  /// G4: a statement per book whose author is not known yet.
  func booksThenAuthors() throws -> Trial {
    let bookStatement = try connection.prepare(
      "SELECT id, title, year, price, pages, author_id FROM book WHERE id <= 2000"
    )
    let authorStatement = try connection.prepare(
      "SELECT id, name, country, born FROM author WHERE id = ?"
    )
    return .graph {
      let (books, authorIDs) = try bookStatement.booksAndAuthorIDs()
      var known: [Int: AuthorObject] = [:]
      var total = 0
      for (book, authorID) in zip(books, authorIDs) where authorID != 0 {
        book.author = try authorStatement.fetchAuthor(authorID, &known)
        total &+= book.id &* (book.author?.born ?? 0)
      }
      return (books, Answer(rows: books.count, checksum: total))
    }
  }

  private static let booksWithAuthorID = """
    SELECT id, title, year, price, pages, author_id FROM book WHERE author_id IS NOT NULL
    """
}

extension BookObject {
  /// The book in the first five columns of `row`.
  fileprivate convenience init(_ row: SQLiteStatement) {
    self.init(
      id: row.int(at: 0),
      title: row.string(at: 1),
      year: row.int(at: 2),
      price: row.double(at: 3),
      pages: row.int(at: 4)
    )
  }
}

extension SQLiteStatement {
  /// The author whose id stands at `index`, with name, country and born after it; nil for NULL.
  fileprivate func author(idAt index: Int, _ known: inout [Int: AuthorObject]) -> AuthorObject? {
    let id = int(at: index)
    if id == 0 { return nil }
    if let author = known[id] { return author }
    let author = AuthorObject(
      id: id,
      name: string(at: index + 1),
      country: string(at: index + 2),
      born: int(at: index + 3)
    )
    known[id] = author
    return author
  }

  /// Every author, in order and by id.
  fileprivate func authors() throws -> ([AuthorObject], byID: [Int: AuthorObject]) {
    var all: [AuthorObject] = []
    var known: [Int: AuthorObject] = [:]
    while try step() {
      if let author = author(idAt: 0, &known) { all.append(author) }
    }
    reset()
    return (all, known)
  }

  /// The author with `id`, asked for unless it is known.
  fileprivate func fetchAuthor(
    _ id: Int,
    _ known: inout [Int: AuthorObject]
  ) throws -> AuthorObject? {
    if let author = known[id] { return author }
    try bind(1, id)
    defer { reset() }
    return try step() ? author(idAt: 0, &known) : nil
  }

  /// Every book, and the id of its author, or 0.
  fileprivate func booksAndAuthorIDs() throws -> (books: [BookObject], authorIDs: [Int]) {
    var books: [BookObject] = []
    var authorIDs: [Int] = []
    while try step() {
      books.append(BookObject(self))
      authorIDs.append(int(at: 5))
    }
    reset()
    return (books, authorIDs)
  }

  /// Gives every book to its author; the books by id.
  fileprivate func attachBooks(
    to authors: [Int: AuthorObject]
  ) throws -> [Int: BookObject] {
    var books: [Int: BookObject] = [:]
    while try step() {
      let book = BookObject(self)
      authors[int(at: 5)]?.books.append(book)
      books[book.id] = book
    }
    reset()
    return books
  }

  /// Gives every review to its book, unless the book is not loaded.
  fileprivate func attachReviews(to books: [Int: BookObject]) throws {
    while try step() {
      guard let book = books[int(at: 1)] else { continue }
      book.reviews.append(
        ReviewObject(
          id: int(at: 0),
          stars: int(at: 2),
          body: string(at: 3),
          created: int(at: 4)
        )
      )
    }
    reset()
  }

  /// Every tag, by id.
  fileprivate func tags() throws -> [Int: TagObject] {
    var tags: [Int: TagObject] = [:]
    while try step() { tags[int(at: 0)] = TagObject(id: int(at: 0), name: string(at: 1)) }
    reset()
    return tags
  }

  /// Gives every book its tags, unless the book is not loaded.
  fileprivate func attachTags(_ tags: [Int: TagObject], to books: [Int: BookObject]) throws {
    while try step() {
      guard let book = books[int(at: 0)], let tag = tags[int(at: 1)] else { continue }
      book.tags.append(tag)
    }
    reset()
  }
}
