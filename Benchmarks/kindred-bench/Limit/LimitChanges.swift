// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// Reviews that grow, each linked to its book: the state of W2.
final class ReviewLog {
  private(set) var reviews = LimitReviews()
  private var newestOfBook: [Int32]
  private var previousOfReview: [Int32] = []

  /// Starts with private copies of `reviews`, so that no append has to make one.
  init(copying reviews: ReviewColumns, bookCount: Int) {
    newestOfBook = [Int32](repeating: -1, count: bookCount + 1)
    for row in reviews.stars.indices { append(reviews, row) }
  }

  /// Appends row `row` of `other`, and links it to its book.
  func append(_ other: ReviewColumns, _ row: Int) {
    let book = other.bookID[row]
    previousOfReview.append(newestOfBook[book])
    newestOfBook[book] = Int32(truncatingIfNeeded: reviews.stars.count)
    reviews.append(other, row)
  }
}

/// Prices that change: the state of W3.
final class PriceList {
  var prices: [Double]

  /// Starts with a private copy of `prices`.
  init(copying prices: [Double]) {
    self.prices = prices.map { $0 }
  }
}

/// Which rows a cascading delete took: the result of W4.
struct Deletion {
  let authors: Bitmap
  let books: Bitmap
  let bookTags: Bitmap
  let reviews: Bitmap

  /// How many rows are left.
  var remaining: RemainingCounts {
    RemainingCounts(
      authors: authors.absentCount,
      books: books.absentCount,
      bookTags: bookTags.absentCount,
      reviews: reviews.absentCount
    )
  }
}

extension LimitStore {
  /// W4: marks the authors born before `year`, their books, and those books' links and reviews.
  func cascadeFromAuthors(bornBefore year: Int32) -> Deletion {
    let gone = Deletion(
      authors: Bitmap(capacity: authors.name.count),
      books: Bitmap(capacity: books.title.count),
      bookTags: Bitmap(capacity: bookTags.bookID.count),
      reviews: Bitmap(capacity: reviews.stars.count)
    )
    for author in authors.born.indices where authors.born[author] < year {
      gone.authors.insert(author)
      for position in booksOfAuthor.range(author) {
        mark(book: Int(booksOfAuthor.children[position]), in: gone)
      }
    }
    return gone
  }

  private func mark(book: Int, in gone: Deletion) {
    gone.books.insert(book)
    for position in tagLinksOfBook.range(book) {
      gone.bookTags.insert(Int(tagLinksOfBook.children[position]))
    }
    for position in reviewsOfBook.range(book) {
      gone.reviews.insert(Int(reviewsOfBook.children[position]))
    }
  }
}
