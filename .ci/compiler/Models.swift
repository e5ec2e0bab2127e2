// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred

enum Status: String, ColumnEnum { case draft, published, withdrawn }

struct Author: Entity {
  var id: ID<Author> = .new
  var name: String
  var country: String? = nil
  static let books = toMany(\Book.authorID)
  static let table = Table("authors", Author.init)
}

struct Book: Entity {
  var id: ID<Book> = .new
  var authorID: ID<Author>? = nil
  var title: String
  var year: Int
  var rating: Double = 0
  var status: Status = .draft
  var added: Date = .distantPast
  static let author = toOne(\.authorID)
  static let reviews = toMany(\Review.bookID)
  static let table = Table("books", Book.init)
  var short: String { title }
}

struct Review: Entity {
  var id: ID<Review> = .new
  var bookID: ID<Book>
  var stars: Int
  static let book = toOne(\.bookID)
  static let table = Table("reviews", Review.init)
}
