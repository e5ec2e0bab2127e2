// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredLibrary

/// How long it takes to decide how a query is run: to lower, rewrite and plan it, with nothing kept from before.
struct PlanningBench {
  private let size: LibrarySize
  private let session: Session

  init(_ size: LibrarySize) throws {
    self.size = size
    let database = try LibraryRows.emptyDatabase()
    try LibraryRows(LibraryTables(size)).insert(into: database)
    session = database.session()
  }

  /// Plans all, and prints a table.
  func run() throws {
    print("| \(size.rawValue) | µs to plan |")
    print("|---|--:|")
    try plan("1 relation: a filter", Book.where { $0.year >= 1990 && $0.pages < 300 })
    try plan(
      "3 relations: joined, a filter on each",
      Review.all.join(Book.self) { $0.bookID == $1.id }
        .join(Author.self) { $1.authorID == $2.id }
        .where { $0.stars == 5 && $1.year >= 1990 && $2.country == "C7" }
    )
    try plan(
      "6 relations: joined",
      sixTables.where { author, _, review, _, _, _ in author.born < 1950 && review.stars == 5 }
    )
    try plan(
      "10 relations: six joined, four along paths",
      sixTables.where { author, _, first, _, second, _ in
        author.born < 1950 && first.book.author.country == "C7"
          && second.book.author.country == "C8"
      }
    )
  }

  private var sixTables:
    Joined6<Ref<Author>, Ref<Book>, Ref<Review>, Ref<BookTag>, Ref<Review>, Ref<Tag>>
  {
    Author.all.join(Book.self) { $1.authorID == $0.id }
      .join(Review.self) { $2.bookID == $1.id }
      .join(BookTag.self) { $3.bookID == $1.id }
      .join(Review.self) { $4.bookID == $1.id && $4.stars < 3 }
      .join(Tag.self) { $3.tagID == $5.id }
  }

  private func plan(_ name: String, _ query: some QueryForm) throws {
    let core = query.untyped.core
    let seconds = try leastSeconds { try session.planAnew(core) }
    print("| \(name) | \(decimal(seconds * 1e6)) |")
  }
}
