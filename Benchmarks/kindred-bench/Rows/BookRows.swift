// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// A row of R7.
struct BookTitle: AnswerRow {
  let id: Int
  let title: String

  func addFields(to sum: inout RowsChecksum) {
    sum.field(id)
    sum.field(title)
  }
}

/// A row of R8.
struct LatestReview: AnswerRow {
  let bookID: Int
  /// 0 where the book has no review.
  let reviewID: Int

  func addFields(to sum: inout RowsChecksum) {
    sum.field(bookID)
    sum.field(reviewID)
  }
}

/// The row of R12.
struct Turnover: AnswerRow {
  let amount: Double

  func addFields(to sum: inout RowsChecksum) {
    sum.field(Int(amount.rounded()))
  }
}

/// A row of R13.
struct BookPrice: AnswerRow {
  let id: Int
  let title: String
  let price: Double

  func addFields(to sum: inout RowsChecksum) {
    sum.field(id)
    sum.field(title)
    sum.field(cents: price)
  }
}
