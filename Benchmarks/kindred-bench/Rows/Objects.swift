// SPDX-License-Identifier: Apache-2.0

/// An author as the hand-hydrating peers build it.
///
/// Objects own downwards only: no cycles.
final class AuthorObject {
  let id: Int
  let name: String
  let country: String
  let born: Int
  var books: [BookObject] = []

  init(id: Int, name: String, country: String, born: Int) {
    self.id = id
    self.name = name
    self.country = country
    self.born = born
  }
}

/// A book.
///
/// G1 fills `author`; G2 and G3 fill the author's `books`, and leave it nil.
final class BookObject {
  let id: Int
  let title: String
  let year: Int
  let price: Double
  let pages: Int
  var author: AuthorObject?
  var reviews: [ReviewObject] = []
  var tags: [TagObject] = []

  init(id: Int, title: String, year: Int, price: Double, pages: Int) {
    self.id = id
    self.title = title
    self.year = year
    self.price = price
    self.pages = pages
  }
}

/// A review.
final class ReviewObject {
  let id: Int
  let stars: Int
  let body: String
  let created: Int

  init(id: Int, stars: Int, body: String, created: Int) {
    self.id = id
    self.stars = stars
    self.body = body
    self.created = created
  }
}

/// A tag, one instance however many books have it.
final class TagObject {
  let id: Int
  let name: String

  init(id: Int, name: String) {
    self.id = id
    self.name = name
  }
}
