// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredLibrary

/// R1 to R5 and R9: questions about authors.
extension KindredPeer {
  /// R1.
  func authorsWithRecentBooksByExists() throws -> [AuthorName] {
    try Author.where { $0.books.any { $0.title.hasPrefix("Book") && $0.year >= 2000 } }
      .order { $0.name.ascending }
      .select { ($0.id, $0.name) }
      .fetch(session).map { AuthorName(id: $0.0.raw, name: $0.1) }
  }

  /// R2.
  func authorsWithRecentBooksByJoin() throws -> [AuthorName] {
    try Author.all.join(Book.self) { author, book in book.authorID == author.id }
      .where { _, book in book.title.hasPrefix("Book") && book.year >= 2000 }
      .order { author, _ in author.name.ascending }
      .select { author, _ in (author.id, author.name) }
      .distinct()
      .fetch(session).map { AuthorName(id: $0.0.raw, name: $0.1) }
  }

  /// R3a.
  func authorsWithoutBooksByIsEmpty() throws -> [AuthorName] {
    try Author.where { $0.books.isEmpty }.select { ($0.id, $0.name) }
      .fetch(session).map { AuthorName(id: $0.0.raw, name: $0.1) }
  }

  /// R3b.
  func authorsWithoutBooksByLeftJoin() throws -> [AuthorName] {
    try Author.all.leftJoin(Book.self) { author, book in book.authorID == author.id }
      .where { _, book in book.isEmpty }
      .select { author, _ in (author.id, author.name) }
      .fetch(session).map { AuthorName(id: $0.0.raw, name: $0.1) }
  }

  /// R4.
  func busiestAuthors() throws -> [AuthorPrices] {
    try Author.all.annotate { ($0.books.count, $0.books.avg { $0.price }) }
      .where { _, count, _ in count >= 5 }
      .order { author, count, _ in (count.descending, author.id.ascending) }
      .limit(100)
      .select { author, count, average in (author.id, author.name, count, average) }
      .fetch(session).map { id, name, count, average in
        AuthorPrices(id: id.raw, name: name, bookCount: count, averagePrice: average ?? 0)
      }
  }

  /// R5.
  func reviewCounts() throws -> [AuthorReviewCount] {
    try Author.all.select { author in
      (author.id, Review.where { $0.book.authorID == author.id }.count)
    }
    .fetch(session).map { AuthorReviewCount(id: $0.0.raw, reviewCount: $0.1) }
  }

  /// R9.
  func countriesAndYears() throws -> [CountryYear] {
    try Author.all.join(Book.self) { author, book in book.authorID == author.id }
      .select { author, book in (author.country, book.year) }
      .distinct()
      .fetch(session).map { CountryYear(country: $0.0, year: $0.1) }
  }
}
