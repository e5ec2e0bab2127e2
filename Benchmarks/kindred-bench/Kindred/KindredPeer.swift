// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredLibrary

/// Kindred's typed interface.
///
/// Questions run in one session that is as old as the peer; each graph is loaded in a session of its
/// own, so that every object is built inside the timed part.
struct KindredPeer: Peer {
  let tables: LibraryTables
  let rows: LibraryRows
  let database: Database
  let session: Session

  init(_ tables: LibraryTables) throws {
    self.tables = tables
    rows = LibraryRows(tables)
    database = try LibraryRows.emptyDatabase()
    try rows.insert(into: database)
    session = database.session()
  }

  func trial(_ workload: Workload) throws -> Trial? {
    switch workload {
    case .r1: .rows(of: workload, authorsWithRecentBooksByExists)
    case .r2: .rows(of: workload, authorsWithRecentBooksByJoin)
    case .r3a: .rows(of: workload, authorsWithoutBooksByIsEmpty)
    case .r3b: .rows(of: workload, authorsWithoutBooksByLeftJoin)
    case .r4: .rows(of: workload, busiestAuthors)
    case .r5: .rows(of: workload, reviewCounts)
    case .r6: .rows(of: workload, fiveStarReviews)
    case .r7: .rows(of: workload, booksWithBothTags)
    case .r8: .rows(of: workload, latestReviews)
    case .r8w: nil
    case .r9: .rows(of: workload, countriesAndYears)
    case .r10, .r10p: lookUpBooks(tables.size.bookLookups(workload.lookupCount))
    case .r11, .r11p: lookUpAuthors(tables.size.authorLookups(workload.lookupCount))
    case .r11f: lookUpAuthorsAnew(tables.size.authorLookups(workload.lookupCount))
    case .r12: .rows(of: workload, turnover)
    case .r13: .rows(of: workload, dearestBooks)
    case .r14: .rows(of: workload, sortedReviews)
    case .g1: .graph(booksWithAuthors)
    case .g2: .graph(authorsWithBooks)
    case .g3: .graph(everything)
    case .g4: .graph(booksThenAuthors)
    case .w1: load
    case .w2: addReviews
    case .w3: changePrices
    case .w3f: changePricesAnew
    case .w4: deleteOldAuthors
    case .w5: fork
    }
  }
}
