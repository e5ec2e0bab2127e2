// SPDX-License-Identifier: Apache-2.0

/// The walks over hand-hydrated graphs, inside the timed part.
enum ObjectWalk {
  /// G1: every book, and its author.
  static func books(_ books: [BookObject]) -> Answer {
    var total = 0
    for book in books {
      total &+= book.id &+ book.pages &+ book.title.utf8.count
      if let author = book.author { total &+= author.born &* 7 &+ author.name.utf8.count }
    }
    return Answer(rows: books.count, checksum: total)
  }

  /// G2: every author, and the books.
  static func authors(_ authors: [AuthorObject]) -> Answer {
    var rows = authors.count
    var total = 0
    for author in authors {
      var weight = 0
      for book in author.books { weight &+= book.id &+ book.pages }
      rows += author.books.count
      total &+= author.id &* weight
    }
    return Answer(rows: rows, checksum: total)
  }

  /// G3: every author, book, review and tag.
  static func everything(_ authors: [AuthorObject]) -> Answer {
    var rows = authors.count
    var total = 0
    for author in authors {
      var weight = 0
      for book in author.books {
        weight &+= self.weight(of: book)
        rows += book.reviews.count + book.tags.count
      }
      rows += author.books.count
      total &+= author.id &* weight
    }
    return Answer(rows: rows, checksum: total)
  }

  private static func weight(of book: BookObject) -> Int {
    var weight = book.pages
    for review in book.reviews { weight &+= review.stars &* review.id }
    for tag in book.tags { weight &+= tag.id &* book.id }
    return weight
  }
}
