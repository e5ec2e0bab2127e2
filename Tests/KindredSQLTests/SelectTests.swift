// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSQL
import KindredSchema
import Testing

@Suite struct `A printed plan` {
  typealias S = Shelf

  private func sql(_ plan: LogicalPlan) throws -> String {
    try SQLPrinter(schema: S.schema()).select(plan).text
  }

  @Test func `expands a row to all its columns`() throws {
    #expect(
      try sql(S.scanBooks) == """
        SELECT b.id, b.title, b.author_id, b.price, b."order" FROM books AS b
        """
    )
  }

  @Test func `is flat when its nodes stack in the order of the clauses`() throws {
    let exists = Expression.exists(.filter(S.writtenBy, S.scanBooks))
    let plan = LogicalPlan.limit(
      count: 10,
      offset: 5,
      .sort(
        [SortKey(S.authorBorn, isDescending: true, nullsFirst: true), SortKey(S.authorID)],
        .project(SourceID(3), [S.authorID, S.authorName], .filter(exists, S.scanAuthors))
      )
    )
    #expect(
      try sql(plan) == """
        SELECT a.id, a.name FROM authors AS a \
        WHERE EXISTS (SELECT 1 FROM books AS b WHERE b.author_id = a.id) \
        ORDER BY a.born DESC NULLS FIRST, a.id LIMIT 10 OFFSET 5
        """
    )
  }

  @Test func `has semi and anti joins as subqueries`() throws {
    let semi = LogicalPlan.join(.semi, S.scanAuthors, S.scanBooks, on: S.writtenBy)
    let anti = LogicalPlan.join(.anti, S.scanAuthors, S.scanBooks, on: S.writtenBy)
    #expect(
      try sql(semi) == """
        SELECT a.id, a.name, a.born FROM authors AS a \
        WHERE EXISTS (SELECT 1 FROM books AS b WHERE b.author_id = a.id)
        """
    )
    #expect(try sql(anti).contains("WHERE NOT EXISTS (SELECT 1 FROM books AS b WHERE"))
  }

  @Test func `joins flat and keeps what picks partners in ON`() throws {
    let cheap = Expression.comparison(.less, S.bookPrice, S.real(9.5))
    let old = Expression.comparison(.less, S.authorBorn, S.integer(1900))
    let plan = LogicalPlan.project(
      SourceID(3),
      [.row(S.a), S.bookTitle],
      .join(.left, .filter(old, S.scanAuthors), .filter(cheap, S.scanBooks), on: S.writtenBy)
    )
    #expect(
      try sql(plan) == """
        SELECT a.id, a.name, a.born, b.title FROM authors AS a \
        LEFT JOIN books AS b ON b.price < 9.5 AND b.author_id = a.id WHERE a.born < 1900
        """
    )
  }

  @Test func `groups, and filters groups in HAVING`() throws {
    let plan = LogicalPlan.filter(
      .comparison(.greater, S.computed(3, 1), S.integer(1)),
      .aggregate(
        SourceID(3),
        keys: [S.bookAuthor],
        aggregates: [
          Aggregate(.count), Aggregate(.countDistinct, S.bookTitle),
          Aggregate(.average, S.bookPrice, filter: S.bookOrder),
        ],
        S.scanBooks
      )
    )
    #expect(
      try sql(plan) == """
        SELECT b.author_id, count(*), count(DISTINCT b.title), avg(b.price) FILTER (WHERE b."order") \
        FROM books AS b GROUP BY b.author_id HAVING count(*) > 1
        """
    )
  }

  @Test func `nests where a clause comes too late`() throws {
    let plan = LogicalPlan.filter(
      .comparison(.equal, S.bookTitle, S.text("it's")),
      .limit(count: 3, offset: 0, .sort([SortKey(S.bookPrice)], S.scanBooks))
    )
    let kept = LogicalPlan.project(SourceID(3), [S.bookTitle], plan)
    #expect(
      try sql(kept) == """
        SELECT d.b_title FROM (SELECT b.title AS b_title, b.price AS b_price \
        FROM books AS b ORDER BY b.price LIMIT 3) AS d WHERE d.b_title = 'it''s' ORDER BY d.b_price
        """
    )
  }

  @Test func `keeps a full join on the right of an inner join in a query of its own`() throws {
    let reviewers = SourceID(3)
    let reviewerID = S.computed(3, 0)
    let full = LogicalPlan.join(
      .full,
      S.scanBooks,
      .scan(reviewers, S.authors),
      on: .comparison(.equal, S.bookAuthor, reviewerID)
    )
    let plan = LogicalPlan.project(
      SourceID(4),
      [S.authorName],
      .join(.inner, S.scanAuthors, full, on: .comparison(.equal, S.authorID, reviewerID))
    )
    #expect(
      try sql(plan) == """
        SELECT a.name FROM authors AS a JOIN (SELECT b.author_id AS b_author_id, a2.id AS a2_id \
        FROM books AS b FULL JOIN authors AS a2 ON b.author_id = a2.id) AS d ON a.id = d.a2_id
        """
    )
  }

  @Test func `pads computed columns of a left join's right side`() throws {
    let right = LogicalPlan.project(
      SourceID(3),
      [S.bookAuthor, S.integer(1)],
      S.scanBooks
    )
    let plan = LogicalPlan.project(
      SourceID(4),
      [S.authorName, S.computed(3, 1)],
      .join(
        .left,
        S.scanAuthors,
        right,
        on: .comparison(.equal, S.computed(3, 0), S.authorID)
      )
    )
    #expect(
      try sql(plan) == """
        SELECT a.name, d.s_1 FROM authors AS a LEFT JOIN \
        (SELECT b.author_id AS s_0, 1 AS s_1 FROM books AS b) AS d ON d.s_0 = a.id
        """
    )
  }

  @Test func `keeps an aggregate of an outer column in its own query`() throws {
    let sum = LogicalPlan.aggregate(
      SourceID(3),
      keys: [],
      aggregates: [Aggregate(.sum, S.authorBorn)],
      .filter(S.writtenBy, S.scanBooks)
    )
    let plan = LogicalPlan.project(SourceID(4), [.scalar(sum)], S.scanAuthors)
    #expect(
      try sql(plan) == """
        SELECT (SELECT sum(d.d_e0) FROM (SELECT b.author_id AS b_author_id, a.born AS d_e0 \
        FROM books AS b WHERE b.author_id = a.id) AS d) FROM authors AS a
        """
    )
  }

  @Test func `never groups or sorts by a position`() throws {
    let grouped = LogicalPlan.aggregate(
      SourceID(3),
      keys: [S.integer(1)],
      aggregates: [Aggregate(.count)],
      S.scanBooks
    )
    #expect(try sql(grouped).hasSuffix("GROUP BY CAST(1 AS INTEGER)"))
    let sorted = LogicalPlan.sort([SortKey(S.integer(1)), SortKey(S.authorID)], S.scanAuthors)
    #expect(try sql(sorted).hasSuffix("ORDER BY a.id"))
  }

  @Test func `never sorts by what the parser makes a position`() throws {
    let never = Expression.and([S.bookOrder, .inList(S.bookID, [])])
    let sorted = LogicalPlan.sort([SortKey(never), SortKey(S.bookID)], S.scanBooks)
    #expect(try sql(sorted).hasSuffix("FROM books AS b ORDER BY b.id"))
    let grouped = LogicalPlan.aggregate(SourceID(3), keys: [never], aggregates: [], S.scanBooks)
    #expect(try sql(grouped).hasSuffix(#"GROUP BY CAST(b."order" AND b.id IN () AS INTEGER)"#))
  }

  @Test func `keeps one group of all rows where the parser drops its aggregate`() throws {
    let count = LogicalPlan.aggregate(
      SourceID(3),
      keys: [],
      aggregates: [Aggregate(.count)],
      S.scanBooks
    )
    let plan = LogicalPlan.project(SourceID(4), [.inList(S.computed(3, 0), [])], count)
    #expect(
      try sql(plan)
        == "SELECT d.s_0 IN () FROM (SELECT count(*) AS s_0 FROM books AS b) AS d"
    )
  }

  @Test func `numbers its own values after the plan's parameters`() throws {
    let plan = LogicalPlan.project(
      SourceID(3),
      [S.bookTitle],
      .filter(
        .and([
          .comparison(.equal, S.bookPrice, .parameter(0, .real)),
          .inList(S.bookTitle, [.text("a"), .null]),
        ]),
        S.scanBooks
      )
    )
    let statement = try SQLPrinter(schema: S.schema(), values: .bound).select(plan)
    #expect(statement.text.hasSuffix("WHERE b.price = ?1 AND b.title IN (?2, NULL)"))
    #expect(statement.parameters == [SQLParameter(.text("a"), .text)])
    #expect(statement.firstParameter == 1)
  }

  @Test func `gives two sources of one table two names`() throws {
    let other = SourceID(9)
    let plan = LogicalPlan.project(
      SourceID(3),
      [S.authorName],
      .join(
        .inner,
        S.scanAuthors,
        .scan(other, S.authors),
        on: .comparison(.identical, S.authorBorn, .column(ColumnReference(other, 2, .integer)))
      )
    )
    #expect(
      try sql(plan) == """
        SELECT a.name FROM authors AS a JOIN authors AS a2 ON a.born IS a2.born
        """
    )
  }
}
