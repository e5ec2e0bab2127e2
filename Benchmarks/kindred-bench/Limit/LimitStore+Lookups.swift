// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// R10, R11: look-ups.
extension LimitStore {
  /// R10.
  func sumOfBooks(_ ids: [Int]) -> Answer {
    var sum = BookSum()
    for id in ids { add(bookAt: id - 1, to: &sum) }
    return sum.answer
  }

  /// R11.
  func sumOfBooksOfAuthors(_ ids: [Int]) -> Answer {
    var sum = BookSum()
    for id in ids {
      for position in booksOfAuthor.range(id - 1) {
        add(bookAt: Int(booksOfAuthor.children[position]), to: &sum)
      }
    }
    return sum.answer
  }

  @inline(__always)
  private func add(bookAt row: Int, to sum: inout BookSum) {
    sum.add(
      id: row + 1,
      authorID: books.author(row),
      title: books.title[row],
      year: Int(books.year[row]),
      price: books.price[row],
      pages: Int(books.pages[row])
    )
  }
}
