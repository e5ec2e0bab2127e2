// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// Hand-written Swift over plain arrays, specialised for each question.
struct LimitPeer: Peer {
  let tables: LibraryTables
  let store: LimitStore

  init(_ tables: LibraryTables) {
    self.tables = tables
    store = LimitStore(tables)
  }

  func trial(_ workload: Workload) -> Trial? {
    switch workload {
    case .r1, .r2: .rows(of: workload, store.authorsWithRecentBooks)
    case .r3a, .r3b: .rows(of: workload, store.authorsWithoutBooks)
    case .r4: .rows(of: workload, store.busiestAuthors)
    case .r5: .rows(of: workload, store.reviewCounts)
    case .r6: .rows(of: workload, store.fiveStarReviews)
    case .r7: .rows(of: workload, store.booksWithBothTags)
    case .r8, .r8w: .rows(of: workload, store.latestReviews)
    case .r9: .rows(of: workload, store.countriesAndYears)
    case .r10, .r10p: lookUpBooks(tables.size.bookLookups(workload.lookupCount))
    case .r11, .r11f, .r11p: lookUpAuthors(tables.size.authorLookups(workload.lookupCount))
    case .r12: .rows(of: workload, store.turnover)
    case .r13: .rows(of: workload, store.dearestBooks)
    case .r14: .rows(of: workload, store.sortedReviews)
    case .g1: .graph { store.booksWithAuthors(10_000) }
    case .g2: .graph { store.authorsWithBooks() }
    case .g3: .graph { store.everything() }
    case .g4: .graph { store.booksThenAuthors(2_000) }
    case .w1: load
    case .w2: addReviews
    case .w3, .w3f: changePrices
    case .w4: deleteOldAuthors
    case .w5: fork
    }
  }

  private func lookUpBooks(_ ids: [Int]) -> Trial {
    .sum { store.sumOfBooks(ids) }
  }

  private func lookUpAuthors(_ ids: [Int]) -> Trial {
    .sum { store.sumOfBooksOfAuthors(ids) }
  }
}
