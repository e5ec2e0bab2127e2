// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredFilms
import KindredLibrary
import KindredPlan
import KindredSQLite

/// Ten questions that join six to twelve tables of skewed, correlated films: how long they take beside SQLite,
/// and beside the best of many orders of their joins.
struct FilmBench {
  /// How many orders are tried for each question.
  private static let trialCount = 200

  private let size: LibrarySize
  private let databases: FilmDatabases

  init(_ size: LibrarySize) throws {
    self.size = size
    progress("films \(size.rawValue)")
    databases = try FilmDatabases(films: size.bookCount)
  }

  /// Runs all, and prints a table.
  ///
  /// - Returns: Whether every answer was SQLite's.
  func run() throws -> Bool {
    var isRight = true
    print(
      "| \(size.rawValue) | relations | rows | Kindred ms | SQLite ms | chosen ms | best ms | × |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    let session = databases.kindred.session()
    var errors = EstimateErrors()
    for query in FilmQuery.all {
      progress(query.name)
      let answer = try query.rows(session)
      if try databases.rows(of: query.sql) != answer {
        progress("WRONG: \(query.name) is not answered as SQLite does")
        isRight = false
      }
      errors.add(try session.analyze(query.untyped).root.node)
      print(try line(query, answer.count, session))
    }
    print("\nexpected rows and those that came:\n\n" + errors.markdown)
    return isRight
  }

  private func line(_ query: FilmQuery, _ rows: Int, _ session: Session) throws -> String {
    let own = try leastSeconds { try query.rows(session) }
    let statement = try databases.sqlite.prepare(query.sql)
    let other = try leastSeconds {
      while try statement.step() {}
      statement.reset()
    }
    let trials = try JoinOrderTrials(
      query,
      session,
      count: Self.trialCount,
      repetitions: 20
    ) { run in
      (run.root.time ?? .zero) / .milliseconds(1)
    }
    let numbers = [own * 1e3, other * 1e3, trials.own, trials.own / trials.ratio, trials.ratio]
    return "| \(query.name) | \(query.relations) | \(rows) | "
      + numbers.map { decimal($0) }.joined(separator: " | ") + " |"
  }
}
