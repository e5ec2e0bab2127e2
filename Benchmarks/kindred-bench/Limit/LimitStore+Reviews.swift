// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// R6, R8, R14: questions for reviews.
extension LimitStore {
  /// R6: go down from the country's authors; a bitmap puts the few reviews found in order.
  func fiveStarReviews() -> [ReviewLine] {
    guard let country = countries.firstIndex(of: "C7") else { return [] }
    let found = Bitmap(capacity: reviews.stars.count)
    for author in countryOfAuthor.indices where countryOfAuthor[author] == Int32(country) {
      for position in booksOfAuthor.range(author) {
        for link in reviewsOfBook.range(Int(booksOfAuthor.children[position])) {
          let review = Int(reviewsOfBook.children[link])
          if reviews.stars[review] == 5 { found.insert(review) }
        }
      }
    }
    var rows: [ReviewLine] = []
    found.forEach(limit: 1000) { rows.append(line(ofReview: $0)) }
    return rows
  }

  /// R8: one pass over the reviews, keeping the greatest (created, row) of each book.
  func latestReviews() -> [LatestReview] {
    var latest = [UInt64](repeating: 0, count: books.title.count + 1)
    for review in reviews.bookID.indices {
      let book = Int(reviews.bookID[review])
      let key = UInt64(UInt32(bitPattern: reviews.created[review])) << 32 | UInt64(review + 1)
      latest[book] = max(latest[book], key)
    }
    return (1..<latest.count).map { book in
      LatestReview(bookID: book, reviewID: Int(latest[book] & 0xFFFF_FFFF))
    }
  }

  /// R14: radix sort of (stars descending, created), which fit 30 bits; stable, so ids ascend.
  func sortedReviews() -> [ReviewStamp] {
    sortedByHighHalf(
      reviews.stars.indices.map { row in
        ReviewKey.packed(stars: reviews.stars[row], created: reviews.created[row], row: row)
      }
    ).map(ReviewKey.stamp)
  }

  private func line(ofReview review: Int) -> ReviewLine {
    let book = Int(reviews.bookID[review]) - 1
    return ReviewLine(
      author: authors.name[books.author(book) - 1],
      title: books.title[book],
      stars: Int(reviews.stars[review])
    )
  }
}

/// How R14 packs a review into one number.
private enum ReviewKey {
  static let firstCreated: Int32 = 1_600_000_000

  @inline(__always)
  static func packed(stars: UInt8, created: Int32, row: Int) -> UInt64 {
    let high = UInt64(5 - stars) << 27 | UInt64(UInt32(bitPattern: created &- firstCreated))
    return high << 32 | UInt64(row)
  }

  @inline(__always)
  static func stamp(_ key: UInt64) -> ReviewStamp {
    ReviewStamp(
      id: Int(key & 0xFFFF_FFFF) + 1,
      stars: 5 - Int(key >> 59),
      created: Int(key >> 32 & 0x7FF_FFFF) + Int(firstCreated)
    )
  }
}
