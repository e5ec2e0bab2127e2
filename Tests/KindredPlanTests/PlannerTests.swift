// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema
import Testing

/// What the planner chooses, by name of operator and index.
@Suite struct `The planner` {
  private let a = Use(Library.authors, 0)
  private let b = Use(Library.books, 1)
  private let r = Use(Library.reviews, 2)
  private var isOwnBook: Expression { compare(a["id"], .equal, b["authorID"]) }

  private func text(_ plan: LogicalPlan, _ statistics: Library.Statistics = .init()) throws
    -> String
  {
    try Library.planned(Library.optimized(plan), statistics: statistics)
      .explained(Library.schema).text()
  }

  private func expect(
    _ plan: LogicalPlan,
    _ expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try text(plan)
    #expect(found == expected, sourceLocation: sourceLocation)
  }

  @Test func `looks up a unique key by equality`() throws {
    let plan = LogicalPlan.filter(compare(b["id"], .equal, .parameter(0, .integer)), b.scan)
    try expect(plan, "Key lookup: books primary key (id); ?0")
  }

  @Test func `looks up a unique key by a list, each value once`() throws {
    let plan = LogicalPlan.filter(
      .inList(b["id"], [.integer(3), .integer(1), .null, .integer(3)]),
      b.scan
    )
    try expect(plan, "Key lookup: books primary key (id); 3, 1")
  }

  @Test func `looks up children by their foreign key and filters the rest`() throws {
    let plan = LogicalPlan.filter(
      .and([
        compare(b["year"], .greater, integer(2000)), compare(b["authorID"], .equal, integer(7)),
      ]),
      b.scan
    )
    try expect(
      plan,
      """
      Filter: books.year > 2000
      └─ Child lookup: books foreign key (authorID); 7
      """
    )
  }

  @Test func `follows a foreign key to the parent`() throws {
    let plan = LogicalPlan.join(.inner, b.scan, a.scan, on: isOwnBook)
    try expect(
      plan,
      """
      Join by parent lookup: authors; books foreign key (authorID)
      └─ Scan: books
      """
    )
  }

  @Test func `expands the children of few parents`() throws {
    let few = LogicalPlan.limit(count: 5, offset: 0, a.scan)
    let plan = LogicalPlan.join(.left, few, b.scan, on: isOwnBook)
    try expect(
      plan,
      """
      Left join by child expansion: books; books foreign key (authorID)
      └─ Limit: 5
         └─ Scan: authors
      """
    )
  }

  @Test func `joins many parents with filtered children by row id`() throws {
    let recent = LogicalPlan.filter(compare(b["year"], .equal, integer(2000)), b.scan)
    let plan = LogicalPlan.join(.semi, a.scan, recent, on: isOwnBook)
    try expect(
      plan,
      """
      Semi-join by row id: rowid(authors) = rowid(books → authors)
      ├─ Scan: authors
      └─ Filter: books.year = 2000
         └─ Scan: books
      """
    )
  }

  @Test func `keeps the left side's order even where the other side is smaller`() throws {
    let plan = LogicalPlan.join(
      .inner,
      r.scan,
      a.scan,
      on: compare(r["stars"], .equal, a["born"])
    )
    #expect(
      try text(plan).hasPrefix("Join by hash: reviews.stars = authors.born\n├─ Scan: reviews")
    )
  }

  @Test func `swaps the sides where nothing sees the order`() throws {
    let joined = LogicalPlan.join(.inner, a.scan, b.scan, on: isOwnBook)
    let counted = LogicalPlan.aggregate(
      SourceID(5),
      keys: [],
      aggregates: [Aggregate(.maximum, a["born"])],
      joined
    )
    try expect(
      counted,
      """
      Group g1: maximum(authors.born)
      └─ Join by parent lookup: authors; books foreign key (authorID)
         └─ Scan: books
      """
    )
  }

  @Test func `sorts and limits in one step`() throws {
    let plan = LogicalPlan.limit(count: 3, offset: 1, .sort([SortKey(b["year"])], b.scan))
    try expect(plan, "Top: 3 after 1; books.year\n└─ Scan: books")
  }

  @Test func `runs an uncorrelated subquery once and a correlated one per row`() throws {
    let isLater = compare(b["year"], .less, a["born"])
    let latest = LogicalPlan.limit(
      count: 1,
      offset: 0,
      project(4, [b["year"]], .sort([SortKey(isLater)], .filter(isOwnBook, b.scan)))
    )
    let years = project(5, [b["pages"]], b.scan)
    let plan = LogicalPlan.filter(
      .not(.inSubquery(a["born"], years)),
      project(6, [a.row, .scalar(latest)], a.scan)
    )
    try expect(
      plan,
      """
      Project p1: authors.*, s1.0
      └─ Apply s1: scalar; ?0 = authors.id, ?1 = authors.born
         ├─ Filter: NOT s2.0
         │  └─ Apply s2: authors.born IN; once
         │     ├─ Scan: authors
         │     └─ Project p2: books.pages
         │        └─ Scan: books
         └─ Project p3: books.year
            └─ Top: 1; books.year < ?1
               └─ Child lookup: books foreign key (authorID); ?0
      """
    )
  }

  @Test func `finds the first child of few parents among theirs only`() throws {
    let first = project(
      5,
      [b["pages"]],
      .limit(count: 1, offset: 0, .sort([SortKey(b["year"])], .filter(isOwnBook, b.scan)))
    )
    let plan = project(
      4,
      [a["name"], .scalar(first)],
      .filter(compare(a["id"], .equal, .parameter(0, .integer)), a.scan)
    )
    try expect(
      plan,
      """
      Project p1: authors.name, p2.1
      └─ Left join by row id: rowid(authors) = p2.0
         ├─ Key lookup: authors primary key (id); ?0
         └─ Project p2: rowid(books → authors), books.pages
            └─ First per key by row id: 1; per rowid(books → authors); by books.year
               └─ Join by child expansion: books; books foreign key (authorID)
                  └─ Key lookup: authors primary key (id); ?0
      """
    )
  }

  @Test func `counts the children of few parents only`() throws {
    let own = LogicalPlan.filter(isOwnBook, b.scan)
    let plan = project(
      4,
      [a["name"], count(5, of: own)],
      .filter(compare(a["id"], .equal, .parameter(0, .integer)), a.scan)
    )
    try expect(
      plan,
      """
      Project p1: authors.name, coalesce(g1.1, 0)
      └─ Left join by row id: rowid(authors) = g1.0
         ├─ Key lookup: authors primary key (id); ?0
         └─ Group g1 by row id: by rowid(books → authors); count(*)
            └─ Join by child expansion: books; books foreign key (authorID)
               └─ Key lookup: authors primary key (id); ?0
      """
    )
  }

  @Test func `L01 joins back the pairs for which a subquery over both sides is true`() throws {
    let own = LogicalPlan.filter(
      .and([
        compare(r["bookID"], .equal, b["id"]), compare(r["stars"], .equal, a["born"]),
      ]),
      r.scan
    )
    let plan = LogicalPlan.join(.left, a.scan, b.scan, on: .exists(own))
    try expect(
      plan,
      """
      Left join by hash: p1.1 = n2.0
      ├─ Left join by hash: n1.0 = p1.0
      │  ├─ Number n1
      │  │  └─ Scan: authors
      │  └─ Project p1: n1.0, n2.0
      │     └─ Filter: s1.0
      │        └─ Apply s1: exists; ?0 = books.id, ?1 = authors.born
      │           ├─ Join by nested loop: TRUE
      │           │  ├─ Number n1
      │           │  │  └─ Scan: authors
      │           │  └─ Number n2
      │           │     └─ Scan: books
      │           └─ Filter: reviews.stars = ?1
      │              └─ Child lookup: reviews foreign key (bookID); ?0
      └─ Number n2
         └─ Scan: books
      """
    )
  }
}
