// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema
import Testing

/// Joins of many tables, whatever the statistics say about them.
@Suite struct `The join order` {
  @Test func `is found among all splits without cross products, each seen once`() {
    for count in 2...8 {
      let chain = Self.pairs(count) { abs($0 - $1) == 1 }
      let star = Self.pairs(count) { $0 == 0 || $1 == 0 }
      let clique = Self.pairs(count) { _, _ in true }
      #expect(chain == (count * count * count - count) / 6)
      #expect(star == (count - 1) * (1 << (count - 2)))
      #expect(clique == (Self.power(3, count) - (1 << (count + 1)) + 1) / 2)
    }
  }

  @Test func `comes after all orders of its parts`() {
    var known: Set<RelationSet> = Set((0..<7).map { RelationSet($0) })
    let ring = (0..<7).map { RelationSet(($0 + 1) % 7).union(RelationSet(($0 + 6) % 7)) }
    ConnectedPairs(ring) { first, second in
      #expect(known.contains(first) && known.contains(second) && first.isDisjoint(with: second))
      known.insert(first.union(second))
    }.run()
    #expect(known.contains(RelationSet(bits: (1 << 7) - 1)))
  }

  @Test(arguments: [(2, 6, 1_500), (7, 9, 400), (11, 13, 100)])
  func `changes neither the rows nor their order`(
    _ fewest: Int,
    _ most: Int,
    _ cases: Int
  ) throws {
    var reordered = 0
    for seed in 0..<cases {
      var random = Random(seed: UInt64(seed))
      let data = TestData(&random)
      let plan = Self.joins(fewest + random.below(most - fewest + 1), &random)
      let statistics = ScrambledStatistics(&random)
      let expressions = ExpressionInterpreter(data: data)
      let logical = LogicalInterpreter(expressions: expressions)
      let expected = try logical.rows(plan).map { logical.outputs(of: plan, $0) }
      let planner = Planner(schema: Library.schema, statistics: statistics)
      let (physical, features) = try planner.planNoting(plan)
      if features.contains(.joinOrder) { reordered += 1 }
      let found = try PhysicalInterpreter(expressions: expressions).rows(physical).map { row in
        plan.output.map { LogicalInterpreter.value(of: $0, row) }
      }
      if found != expected {
        Issue.record(
          """
          seed \(seed): \(found) instead of \(expected)
          \(plan.explained(Library.schema))
          \(physical.explained(Library.schema))
          over \(data.tables)
          """
        )
        return
      }
    }
    #expect(reordered > cases / 4)
  }

  @Test func `begins at the few rows, and sorts what it found into the written order`() throws {
    let (a, b, r) = (Use(Library.authors, 0), Use(Library.books, 1), Use(Library.reviews, 2))
    let plan = LogicalPlan.join(
      .inner,
      .join(.inner, r.scan, b.scan, on: compare(r["bookID"], .equal, b["id"])),
      .filter(compare(a["id"], .equal, .parameter(0, .integer)), a.scan),
      on: compare(b["authorID"], .equal, a["id"])
    )
    #expect(
      try Library.planned(plan).explained(Library.schema).text() == """
        Sort: rowid(reviews)
        └─ Join by child expansion: reviews; reviews foreign key (bookID)
           └─ Join by child expansion: books; books foreign key (authorID)
              └─ Key lookup: authors primary key (id); ?0
        """
    )
  }

  @Test func `stays as written where a limit ends the reading early`() throws {
    let (a, b, r) = (Use(Library.authors, 0), Use(Library.books, 1), Use(Library.reviews, 2))
    let joined = LogicalPlan.join(
      .inner,
      .join(.inner, r.scan, b.scan, on: compare(r["bookID"], .equal, b["id"])),
      .filter(compare(a["born"], .greater, integer(1900)), a.scan),
      on: compare(b["authorID"], .equal, a["id"])
    )
    let limited = try Library.planned(.limit(count: 10, offset: 0, joined))
    #expect(!limited.explained(Library.schema).text().contains("Sort"))
  }

  @Test func `sorts once for the order asked for and the written one`() throws {
    let (a, b) = (Use(Library.authors, 0), Use(Library.books, 1))
    let joined = LogicalPlan.join(
      .inner,
      b.scan,
      .filter(compare(a["id"], .equal, .parameter(0, .integer)), a.scan),
      on: compare(b["authorID"], .equal, a["id"])
    )
    #expect(
      try Library.planned(.sort([SortKey(b["year"])], joined)).explained(Library.schema).text()
        == """
        Sort: books.year
        └─ Join by child expansion: books; books foreign key (authorID)
           └─ Key lookup: authors primary key (id); ?0
        """
    )
  }

  @Test func `asks a semi-join from the side with few rows`() throws {
    let (a, b) = (Use(Library.authors, 0), Use(Library.books, 1))
    let isOwn = compare(b["authorID"], .equal, a["id"])
    let one = LogicalPlan.filter(compare(b["id"], .equal, integer(7)), b.scan)
    #expect(
      try Library.planned(.join(.semi, a.scan, one, on: isOwn)).explained(Library.schema).text()
        == """
        Sort: rowid(authors)
        └─ Distinct by hash: rowid(authors)
           └─ Join by parent lookup: authors; books foreign key (authorID)
              └─ Key lookup: books primary key (id); 7
        """
    )
    let author = LogicalPlan.filter(compare(a["id"], .equal, integer(7)), a.scan)
    #expect(
      try Library.planned(.join(.semi, b.scan, author, on: isOwn)).explained(Library.schema).text()
        == """
        Sort: rowid(books)
        └─ Join by child expansion: books; books foreign key (authorID)
           └─ Key lookup: authors primary key (id); 7
        """
    )
  }

  private static func pairs(_ count: Int, _ areTied: (Int, Int) -> Bool) -> Int {
    let neighbours = (0..<count).map { first in
      (0..<count).filter { $0 != first && areTied(first, $0) }
        .reduce(RelationSet()) { $0.union(RelationSet($1)) }
    }
    var seen: Set<[RelationSet]> = []
    var pairs = 0
    ConnectedPairs(neighbours) { first, second in
      pairs += 1
      #expect(seen.insert([first, second]).inserted && seen.insert([second, first]).inserted)
    }.run()
    return pairs
  }

  private static func power(_ base: Int, _ exponent: Int) -> Int {
    (0..<exponent).reduce(1) { power, _ in power * base }
  }

  /// Inner, semi- and anti-joins of tables, most of them along foreign keys.
  private static func joins(_ count: Int, _ random: inout Random) -> LogicalPlan {
    var used = [Use(random.pick(Self.tables), 0)]
    var plan = filtered(used[0], &random)
    for number in 1..<count {
      let next = Use(random.pick(Self.tables), number)
      let condition = condition(used, next, &random)
      let input = filtered(next, &random)
      switch random.below(10) {
      case 0: plan = .join(.semi, plan, input, on: condition)
      case 1: plan = .join(.anti, plan, input, on: condition)
      case 2 where used.count == number:
        used.append(next)
        plan = .join(.inner, input, plan, on: condition)
      default:
        used.append(next)
        plan = .join(.inner, plan, input, on: condition)
      }
    }
    return plan
  }

  private static let tables = [Library.authors, Library.books, Library.reviews, Library.notes]

  private static func filtered(_ use: Use, _ random: inout Random) -> LogicalPlan {
    random.chance(30)
      ? .filter(compare(use["id"], .lessOrEqual, integer(Int64(random.below(5)))), use.scan)
      : use.scan
  }

  private static func condition(
    _ used: [Use],
    _ next: Use,
    _ random: inout Random
  ) -> Expression {
    var links: [Expression] = []
    for use in used {
      for (child, parent) in [(use, next), (next, use)] {
        for key in Library.schema[child.table].foreignKeys where key.parent == parent.table {
          links.append(
            .all(
              zip(key.columns, key.parentColumns).map {
                compare(column(child, $0), .equal, column(parent, $1))
              }
            )
          )
        }
      }
    }
    let other = compare(random.pick(used)["id"], random.chance(80) ? .equal : .less, next["id"])
    guard !links.isEmpty, !random.chance(15) else { return other }
    return random.chance(15) ? .and([random.pick(links), other]) : random.pick(links)
  }

  private static func column(_ use: Use, _ index: Int) -> Expression {
    .column(
      ColumnReference(use.source, index, Library.schema[use.table].columns[index].type)
    )
  }
}

/// Numbers that have nothing to do with the rows, so that every order is the cheapest for some.
private struct ScrambledStatistics: StatisticsSource {
  private let tables: [TableStatistics]

  init(_ random: inout Random) {
    tables = Library.schema.tables.map { table in
      let rows = [1, 10, 300, 10_000, 1_000_000][random.below(5)]
      return TableStatistics(
        rowCount: rows,
        slotCount: rows * (1 + random.below(2)),
        distinctParents: table.foreignKeys.map { _ in 1 + random.below(rows) }
      )
    }
  }

  func statistics(of table: TableID) -> TableStatistics { tables[table.index] }
}
