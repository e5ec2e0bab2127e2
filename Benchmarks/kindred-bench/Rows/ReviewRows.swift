// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// A row of R6.
struct ReviewLine: AnswerRow {
  let author: String
  let title: String
  let stars: Int

  func addFields(to sum: inout RowsChecksum) {
    sum.field(author)
    sum.field(title)
    sum.field(stars)
  }
}

/// A row of R14.
struct ReviewStamp: AnswerRow {
  let id: Int
  let stars: Int
  let created: Int

  func addFields(to sum: inout RowsChecksum) {
    sum.field(id)
    sum.field(stars)
    sum.field(created)
  }
}
