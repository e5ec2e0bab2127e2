// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// The answer of W4: how many rows of each table the cascade left.
struct RemainingCounts {
  let authors: Int
  let books: Int
  let bookTags: Int
  let reviews: Int

  var answer: Answer {
    var crc = CRC32()
    crc.update("\(authors)|\(books)|\(bookTags)|\(reviews)".utf8)
    return Answer(rows: authors + books + bookTags + reviews, checksum: Int(crc.value))
  }
}
