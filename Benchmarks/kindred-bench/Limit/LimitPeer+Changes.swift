// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// W1 to W5: changes.
extension LimitPeer {
  /// W1: append every row to empty columns, then build the adjacency.
  var load: Trial {
    Trial(
      prepare: {},
      run: { LimitStore(tables) },
      answer: { store in
        Answer(
          rows: tables.rowCount + store.tagNames.count,
          checksum: store.reviews.weightedStars + store.bookTags.weightedTags
        )
      }
    )
  }

  /// W2: append, and link the review to its book.
  var addReviews: Trial {
    let added = tables.size.newReviews
    let bookCount = tables.size.bookCount
    return Trial(
      prepare: { ReviewLog(copying: tables.reviews, bookCount: bookCount) },
      run: { log in
        for row in added.stars.indices { log.append(added, row) }
        return log
      },
      answer: { log in
        Answer(
          rows: log.reviews.stars.count,
          checksum: log.reviews.weightedStars
        )
      }
    )
  }

  /// W3: overwrite the prices.
  var changePrices: Trial {
    let updates = tables.size.priceUpdates(100_000)
    return Trial(
      prepare: { PriceList(copying: tables.books.price) },
      run: { list in
        for update in updates { list.prices[update.bookID - 1] = update.price }
        return list
      },
      answer: { list in
        var total = 0
        for (row, price) in list.prices.enumerated() { total += (row + 1) * wholeCents(price) }
        return Answer(rows: updates.count, checksum: total)
      }
    )
  }

  /// W4: mark the rows that go, downwards.
  var deleteOldAuthors: Trial {
    Trial(
      prepare: {},
      run: { store.cascadeFromAuthors(bornBefore: 1910) },
      answer: { $0.remaining.answer }
    )
  }

  /// W5: copy on write, by the arrays themselves.
  var fork: Trial {
    Trial(
      prepare: {},
      run: {
        var fork = store
        fork.authors.append(name: "New Author", country: "C1", born: 2000)
        return fork
      },
      answer: { fork in
        let forked = fork.authors.name.count
        return Answer(rows: forked, checksum: forked * 1000 + store.authors.name.count)
      }
    )
  }
}
