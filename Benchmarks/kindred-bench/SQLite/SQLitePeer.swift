// SPDX-License-Identifier: Apache-2.0

import KindredLibrary
import KindredSQLite

/// SQLite through its C interface: prepared statements, one connection, STRICT tables.
struct SQLitePeer: Peer {
  let tables: LibraryTables
  let library: SQLiteLibrary
  let connection: SQLiteConnection

  init(_ tables: LibraryTables) throws {
    self.tables = tables
    library = try SQLiteLibrary.load()
    connection = try SQLiteConnection.emptyLibrary(library)
    try connection.insert(tables)
  }

  func trial(_ workload: Workload) throws -> Trial? {
    switch workload {
    case .r1, .r2, .r3a, .r3b: try authorNames(workload)
    case .r4: try busiestAuthors()
    case .r5: try reviewCounts()
    case .r6: try fiveStarReviews()
    case .r7: try booksWithBothTags()
    case .r8, .r8w: try latestReviews(workload)
    case .r9: try countriesAndYears()
    case .r10, .r10p: try lookUpBooks(tables.size.bookLookups(workload.lookupCount))
    case .r11, .r11f, .r11p: try lookUpAuthors(tables.size.authorLookups(workload.lookupCount))
    case .r12: try turnover()
    case .r13: try dearestBooks()
    case .r14: try sortedReviews()
    case .g1: try booksWithAuthors()
    case .g2: try authorsWithBooks()
    case .g3: try everything()
    case .g4: try booksThenAuthors()
    case .w1: load
    case .w2: addReviews
    case .w3, .w3f: changePrices
    case .w4: deleteOldAuthors
    case .w5: fork
    }
  }

  /// A question answered by one statement, row by row.
  func question<Row: AnswerRow>(
    _ workload: Workload,
    _ sql: String,
    _ read: @escaping (SQLiteStatement) -> Row
  ) throws -> Trial {
    let statement = try connection.prepare(sql)
    return .rows(of: workload) {
      var rows: [Row] = []
      while try statement.step() { rows.append(read(statement)) }
      statement.reset()
      return rows
    }
  }
}
