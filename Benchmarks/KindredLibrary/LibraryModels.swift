// SPDX-License-Identifier: Apache-2.0

package import Kindred

/// An author of the library.
package struct Author: Entity {
  package var id: ID<Author>
  package var name: String
  package var country: String
  package var born: Int

  package static let books = toMany(\Book.authorID)
  package static let table = Table("author", Author.init(id:name:country:born:))

  package init(id: ID<Author> = .new, name: String, country: String, born: Int) {
    self.id = id
    self.name = name
    self.country = country
    self.born = born
  }
}

/// A book, of one author or none.
package struct Book: Entity {
  package var id: ID<Book>
  package var authorID: ID<Author>?
  package var title: String
  package var year: Int
  package var price: Double
  package var pages: Int

  package static let author = toOne(\.authorID)
  package static let reviews = toMany(\Review.bookID)
  package static let bookTags = toMany(\BookTag.bookID)
  package static let tags = toMany(through: \BookTag.bookID, \.tagID)
  package static let table = Table("book", Book.init(id:authorID:title:year:price:pages:))
    .foreignKey(\.authorID, onDelete: .cascade)

  package init(
    id: ID<Book> = .new,
    authorID: ID<Author>?,
    title: String,
    year: Int,
    price: Double,
    pages: Int
  ) {
    self.id = id
    self.authorID = authorID
    self.title = title
    self.year = year
    self.price = price
    self.pages = pages
  }
}

/// A tag that books can have.
package struct Tag: Entity {
  package var id: ID<Tag>
  package var name: String

  package static let books = toMany(through: \BookTag.tagID, \.bookID)
  package static let table = Table("tag", Tag.init(id:name:))

  package init(id: ID<Tag> = .new, name: String) {
    self.id = id
    self.name = name
  }
}

/// That a book has a tag.
package struct BookTag: Entity {
  package var id: ID<BookTag>
  package var bookID: ID<Book>
  package var tagID: ID<Tag>

  package static let table = Table("book_tag", BookTag.init(id:bookID:tagID:))
    .foreignKey(\.bookID, onDelete: .cascade)
    .foreignKey(\.tagID, onDelete: .cascade)

  package init(id: ID<BookTag> = .new, bookID: ID<Book>, tagID: ID<Tag>) {
    self.id = id
    self.bookID = bookID
    self.tagID = tagID
  }
}

/// A review of a book.
package struct Review: Entity {
  package var id: ID<Review>
  package var bookID: ID<Book>
  package var stars: Int
  package var created: Int
  package var body: String

  package static let book = toOne(\.bookID)
  package static let table = Table("review", Review.init(id:bookID:stars:created:body:))
    .foreignKey(\.bookID, onDelete: .cascade)

  package init(id: ID<Review> = .new, bookID: ID<Book>, stars: Int, created: Int, body: String) {
    self.id = id
    self.bookID = bookID
    self.stars = stars
    self.created = created
    self.body = body
  }
}
