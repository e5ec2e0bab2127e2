// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredLibrary

/// R6 to R8 and R10 to R14: questions about books and reviews.
extension KindredPeer {
  /// R6.
  func fiveStarReviews() throws -> [ReviewLine] {
    try Review.all.join(Book.self) { review, book in review.bookID == book.id }
      .join(Author.self) { _, book, author in book.authorID == author.id }
      .where { review, _, author in review.stars == 5 && author.country == "C7" }
      .order { review, _, _ in review.id.ascending }
      .select { review, book, author in (author.name, book.title, review.stars) }
      .limit(1000)
      .fetch(session).map { ReviewLine(author: $0.0, title: $0.1, stars: $0.2) }
  }

  /// R7.
  func booksWithBothTags() throws -> [BookTitle] {
    try Book.where { $0.bookTags.any { $0.tagID == 1 } && $0.bookTags.any { $0.tagID == 3 } }
      .select { ($0.id, $0.title) }
      .fetch(session).map { BookTitle(id: $0.0.raw, title: $0.1) }
  }

  /// R8.
  func latestReviews() throws -> [LatestReview] {
    try Book.all.select { book in
      (
        book.id,
        book.reviews.order { ($0.created.descending, $0.id.descending) }.first { $0.id }
      )
    }
    .fetch(session).map { LatestReview(bookID: $0.0.raw, reviewID: $0.1?.raw ?? 0) }
  }

  /// R10.
  func lookUpBooks(_ ids: [Int]) -> Trial {
    .sum {
      var sum = BookSum()
      for id in ids { sum.add(try Book.row(session, ID(id))) }
      return sum.answer
    }
  }

  /// R11.
  func lookUpAuthors(_ ids: [Int]) -> Trial {
    let books = Prepared { (author: Expr<ID<Author>>) in Book.where { $0.authorID == author } }
    return .sum {
      var sum = BookSum()
      for id in ids {
        for book in try books(ID(id)).rows(session) { sum.add(book) }
      }
      return sum.answer
    }
  }

  /// R11f.
  func lookUpAuthorsAnew(_ ids: [Int]) -> Trial {
    .sum {
      var sum = BookSum()
      for id in ids {
        for book in try Book.where({ $0.authorID == ID(id) }).rows(session) { sum.add(book) }
      }
      return sum.answer
    }
  }

  /// R12.
  func turnover() throws -> [Turnover] {
    let total = try Book.where { $0.year.in(1980...2000) && $0.price < 50 }
      .aggregate(session) { $0.sum { $0.price * $0.pages.asDouble } }
    return [Turnover(amount: total ?? 0)]
  }

  /// R13.
  func dearestBooks() throws -> [BookPrice] {
    try Book.all.order { ($0.price.descending, $0.id.ascending) }
      .offset(100).limit(50)
      .select { ($0.id, $0.title, $0.price) }
      .fetch(session).map { BookPrice(id: $0.0.raw, title: $0.1, price: $0.2) }
  }

  /// R14.
  func sortedReviews() throws -> [ReviewStamp] {
    try Review.all.order { ($0.stars.descending, $0.created.ascending, $0.id.ascending) }
      .select { ($0.id, $0.stars, $0.created) }
      .fetch(session).map { ReviewStamp(id: $0.0.raw, stars: $0.1, created: $0.2) }
  }
}

extension BookSum {
  fileprivate mutating func add(_ book: Book) {
    add(
      id: book.id.raw,
      authorID: book.authorID?.raw ?? 0,
      title: book.title,
      year: book.year,
      price: book.price,
      pages: book.pages
    )
  }
}
