// SPDX-License-Identifier: Apache-2.0

/// A new price for a book.
package struct PriceUpdate: Sendable {
  /// The id of the book.
  package let bookID: Int
  /// Its new price.
  package let price: Double
}

/// What the workloads ask of the library: ids to look up, prices to change, reviews to add.
extension LibrarySize {
  /// The ids of `count` books to look up, with repetitions.
  package func bookLookups(_ count: Int) -> [Int] {
    (0..<count).map { 1 + draw(101, $0, below: bookCount) }
  }

  /// The ids of `count` authors to look up, with repetitions.
  package func authorLookups(_ count: Int) -> [Int] {
    (0..<count).map { 1 + draw(102, $0, below: authorCount) }
  }

  /// The first `count` price changes; a book may come twice, and the last change holds.
  package func priceUpdates(_ count: Int) -> [PriceUpdate] {
    (0..<count).map { index in
      PriceUpdate(
        bookID: 1 + draw(103, index, below: bookCount),
        price: Double(100 + draw(104, index, below: 9900)) / 100
      )
    }
  }

  /// The ids of the new reviews of W2.
  package var newReviewIDs: ClosedRange<Int> {
    (reviewCount + 1)...(reviewCount + 10_000)
  }

  /// The new reviews of W2; row `i` has the id `newReviewIDs.lowerBound + i`.
  package var newReviews: ReviewColumns {
    ReviewColumns(self, ids: newReviewIDs, choosing: .uniform)
  }
}
