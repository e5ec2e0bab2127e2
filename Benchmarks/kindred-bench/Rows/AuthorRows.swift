// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// A row of R1, R2 and R3.
struct AuthorName: AnswerRow {
  let id: Int
  let name: String

  func addFields(to sum: inout RowsChecksum) {
    sum.field(id)
    sum.field(name)
  }
}

/// A row of R4.
struct AuthorPrices: AnswerRow {
  let id: Int
  let name: String
  let bookCount: Int
  let averagePrice: Double

  func addFields(to sum: inout RowsChecksum) {
    sum.field(id)
    sum.field(name)
    sum.field(bookCount)
    sum.field(cents: averagePrice)
  }
}

/// A row of R5.
struct AuthorReviewCount: AnswerRow {
  let id: Int
  let reviewCount: Int

  func addFields(to sum: inout RowsChecksum) {
    sum.field(id)
    sum.field(reviewCount)
  }
}

/// A row of R9.
struct CountryYear: AnswerRow {
  let country: String
  let year: Int

  func addFields(to sum: inout RowsChecksum) {
    sum.field(country)
    sum.field(year)
  }
}
