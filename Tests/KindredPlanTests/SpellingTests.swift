// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema
import Testing

/// All the ways to ask one question, with sources that differ from spelling to spelling.
enum Spelling {
  static func hasRecentBook(from n: Int) -> [(name: String, plan: LogicalPlan)] {
    let (a, b) = (Use(Library.authors, n), Use(Library.books, n + 1))
    let isOwn = compare(b["authorID"], .equal, a["id"])
    let isRecent = compare(b["year"], .greater, integer(2000))
    let own = LogicalPlan.filter(.and([isOwn, isRecent]), b.scan)
    let recent = LogicalPlan.filter(isRecent, b.scan)
    let counted = LogicalPlan.aggregate(
      SourceID(n + 5),
      keys: [],
      aggregates: [Aggregate(.count, b["id"])],
      own
    )
    func authors(_ condition: Expression) -> LogicalPlan { .filter(condition, a.scan) }
    func distinct(_ plan: LogicalPlan) -> LogicalPlan { .distinct(project(n + 7, [a.row], plan)) }
    let marked = project(n + 3, [a.row, .exists(own)], a.scan)
    return [
      ("exists", authors(.exists(own))),
      (
        "exists of a projection",
        authors(.exists(.sort([], .distinct(project(n + 2, [b["year"]], own)))))
      ),
      ("in", authors(.inSubquery(a["id"], project(n + 2, [b["authorID"]], recent)))),
      ("join and distinct", distinct(.filter(isRecent, .join(.inner, a.scan, b.scan, on: isOwn)))),
      ("count > 0", authors(compare(count(n + 2, of: own), .greater, integer(0)))),
      ("count >= 1", authors(compare(count(n + 2, of: own), .greaterOrEqual, integer(1)))),
      ("0 < count", authors(compare(integer(0), .less, count(n + 2, of: own)))),
      ("count of a column <> 0", authors(compare(.scalar(counted), .notEqual, integer(0)))),
      (
        "left join, not null, distinct",
        distinct(
          .filter(
            .and([isRecent, .not(.isNull(b["id"]))]),
            .join(.left, a.scan, b.scan, on: isOwn)
          )
        )
      ),
      (
        "projected, filtered, dropped",
        project(n + 4, [a.row], .filter(output(n + 3, 1, .boolean), marked))
      ),
      ("semi-join", .join(.semi, a.scan, recent, on: isOwn)),
    ]
  }

  static func hasNoRecentBook(from n: Int) -> [(name: String, plan: LogicalPlan)] {
    let (a, b) = (Use(Library.authors, n), Use(Library.books, n + 1))
    let isOwn = compare(b["authorID"], .equal, a["id"])
    let isRecent = compare(b["year"], .greater, integer(2000))
    let own = LogicalPlan.filter(.and([isOwn, isRecent]), b.scan)
    let known = LogicalPlan.filter(.and([isRecent]), b.scan)
    let padded = LogicalPlan.join(.left, a.scan, b.scan, on: .and([isOwn, isRecent]))
    func authors(_ condition: Expression) -> LogicalPlan { .filter(condition, a.scan) }
    return [
      ("not exists", authors(.not(.exists(own)))),
      ("count = 0", authors(compare(count(n + 2, of: own), .equal, integer(0)))),
      ("count < 1", authors(compare(count(n + 2, of: own), .less, integer(1)))),
      ("not count > 0", authors(.not(compare(count(n + 2, of: own), .greater, integer(0))))),
      ("left join, null", project(n + 3, [a.row], .filter(.isNull(b["id"]), padded))),
      ("left join, key null", project(n + 3, [a.row], .filter(.isNull(b["authorID"]), padded))),
      ("anti-join", .join(.anti, a.scan, known, on: isOwn)),
    ]
  }

  static func hasNoReview(from n: Int) -> [(name: String, plan: LogicalPlan)] {
    let (b, r) = (Use(Library.books, n), Use(Library.reviews, n + 1))
    let own = LogicalPlan.filter(compare(r["bookID"], .equal, b["id"]), r.scan)
    return [
      ("not exists", .filter(.not(.exists(own)), b.scan)),
      (
        "not in", .filter(.not(.inSubquery(b["id"], project(n + 2, [r["bookID"]], r.scan))), b.scan)
      ),
      ("count = 0", .filter(compare(count(n + 3, of: own), .equal, integer(0)), b.scan)),
    ]
  }
}

@Suite struct `Every spelling` {
  @Test func `of "has a related row" ends in one plan`() throws {
    try expectOnePlan(Spelling.hasRecentBook(from: 0), Spelling.hasRecentBook(from: 70))
  }

  @Test func `of "has none" ends in one plan`() throws {
    try expectOnePlan(Spelling.hasNoRecentBook(from: 0), Spelling.hasNoRecentBook(from: 30))
  }

  @Test func `of "has none" over keys that are never NULL includes NOT IN`() throws {
    try expectOnePlan(Spelling.hasNoReview(from: 0), Spelling.hasNoReview(from: 100))
  }

  @Test func `of a nested question ends in one plan`() throws {
    let (a, b, r) = (Use(Library.authors, 0), Use(Library.books, 1), Use(Library.reviews, 2))
    let isOwnBook = compare(b["authorID"], .equal, a["id"])
    let isOwnReview = compare(r["bookID"], .equal, b["id"])
    let reviewed = LogicalPlan.exists(.filter(isOwnReview, r.scan))
    let joined = LogicalPlan.join(
      .inner,
      .join(.inner, a.scan, b.scan, on: isOwnBook),
      r.scan,
      on: isOwnReview
    )
    try expectOnePlan([
      ("nested exists", .filter(.exists(.filter(.and([isOwnBook, reviewed]), b.scan)), a.scan)),
      (
        "exists of a join",
        .filter(
          .exists(.filter(isOwnBook, .join(.inner, b.scan, r.scan, on: isOwnReview))),
          a.scan
        )
      ),
      ("joins and distinct", .distinct(project(3, [a.row], joined))),
    ])
  }

  private func expectOnePlan(_ groups: [(name: String, plan: LogicalPlan)]...) throws {
    let spellings = groups.flatMap(\.self)
    let first = Library.optimized(spellings[0].plan).canonical
    let physical = try Library.planned(first)
    for (name, plan) in spellings {
      let optimized = Library.optimized(plan).canonical
      #expect(
        optimized == first,
        """
        \(name) ends in
        \(optimized.explained(Library.schema))
        not in
        \(first.explained(Library.schema))
        """
      )
      #expect(try Library.planned(optimized) == physical)
    }
  }
}

extension LogicalPlan {
  fileprivate static func exists(_ plan: LogicalPlan) -> Expression { .exists(plan) }
}
