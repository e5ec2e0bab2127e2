// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// R1 to R5: questions for authors.
extension LimitStore {
  /// R1, R2: mark the authors from the books' side, then sort the marked ones by name.
  func authorsWithRecentBooks() -> [AuthorName] {
    let wanted = Bitmap(capacity: authors.name.count + 1)
    for row in books.year.indices where books.year[row] >= 2000 {
      if LeadingBytes(books.title[row]).isBook { wanted.insert(books.author(row)) }
    }
    var keys: [NameKey] = []
    wanted.forEach { if $0 > 0 { keys.append(NameKey(authors.name[$0 - 1], row: $0 - 1)) } }
    keys.sort { left, right in
      if left.high != right.high { return left.high < right.high }
      if left.low != right.low { return left.low < right.low }
      return authors.name[Int(left.row)] < authors.name[Int(right.row)]
    }
    return keys.map { AuthorName(id: Int($0.row) + 1, name: authors.name[Int($0.row)]) }
  }

  /// R3.
  func authorsWithoutBooks() -> [AuthorName] {
    var rows: [AuthorName] = []
    for row in authors.name.indices where booksOfAuthor.count(row) == 0 {
      rows.append(AuthorName(id: row + 1, name: authors.name[row]))
    }
    return rows
  }

  /// R4: find how many books the hundredth author has, and average only the best hundred.
  func busiestAuthors() -> [AuthorPrices] {
    let cut = max(5, bookCount(ofAuthorAt: 100))
    var best: [(count: Int, row: Int)] = []
    for row in authors.name.indices where booksOfAuthor.count(row) >= cut {
      best.append((booksOfAuthor.count(row), row))
    }
    best.sort { $0.count == $1.count ? $0.row < $1.row : $0.count > $1.count }
    return best.prefix(100).map { count, row in
      AuthorPrices(
        id: row + 1,
        name: authors.name[row],
        bookCount: count,
        averagePrice: totalPrice(ofAuthor: row) / Double(count)
      )
    }
  }

  /// R5: add up from the books' side.
  func reviewCounts() -> [AuthorReviewCount] {
    var counts = [Int](repeating: 0, count: authors.name.count + 1)
    for row in books.authorID.indices {
      counts[books.author(row)] &+= reviewsOfBook.count(row)
    }
    return authors.name.indices.map {
      AuthorReviewCount(id: $0 + 1, reviewCount: counts[$0 + 1])
    }
  }

  /// How many books the author at `rank` has, when authors are ranked by that.
  private func bookCount(ofAuthorAt rank: Int) -> Int {
    var histogram = [Int](repeating: 0, count: 256)
    for row in authors.name.indices { histogram[min(booksOfAuthor.count(row), 255)] += 1 }
    var seen = 0
    for count in (0..<256).reversed() {
      seen += histogram[count]
      if seen >= rank { return count }
    }
    return 0
  }

  private func totalPrice(ofAuthor row: Int) -> Double {
    var total = 0.0
    for position in booksOfAuthor.range(row) {
      total += books.price[Int(booksOfAuthor.children[position])]
    }
    return total
  }
}

/// The leading bytes of a name, and whose it is.
private struct NameKey {
  let high: UInt64
  let low: UInt64
  let row: Int32

  init(_ name: String, row: Int) {
    let leading = LeadingBytes(name)
    high = leading.high
    low = leading.low
    self.row = Int32(truncatingIfNeeded: row)
  }
}
