// SPDX-License-Identifier: Apache-2.0

/// The answer of R10 and R11: every column of every book read, folded into one number.
struct BookSum {
  private(set) var rowCount = 0
  private(set) var total = 0

  var answer: Answer { Answer(rows: rowCount, checksum: total) }

  /// Takes in a book; `authorID` is 0 where the book has no author.
  @inline(__always)
  mutating func add(
    id: Int,
    authorID: Int,
    title: String,
    year: Int,
    price: Double,
    pages: Int
  ) {
    rowCount &+= 1
    total &+= id &* 31 &+ authorID &* 17 &+ title.utf8.count &* 7
    total &+= year &* 5 &+ Int(price * 100 + 0.5) &* 3 &+ pages
  }
}
