// SPDX-License-Identifier: Apache-2.0

extension LibraryTables {
  /// Generates the library of `size`: the same rows on every machine.
  package init(_ size: LibrarySize) {
    self.size = size
    authors = AuthorColumns(size)
    books = BookColumns(size)
    tagNames = (1...size.tagCount).map { "tag \($0)" }
    bookTags = BookTagColumns(size)
    reviews = ReviewColumns(size, ids: 1...size.reviewCount, choosing: .skewed)
  }
}

extension AuthorColumns {
  fileprivate init(_ size: LibrarySize) {
    for id in 1...size.authorCount {
      let bits = draw(1, id)
      let first = Words.firstNames[Int(bits & 15)]
      let last = Words.lastNames[Int((bits >> 4) & 31)]
      name.append("\(first) \(last) \(id)")
      country.append("C\(skewed(draw(2, id), below: 50))")
      born.append(1900 + draw(3, id, below: 100))
    }
  }
}

extension BookColumns {
  fileprivate init(_ size: LibrarySize) {
    let authorCount = size.authorCount
    for id in 1...size.bookCount {
      let author = 1 + skewed(draw(11, id), below: authorCount * 9 / 10) * 7919 % authorCount
      authorID.append(draw(12, id, below: 50) == 0 ? 0 : author)
      title.append(draw(13, id, below: 100) < 30 ? "Book \(id)" : "Novel \(id)")
      year.append(1950 + draw(14, id, below: 75))
      price.append(Double(100 + draw(15, id, below: 9900)) / 100)
      pages.append(50 + draw(16, id, below: 950))
    }
  }
}

extension BookTagColumns {
  fileprivate init(_ size: LibrarySize) {
    for book in 1...size.bookCount {
      let first = skewed(draw(22, book), below: size.tagCount)
      let stride = 1 + draw(23, book, below: size.tagCount - 1)
      for position in 0..<draw(21, book, below: 7) {
        bookID.append(book)
        tagID.append(1 + (first + position * stride) % size.tagCount)
      }
    }
  }
}

/// How the book of a review is chosen.
enum BookChoice {
  /// Some books have many reviews, and a tenth of them none.
  case skewed
  /// Uniformly, counted from 0 from the first id on: the new reviews of W2.
  case uniform
}

extension ReviewColumns {
  /// The reviews with these ids.
  init(_ size: LibrarySize, ids: ClosedRange<Int>, choosing choice: BookChoice) {
    let bookCount = size.bookCount
    for id in ids {
      switch choice {
      case .skewed:
        bookID.append(1 + skewedBook(id, bookCount))
      case .uniform:
        bookID.append(1 + draw(105, id - ids.lowerBound, below: bookCount))
      }
      stars.append(1 + draw(32, id, below: 5))
      body.append(Words.sentence(draw(33, id)))
      created.append(1_600_000_000 + draw(34, id, below: 100_000_000))
    }
  }
}

private func skewedBook(_ id: Int, _ bookCount: Int) -> Int {
  skewed(draw(31, id), below: bookCount * 9 / 10) * 7919 % bookCount
}
