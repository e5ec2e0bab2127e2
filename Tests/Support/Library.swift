// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred

/// The schema of the worked example in `API.md`: seven models.
enum Status: String, ColumnEnum { case draft, published, withdrawn }

struct Author: Entity {
  var id: ID<Author> = .new
  var name: String
  var country: String? = nil
  var born: Date? = nil
  static let books = toMany(\Book.authorID)
  static let profile = hasOne(\Profile.authorID)
  static let table = Table("authors", Author.init).index(\.name)
}

struct Profile: Entity {
  var id: ID<Profile> = .new
  var authorID: ID<Author>
  var bio: String
  static let author = toOne(\.authorID)
  static let table = Table("profiles", Profile.init)
    .unique(\.authorID).foreignKey(\.authorID, onDelete: .cascade)
}

struct Book: Entity {
  var id: ID<Book> = .new
  var authorID: ID<Author>? = nil
  var categoryID: ID<Category>? = nil
  var title: String
  var year: Int
  var rating: Double = 0
  var status: Status = .draft
  static let author = toOne(\.authorID)
  static let category = toOne(\.categoryID)
  static let reviews = toMany(\Review.bookID)
  static let tags = toMany(through: \BookTag.bookID, \.tagID)
  static let table = Table("books", Book.init)
    .unique(\.authorID, \.title).index(\.year)
    .foreignKey(\.authorID, onDelete: .cascade)
}

struct Tag: Entity {
  var id: ID<Tag> = .new
  var label: String
  static let books = toMany(through: \BookTag.tagID, \.bookID)
  static let table = Table("tags", Tag.init).unique(\.label)
}

struct BookTag: Entity {
  var bookID: ID<Book>
  var tagID: ID<Tag>
  static let table = Table("book_tags", BookTag.init).primaryKey(\.bookID, \.tagID)
    .foreignKey(\.bookID, onDelete: .cascade)
}

struct Review: Entity {
  var id: ID<Review> = .new
  var bookID: ID<Book>
  var stars: Int
  var text: String = ""
  var at: Date = Date(timeIntervalSince1970: 0)
  static let book = toOne(\.bookID)
  static let table = Table("reviews", Review.init).foreignKey(\.bookID, onDelete: .cascade)
}

struct Category: Entity {
  var id: ID<Category> = .new
  var parentID: ID<Category>? = nil
  var name: String
  static let parent = toOne(\.parentID)
  static let children = toMany(\Category.parentID)
  static let table = Table("categories", Category.init)
}

/// A small database of the seven models.
enum Library {
  static func empty() throws -> Database {
    try Database(
      Author.self,
      Profile.self,
      Book.self,
      Tag.self,
      BookTag.self,
      Review.self,
      Category.self
    )
  }

  /// Authors: Anne (NO, two books, a profile), Alice (SE, one book), Bob (no country, no book).
  ///
  /// Books: A (1999, Anne, novels, published, reviewed, tagged), B (2010, Anne, root), C (2001,
  /// Alice, published, tagged), D (2020, nobody's).
  static func filled() throws -> Database {
    let db = try empty()
    try db.write { s in
      try s.insert([Category(name: "root"), Category(parentID: 1, name: "novels")])
      try s.insert([
        Author(name: "Anne", country: "NO", born: Date(timeIntervalSince1970: 1)),
        Author(name: "Alice", country: "SE"), Author(name: "Bob"),
      ])
      try s.insert([Profile(authorID: 1, bio: "writes")])
      try s.insert([
        Book(
          authorID: 1,
          categoryID: 2,
          title: "Book A",
          year: 1999,
          rating: 3,
          status: .published
        ),
        Book(authorID: 1, categoryID: 1, title: "Book B", year: 2010, rating: 5),
        Book(authorID: 2, title: "Book C", year: 2001, rating: 4.5, status: .published),
        Book(title: "Book D", year: 2020),
      ])
      try s.insert([Tag(label: "swift"), Tag(label: "rust")])
      try s.insert([
        BookTag(bookID: 1, tagID: 1), BookTag(bookID: 1, tagID: 2), BookTag(bookID: 3, tagID: 1),
      ])
      try s.insert((1...5).map { Review(bookID: 1, stars: $0) })
    }
    return db
  }
}
