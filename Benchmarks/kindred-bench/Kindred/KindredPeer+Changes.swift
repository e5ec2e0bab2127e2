// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredLibrary

/// W1 to W5: changes. All but W1 and W5 start from a fork of the loaded database.
extension KindredPeer {
  /// W1.
  var load: Trial {
    Trial(
      prepare: { try LibraryRows.emptyDatabase() },
      run: { database in
        try rows.insert(into: database)
        return database
      },
      answer: { database in
        let session = database.session()
        let reviews = try Review.all.rows(session)
        let bookTags = try BookTag.all.rows(session)
        let others = try [
          Author.all.count(session), Tag.all.count(session), Book.all.count(session),
        ]
        return Answer(
          rows: others.reduce(0, +) + reviews.count + bookTags.count,
          checksum: weight(of: reviews)
            + bookTags.reduce(0) { $0 + $1.bookID.raw * $1.tagID.raw }
        )
      }
    )
  }

  /// W2.
  var addReviews: Trial {
    let added = tables.size.newReviews.rows(firstID: tables.size.newReviewIDs.lowerBound)
    return Trial(
      prepare: { database.fork() },
      run: { database in
        for review in added { try database.write { s in try s.insert([review]) } }
        return database
      },
      answer: { database in
        let reviews = try Review.all.rows(database.session())
        return Answer(rows: reviews.count, checksum: weight(of: reviews))
      }
    )
  }

  /// W3.
  var changePrices: Trial {
    let reprice = Prepared { (book: Expr<ID<Book>>, price: Expr<Double>) in
      Book.where { $0.id == book }.updating { $0.price = price }
    }
    return changePrices { update, s in try reprice(ID(update.bookID), update.price).run(s) }
  }

  /// W3f.
  var changePricesAnew: Trial {
    changePrices { update, s in
      try Book.where { $0.id == ID(update.bookID) }.update(s) { $0.price = update.price }
    }
  }

  private func changePrices(
    _ change: @escaping (PriceUpdate, Session) throws -> Void
  ) -> Trial {
    let updates = tables.size.priceUpdates(100_000)
    return Trial(
      prepare: { database.fork() },
      run: { database in
        try database.write { s in for update in updates { try change(update, s) } }
        return database
      },
      answer: { database in
        let books = try database.read { s in try Book.all.rows(s) }
        let total = books.reduce(0) { $0 + $1.id.raw * Int($1.price * 100 + 0.5) }
        return Answer(rows: updates.count, checksum: total)
      }
    )
  }

  /// W4.
  var deleteOldAuthors: Trial {
    Trial(
      prepare: { database.fork() },
      run: { database in
        try database.write { s in try Author.where { $0.born < 1910 }.delete(s) }
        return database
      },
      answer: { database in
        let session = database.session()
        return RemainingCounts(
          authors: try Author.all.count(session),
          books: try Book.all.count(session),
          bookTags: try BookTag.all.count(session),
          reviews: try Review.all.count(session)
        ).answer
      }
    )
  }

  /// W5.
  var fork: Trial {
    Trial(
      prepare: {},
      run: {
        let fork = database.fork()
        try fork.write { s in
          try s.insert([Author(name: "New Author", country: "C1", born: 2000)])
        }
        return fork
      },
      answer: { fork in
        let forked = try fork.read { s in try Author.all.count(s) }
        let original = try database.read { s in try Author.all.count(s) }
        return Answer(rows: forked, checksum: forked * 1000 + original)
      }
    )
  }

  private func weight(of reviews: [Review]) -> Int {
    reviews.reduce(0) { $0 + $1.id.raw * $1.stars }
  }
}
