// SPDX-License-Identifier: Apache-2.0

package import Kindred

/// The library as rows of the models, ready to be inserted.
package struct LibraryRows: Sendable {
  package let authors: [Author]
  package let books: [Book]
  package let tags: [Tag]
  package let bookTags: [BookTag]
  package let reviews: [Review]

  /// The rows of the tables.
  package init(_ tables: LibraryTables) {
    let (authors, books) = (tables.authors, tables.books)
    self.authors = authors.name.indices.map { index in
      Author(
        id: ID(index + 1),
        name: authors.name[index],
        country: authors.country[index],
        born: authors.born[index]
      )
    }
    self.books = books.title.indices.map { index in
      Book(
        id: ID(index + 1),
        authorID: books.authorID[index] == 0 ? nil : ID(books.authorID[index]),
        title: books.title[index],
        year: books.year[index],
        price: books.price[index],
        pages: books.pages[index]
      )
    }
    tags = tables.tagNames.enumerated().map { Tag(id: ID($0.offset + 1), name: $0.element) }
    bookTags = tables.bookTags.bookID.indices.map { index in
      BookTag(
        id: ID(index + 1),
        bookID: ID(tables.bookTags.bookID[index]),
        tagID: ID(tables.bookTags.tagID[index])
      )
    }
    reviews = tables.reviews.rows(firstID: 1)
  }

  /// An empty database for the library.
  package static func emptyDatabase() throws(KindredError) -> Database {
    try Database(Author.self, Book.self, Tag.self, BookTag.self, Review.self)
  }

  /// Inserts everything, in one transaction.
  package func insert(into database: Database) throws {
    try database.write { s in
      try s.insert(authors)
      try s.insert(tags)
      try s.insert(books)
      try s.insert(bookTags)
      try s.insert(reviews)
    }
  }
}

extension ReviewColumns {
  /// The reviews as rows, with ids that count from the first.
  package func rows(firstID: Int) -> [Review] {
    stars.indices.map { index in
      Review(
        id: ID(firstID + index),
        bookID: ID(bookID[index]),
        stars: stars[index],
        created: created[index],
        body: body[index]
      )
    }
  }
}
