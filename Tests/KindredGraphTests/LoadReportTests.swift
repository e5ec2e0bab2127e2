// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

@Suite struct `The N+1 detector` {
  let db: Database

  init() throws { db = try Library.filled() }

  @Test func `F45 names relation, fetch site, access site, count and remedy of repeated loads`()
    throws
  {
    try db.read { s in
      s.notLoaded = .one
      let fetchLine = #line + 1
      let authors = try Author.all.fetch(s)
      let readLine = #line + 1
      for author in authors { _ = try author.books }
      for author in authors { _ = try author.books }
      let report = s.loadReport
      let load = try #require(report.repeated.first)
      #expect(report.repeated.count == 1)
      #expect(load.relation == "Author.books")
      #expect(load.fetchSite == "KindredGraphTests/LoadReportTests.swift:\(fetchLine)")
      #expect(load.accessSite == "LoadReportTests.swift:\(readLine)")
      #expect(load.count == 3)
      #expect(load.remedy == ".with(\\.books)")
      #expect((load.statementsBefore, load.statementsAfter) == (4, 2))
      #expect("\(report)".contains("add .with(\\.books) there, 4 statements become 2"))
    }
  }

  @Test func `F45 takes the place of a read that names it from the call`() throws {
    try db.read { s in
      s.notLoaded = .one
      let line = #line + 1
      for book in try Book.all.fetch(s) { _ = try book.related(\.author) }
      let load = try #require(s.loadReport.repeated.first)
      #expect(load.accessSite == "KindredGraphTests/LoadReportTests.swift:\(line)")
      // Anne is loaded for her first book only, and one book has no author.
      #expect(load.count == 2)
      #expect(load.statementsAfter == 1)
    }
  }

  @Test func `F45 the remedy makes the statements what it said`() throws {
    func statements(_ query: Query<Author>) throws -> (Int, LoadReport) {
      try db.read { s in
        s.notLoaded = .one
        let (_, log) = try s.counting { for author in try query.fetch(s) { _ = try author.books } }
        return (log.count, s.loadReport)
      }
    }
    let (before, report) = try statements(Author.all)
    #expect(before == report.repeated.first?.statementsBefore)
    let (after, none) = try statements(Author.all.with(\.books))
    #expect(after == report.repeated.first?.statementsAfter)
    #expect(none.isEmpty)
  }

  @Test func `F45 finds objects that were found one by one`() throws {
    try db.read { s in
      for id in 1...3 { _ = try Author.find(s, ID(id)).books }
      let load = try #require(s.loadReport.repeated.first)
      #expect(load.fetchSite == nil)
      #expect(load.count == 3)
      #expect("\(load)".contains("found one by one"))
    }
  }

  @Test func `F45 has nothing to say when peers are loaded in one statement`() throws {
    try db.read { s in
      for author in try Author.all.fetch(s) { for book in try author.books { _ = try book.tags } }
      #expect(s.loadReport.isEmpty)
    }
  }

  @Test func `F60 reports eager loads that nothing read, lists and single objects`() throws {
    try db.read { s in
      let line = #line + 2
      let books = try Book.all
        .with(\.author).with(\.category).with(\.reviews).with(\.tags).fetch(s)
      _ = try books[0].author
      _ = try books[0].tags.count
      let unread = s.loadReport.unread
      #expect(unread.map(\.relation) == ["Book.category", "Book.reviews"])
      #expect(unread.map(\.rows) == [2, 5])
      #expect(unread[0].fetchSite == "KindredGraphTests/LoadReportTests.swift:\(line)")
    }
  }

  @Test func `F45 watches in debug builds unless it is told not to`() throws {
    try db.read { s in
      #if DEBUG
        #expect(s.watchesLoads)
      #else
        #expect(!s.watchesLoads)
      #endif
      s.watchesLoads = false
      s.notLoaded = .one
      for author in try Author.all.with(\.profile).fetch(s) { _ = try author.books }
      #expect(s.loadReport.isEmpty)
    }
  }

  @Test func `F60 reports columns that nothing read, by model and fetch site`() throws {
    try db.read { s in
      let line = #line + 1
      let authors = try Author.all.with(\.books).fetch(s)
      for author in authors {
        _ = author.name
        _ = try author.books.map(\.title)
        #expect("\(author)".contains(author.name))
      }
      let columns = s.loadReport.unreadColumns
      #if DEBUG
        #expect(columns.map(\.model) == ["Author", "Book"])
        #expect(
          columns.map(\.columns) == [["country", "born"], ["year", "rating", "status"]]
        )
        #expect(columns.map(\.rows) == [3, 3])
        #expect(columns[0].fetchSite == "KindredGraphTests/LoadReportTests.swift:\(line)")
        #expect("\(columns[0])".contains("Author.country, Author.born of 3 rows"))
      #else
        #expect(columns.isEmpty)
      #endif
      // The whole row is all columns; of objects of which nothing was read nothing is said.
      _ = try authors[0].books[0].row
      _ = try Tag.all.fetch(s)
      #expect(s.loadReport.unreadColumns.map(\.model) == columns.map(\.model).dropLast())
      #expect(s.loadReport.isEmpty)
    }
  }
}
