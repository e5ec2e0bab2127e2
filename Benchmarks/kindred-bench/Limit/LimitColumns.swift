// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// The authors, in columns.
struct LimitAuthors {
  var name: [String] = []
  var country: [String] = []
  var born: [Int32] = []

  /// The rows of `other`, appended one by one.
  init(_ other: AuthorColumns) {
    name.reserveCapacity(other.name.count)
    country.reserveCapacity(other.name.count)
    born.reserveCapacity(other.name.count)
    for row in other.name.indices { append(other, row) }
  }

  /// Appends row `row` of `other`.
  mutating func append(_ other: AuthorColumns, _ row: Int) {
    append(name: other.name[row], country: other.country[row], born: other.born[row])
  }

  /// Appends a row.
  mutating func append(name: String, country: String, born: Int) {
    self.name.append(name)
    self.country.append(country)
    self.born.append(Int32(truncatingIfNeeded: born))
  }
}

/// The books, in columns; author 0 stands for NULL.
struct LimitBooks {
  var authorID: [Int32] = []
  var title: [String] = []
  var year: [Int32] = []
  var price: [Double] = []
  var pages: [Int32] = []

  /// The rows of `other`, appended one by one.
  init(_ other: BookColumns) {
    authorID.reserveCapacity(other.authorID.count)
    title.reserveCapacity(other.authorID.count)
    year.reserveCapacity(other.authorID.count)
    price.reserveCapacity(other.authorID.count)
    pages.reserveCapacity(other.authorID.count)
    for row in other.authorID.indices { append(other, row) }
  }

  /// Appends row `row` of `other`.
  mutating func append(_ other: BookColumns, _ row: Int) {
    authorID.append(Int32(truncatingIfNeeded: other.authorID[row]))
    title.append(other.title[row])
    year.append(Int32(truncatingIfNeeded: other.year[row]))
    price.append(other.price[row])
    pages.append(Int32(truncatingIfNeeded: other.pages[row]))
  }

  /// The id of the author of the book at `row`, or 0.
  @inline(__always)
  func author(_ row: Int) -> Int { Int(authorID[row]) }
}

/// The links between books and tags, in columns.
struct LimitBookTags {
  var bookID: [Int32] = []
  var tagID: [Int32] = []

  /// The rows of `other`, appended one by one.
  init(_ other: BookTagColumns) {
    bookID.reserveCapacity(other.bookID.count)
    tagID.reserveCapacity(other.bookID.count)
    for row in other.bookID.indices { append(other, row) }
  }

  /// Appends row `row` of `other`.
  mutating func append(_ other: BookTagColumns, _ row: Int) {
    bookID.append(Int32(truncatingIfNeeded: other.bookID[row]))
    tagID.append(Int32(truncatingIfNeeded: other.tagID[row]))
  }

  /// The sum of book id times tag id.
  var weightedTags: Int {
    zip(bookID, tagID).reduce(0) { $0 + Int($1.0) * Int($1.1) }
  }
}

/// The reviews, in columns.
struct LimitReviews {
  var bookID: [Int32] = []
  var stars: [UInt8] = []
  var body: [String] = []
  var created: [Int32] = []

  /// No rows.
  init() {}

  /// The rows of `other`, appended one by one.
  init(_ other: ReviewColumns) {
    bookID.reserveCapacity(other.bookID.count)
    stars.reserveCapacity(other.bookID.count)
    body.reserveCapacity(other.bookID.count)
    created.reserveCapacity(other.bookID.count)
    for row in other.bookID.indices { append(other, row) }
  }

  /// Appends row `row` of `other`.
  mutating func append(_ other: ReviewColumns, _ row: Int) {
    bookID.append(Int32(truncatingIfNeeded: other.bookID[row]))
    stars.append(UInt8(truncatingIfNeeded: other.stars[row]))
    body.append(other.body[row])
    created.append(Int32(truncatingIfNeeded: other.created[row]))
  }

  /// The sum of id times stars.
  var weightedStars: Int {
    stars.enumerated().reduce(0) { $0 + ($1.offset + 1) * Int($1.element) }
  }
}
