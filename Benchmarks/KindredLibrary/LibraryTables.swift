// SPDX-License-Identifier: Apache-2.0

/// The authors; row `i` has the id `i + 1`.
package struct AuthorColumns: Sendable {
  /// "FIRST LAST id", unique.
  package var name: [String] = []
  /// "C0" to "C49", most of them low.
  package var country: [String] = []
  /// The year of birth.
  package var born: [Int] = []

  /// No rows.
  package init() {}
}

/// The books; row `i` has the id `i + 1`.
package struct BookColumns: Sendable {
  /// The id of the author; 0 stands for NULL.
  package var authorID: [Int] = []
  /// "Book id" or "Novel id".
  package var title: [String] = []
  /// The year it appeared in.
  package var year: [Int] = []
  /// The price, in whole cents.
  package var price: [Double] = []
  /// The number of pages.
  package var pages: [Int] = []

  /// No rows.
  package init() {}
}

/// The links between books and tags; row `i` has the id `i + 1`.
package struct BookTagColumns: Sendable {
  /// The id of the book.
  package var bookID: [Int] = []
  /// The id of the tag.
  package var tagID: [Int] = []

  /// No rows.
  package init() {}
}

/// The reviews; row `i` has the id `i + 1`, unless the owner says otherwise.
package struct ReviewColumns: Sendable {
  /// The id of the book.
  package var bookID: [Int] = []
  /// One to five.
  package var stars: [Int] = []
  /// Ten words.
  package var body: [String] = []
  /// Seconds since 1970.
  package var created: [Int] = []

  /// No rows.
  package init() {}
}

/// The rows of the library, column by column, in plain arrays.
///
/// The same for every peer: what a peer loads, and what its answers are checked against.
package struct LibraryTables: Sendable {
  /// How much there is of it.
  package let size: LibrarySize
  /// The authors.
  package var authors = AuthorColumns()
  /// The books.
  package var books = BookColumns()
  /// The names of the tags; the tag at `i` has the id `i + 1`.
  package var tagNames: [String] = []
  /// The links between books and tags.
  package var bookTags = BookTagColumns()
  /// The reviews.
  package var reviews = ReviewColumns()

  /// The number of rows in all tables but the tags.
  package var rowCount: Int {
    authors.name.count + books.title.count + bookTags.bookID.count + reviews.stars.count
  }
}
