// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// The library as the hand-written peer keeps it: plain arrays, dense ids, prebuilt adjacency.
///
/// No transactions, no planner, no constraints: the floor that every other peer is measured from.
struct LimitStore {
  var authors: LimitAuthors
  var books: LimitBooks
  var tagNames: [String]
  var bookTags: LimitBookTags
  var reviews: LimitReviews

  let booksOfAuthor: Adjacency
  let tagLinksOfBook: Adjacency
  let tagLinksOfTag: Adjacency
  let reviewsOfBook: Adjacency

  /// The distinct countries, and each author's position among them.
  let countries: [String]
  let countryOfAuthor: [Int32]

  /// Appends the rows of `tables` one by one, then builds the adjacency.
  init(_ tables: LibraryTables) {
    authors = LimitAuthors(tables.authors)
    books = LimitBooks(tables.books)
    tagNames = tables.tagNames
    bookTags = LimitBookTags(tables.bookTags)
    reviews = LimitReviews(tables.reviews)
    booksOfAuthor = Adjacency(parentID: books.authorID, parentCount: authors.name.count)
    tagLinksOfBook = Adjacency(parentID: bookTags.bookID, parentCount: books.title.count)
    tagLinksOfTag = Adjacency(parentID: bookTags.tagID, parentCount: tagNames.count)
    reviewsOfBook = Adjacency(parentID: reviews.bookID, parentCount: books.title.count)
    (countries, countryOfAuthor) = encoded(authors.country)
  }
}

/// The distinct strings in order of appearance, and each string's position among them.
private func encoded(_ strings: [String]) -> (distinct: [String], codes: [Int32]) {
  var distinct: [String] = []
  var known: [String: Int32] = [:]
  let codes = strings.map { string in
    if let code = known[string] { return code }
    let code = Int32(distinct.count)
    known[string] = code
    distinct.append(string)
    return code
  }
  return (distinct, codes)
}
