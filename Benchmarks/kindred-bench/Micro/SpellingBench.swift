// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredLibrary

/// Every way to ask for the books with a five-star review, and for those without one, side by side.
struct SpellingBench {
  private typealias Spelling = (name: String, query: Selection<ID<Book>>)

  private let size: LibrarySize
  private let session: Session

  init(_ size: LibrarySize) throws {
    self.size = size
    let database = try LibraryRows.emptyDatabase()
    try LibraryRows(LibraryTables(size)).insert(into: database)
    session = database.session()
  }

  /// Runs all, and prints a table.
  ///
  /// - Throws: `OtherPlan` where a spelling is not run as the others are.
  func run() throws {
    print("| \(size.rawValue) | books | ms | µs to plan |")
    print("|---|--:|--:|--:|")
    try compare(Self.withReview)
    try compare(Self.withoutReview)
  }

  private func compare(_ spellings: [Spelling]) throws {
    let (plan, answer) = (
      try spellings[0].query.explain(session).plan, try spellings[0].query.fetch(session)
    )
    for (name, query) in spellings {
      progress(name)
      guard try query.explain(session).plan == plan, try query.fetch(session) == answer else {
        throw OtherPlan(name: name)
      }
      let (seconds, planning) = (
        try leastSeconds { try query.fetch(session) },
        try leastSeconds { try session.planAnew(query.untyped.core) }
      )
      let times = "\(decimal(seconds * 1e3)) | \(decimal(planning * 1e6))"
      print("| \(name) | \(answer.count) | \(times) |")
    }
  }

  private static var withReview: [Spelling] {
    let fiveStars = Review.where { $0.stars == 5 }
    return [
      ("any", Book.where { $0.reviews.any { $0.stars == 5 } }.select { $0.id }),
      ("not none", Book.where { !$0.reviews.none { $0.stars == 5 } }.select { $0.id }),
      ("exists", Book.where { $0.reviews.where { $0.stars == 5 }.exists }.select { $0.id }),
      ("not isEmpty", Book.where { !$0.reviews.where { $0.stars == 5 }.isEmpty }.select { $0.id }),
      ("count > 0", Book.where { $0.reviews.count { $0.stars == 5 } > 0 }.select { $0.id }),
      ("count >= 1", Book.where { $0.reviews.count { $0.stars == 5 } >= 1 }.select { $0.id }),
      ("in", Book.where { $0.id.in(fiveStars.select { $0.bookID }) }.select { $0.id }),
      (
        "join, distinct",
        Book.all.join(Review.self) { $1.bookID == $0.id }.where { $1.stars == 5 }
          .select { book, _ in book.id }.distinct()
      ),
      (
        "left join, not missing, distinct",
        Book.all.leftJoin(Review.self) { $1.bookID == $0.id && $1.stars == 5 }
          .where { _, review in review.exists }.select { book, _ in book.id }.distinct()
      ),
      ("exclude none", Book.all.exclude { $0.reviews.none { $0.stars == 5 } }.select { $0.id }),
      (
        "annotated, then filtered",
        Book.all.annotate { $0.reviews.any { $0.stars == 5 } }.where { _, has in has }
          .select { book, _ in book.id }
      ),
    ]
  }

  private static var withoutReview: [Spelling] {
    let fiveStars = Review.where { $0.stars == 5 }
    return [
      ("none", Book.where { $0.reviews.none { $0.stars == 5 } }.select { $0.id }),
      ("not any", Book.where { !$0.reviews.any { $0.stars == 5 } }.select { $0.id }),
      ("isEmpty", Book.where { $0.reviews.where { $0.stars == 5 }.isEmpty }.select { $0.id }),
      ("count == 0", Book.where { $0.reviews.count { $0.stars == 5 } == 0 }.select { $0.id }),
      ("count < 1", Book.where { $0.reviews.count { $0.stars == 5 } < 1 }.select { $0.id }),
      ("exclude any", Book.all.exclude { $0.reviews.any { $0.stars == 5 } }.select { $0.id }),
      ("not in", Book.where { !$0.id.in(fiveStars.select { $0.bookID }) }.select { $0.id }),
      (
        "left join, missing",
        Book.all.leftJoin(Review.self) { $1.bookID == $0.id && $1.stars == 5 }
          .where { _, review in review.isEmpty }.select { book, _ in book.id }
      ),
    ]
  }
}

/// A spelling that is not run as the others of its question, or answers otherwise.
struct OtherPlan: Error, CustomStringConvertible {
  let name: String

  var description: String { "the spelling \"\(name)\" has another plan or answer than the first" }
}
