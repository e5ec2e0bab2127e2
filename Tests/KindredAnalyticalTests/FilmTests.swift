// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredFilms
import Testing

/// Questions that join six to twelve tables of skewed, correlated data.
@Suite(.serialized) struct `Many joins` {
  private let databases: FilmDatabases

  init() throws { databases = try FilmDatabases(films: 2_000) }

  @Test func `answer as SQLite does`() throws {
    try databases.kindred.read { s in
      for query in FilmQuery.all {
        let rows = try query.rows(s)
        #expect(!rows.isEmpty, "\(query.name): a question without an answer shows nothing")
        #expect(try rows == databases.rows(of: query.sql), "\(query.name)")
      }
    }
  }

  @Test func `are ten questions over six to twelve tables`() {
    let counts = FilmQuery.all.map(\.relations)
    #expect(counts.count == 10)
    #expect((counts.min(), counts.max()) == (6, 12))
  }

  @Test func `take little more work than the best of many orders`() throws {
    try databases.kindred.read { s in
      for query in FilmQuery.all {
        let trials = try JoinOrderTrials(query, s, count: 60) { $0.work }
        #expect(trials.finished > 10, "\(query.name)")
        #expect(
          trials.ratio <= Self.bound(query),
          """
          \(query.name): \(trials.own) instead of \(trials.own / trials.ratio) by
          \(trials.bestPlan)
          """
        )
      }
    }
  }

  /// How many times the work of the best order that is known is allowed.
  ///
  /// Films with many votes have most of the nominations and the longest casts, which no statistics say: of
  /// the nominations that are expected early there are sixty times as many.
  private static func bound(_ query: FilmQuery) -> Double {
    query.name == "actresses nominated for an award" ? 20 : 2
  }

  @Test func `are run by how many rows have the very values, as they are explained`() throws {
    try databases.kindred.read { s in
      for query in FilmQuery.all {
        let touched = try #require(try s.analyze(query.untyped).rowsTouched)
        let rows = try s.within(QueryBudget(rows: 2 * touched + 100)) { try query.rows(s) }
        #expect(!rows.isEmpty, "\(query.name)")
      }
    }
  }
}
