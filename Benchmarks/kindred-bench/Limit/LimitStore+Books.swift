// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// R7, R9, R12, R13: questions for books.
extension LimitStore {
  /// R7: mark the books of one tag, and look the books of the other up.
  func booksWithBothTags() -> [BookTitle] {
    let marked = Bitmap(capacity: books.title.count + 1)
    for position in tagLinksOfTag.range(0) { marked.insert(book(ofLinkAt: position)) }
    var rows: [BookTitle] = []
    for position in tagLinksOfTag.range(2) where marked.contains(book(ofLinkAt: position)) {
      let id = book(ofLinkAt: position)
      rows.append(BookTitle(id: id, title: books.title[id - 1]))
    }
    return rows
  }

  /// R9: one mark per country and year.
  func countriesAndYears() -> [CountryYear] {
    let firstYear = 1950
    let yearCount = 75
    let seen = Bitmap(capacity: countries.count * yearCount)
    let (authorIDs, years, codes) = (books.authorID, books.year, countryOfAuthor)
    for row in 0..<min(authorIDs.count, years.count) where authorIDs[row] != 0 {
      let country = Int(codes[Int(authorIDs[row]) - 1])
      seen.insert(country &* yearCount &+ Int(years[row]) &- firstYear)
    }
    var rows: [CountryYear] = []
    rows.reserveCapacity(seen.count)
    seen.forEach { index in
      rows.append(
        CountryYear(
          country: countries[index / yearCount],
          year: firstYear + index % yearCount
        )
      )
    }
    return rows
  }

  /// R12: multiplies by 0 or 1, where a branch would guess wrong for every third book.
  ///
  /// One bound for all three columns lets the compiler drop the checks.
  func turnover() -> [Turnover] {
    let (years, prices, pages) = (books.year, books.price, books.pages)
    var amount = 0.0
    for row in 0..<min(years.count, prices.count, pages.count) {
      let isInRange: UInt32 = UInt32(bitPattern: years[row] &- 1980) <= 20 ? 1 : 0
      let isCheap: UInt32 = prices[row] < 50 ? 1 : 0
      amount += prices[row] * Double(pages[row]) * Double(isInRange & isCheap)
    }
    return [Turnover(amount: amount)]
  }

  /// R13: keep the best 150 in a sorted buffer that few books get into.
  func dearestBooks() -> [BookPrice] {
    var best: [(price: Double, row: Int)] = []
    best.reserveCapacity(152)
    var bar = -Double.infinity
    let prices = books.price
    for row in prices.indices where prices[row] > bar {
      let price = prices[row]
      best.insert((price, row), at: best.firstPosition { $0.price < price })
      if best.count > 150 { best.removeLast() }
      if best.count == 150 { bar = best[149].price }
    }
    return best.dropFirst(100).map {
      BookPrice(id: $0.row + 1, title: books.title[$0.row], price: $0.price)
    }
  }

  @inline(__always)
  private func book(ofLinkAt position: Int) -> Int {
    Int(bookTags.bookID[Int(tagLinksOfTag.children[position])])
  }
}

extension Array {
  /// The first position whose element is past the border, where none before it is.
  @inline(__always)
  fileprivate func firstPosition(isPast: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isPast(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
