// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

struct Chore: Entity {
  var id: ID<Chore> = .new
  var parentID: ID<Chore>? = nil
  var userID: ID<User>? = nil
  var title: String
  var isDone = false
  var cost: Int? = nil
  static let parent = toOne(\.parentID)
  static let children = toMany(\Chore.parentID)
  static let user = toOne(\.userID)
  static let table = Table("chores", Chore.init).foreignKey(\.parentID, onDelete: .cascade)
}

/// Every operator once in the typed API, the way it is written by hand.
///
/// Beside the data of the feature table: a tree of chores. a (anne's) has b and c, b has d; e is nobody's.
@Suite struct `Operators in the typed API` {
  private let s: Session

  init() throws {
    let db = try Database(User.self, Report.self, Badge.self, Chore.self)
    try db.write { s in
      try s.insert(["anne", "alice", "adam", "bob"].map { User(email: $0) })
      try s.insert([
        Report(userID: 1, kind: "A", year: 2000), Report(userID: 2, kind: "A", year: 2001),
        Report(userID: 2, kind: "B", year: 2000), Report(userID: nil, kind: "A", year: 2000),
      ])
      try s.insert([Badge(userID: 2), Badge(userID: 2), Badge(userID: 2)])
      try s.insert([
        Chore(userID: 1, title: "a", cost: 3),
        Chore(parentID: 1, userID: 2, title: "b", isDone: true),
        Chore(parentID: 1, userID: 2, title: "c", cost: 1),
        Chore(parentID: 2, userID: 3, title: "d", isDone: true, cost: 7),
        Chore(title: "e", cost: 3),
      ])
    }
    s = db.session()
  }

  private func emails(_ query: Query<User>) throws -> [String] { try query.rows(s).map(\.email) }
  private func titles(_ query: Query<Chore>) throws -> [String] { try query.rows(s).map(\.title) }

  // MARK: joins

  @Test func `Q01 joined rows are limited, skipped, counted and looked at one by one`() throws {
    let pairs = User.all.join(Report.self) { u, r in r.userID == u.id }
      .order { _, r in r.id.descending }
    #expect(try pairs.count(s) == 3)
    #expect(try pairs.limit(2).count(s) == 2)
    #expect(try pairs.offset(1).limit(1).rows(s).map { $0.1.id } == [2])
    let first = try #require(try pairs.first(s))
    #expect(first.0.email == "alice" && first.1.kind == "B")
    #expect(try pairs.where { u, _ in u.email == "bob" }.first(s) == nil)
    #expect(try pairs.limit(0).exists(s) == false)
    #expect(throws: KindredError.self) { try pairs.limit(-1).rows(s) }
    #expect(throws: KindredError.self) {
      try pairs.limit(1).where { u, _ in u.email == "x" }.rows(s)
    }
  }

  @Test func `Q01 joined rows are limited inside of conditions and of aggregates`() throws {
    let years = User.where { u in
      Report.all.join(Badge.self) { r, b in r.userID == b.userID }
        .where { r, _ in r.userID == u.id }.limit(4).count == 4
    }
    #expect(try emails(years) == ["alice"])
  }

  @Test func `Q01 tables join on inequalities and on expressions`() throws {
    let later = Report.all.join(Report.self) { a, b in a.year < b.year && a.kind == b.kind }
    #expect(try later.rows(s).map { [$0.0.id, $0.1.id] } == [[1, 2], [4, 2]])
    let nextYear = Report.all.join(Report.self) { a, b in a.year + 1 == b.year }
    #expect(try nextYear.count(s) == 3)
  }

  @Test func `Q01 a table joins itself along its keys, three times`() throws {
    let chains = Chore.all.join(Chore.self) { a, b in b.parentID == a.id }
      .join(Chore.self) { _, b, c in c.parentID == b.id }
      .leftJoin(Chore.self) { _, _, c, d in d.parentID == c.id }
    let rows = try chains.rows(s)
    #expect(rows.map { "\($0.0.title)\($0.1.title)\($0.2.title)\($0.3?.title ?? "-")" } == ["abd-"])
  }

  // MARK: semi-joins and anti-joins

  @Test func `F04 subqueries reach the rows around them, three levels up`() throws {
    // Users with a chore whose child is done by someone who has as many badges as the user has reports and one.
    let query = User.where { u in
      Chore.where { c in
        c.userID == u.id
          && Chore.where { d in
            d.parentID == c.id
              && User.where { v in v.id == d.userID && v.badges.count == u.reports.count + 2 }
                .exists
          }.exists
      }.exists
    }
    #expect(try emails(query) == ["anne"])
    let none = User.where { u in
      Chore.where { c in
        c.userID == u.id && Chore.where { d in d.parentID == c.id && d.userID != u.id }.isEmpty
      }.exists
    }
    #expect(try emails(none) == ["alice", "adam"])
  }

  @Test func `F01 semi-joins and anti-joins go by any condition`() throws {
    #expect(
      try titles(Chore.where { c in Chore.where { $0.cost > c.cost }.exists }) == ["a", "c", "e"]
    )
    #expect(
      try titles(Chore.where { c in Chore.where { $0.cost > c.cost }.isEmpty }) == ["b", "d"]
    )
    let twin = Chore.where { c in
      Chore.where { $0.cost.is(c.cost) && $0.id != c.id }.exists
    }
    #expect(try titles(twin) == ["a", "e"])
  }

  @Test func `F01 an offset in EXISTS asks for more rows, a limit of none for none`() throws {
    #expect(try emails(User.where { $0.reports.offset(1).exists }) == ["alice"])
    #expect(try emails(User.where { $0.reports.limit(0).exists }).isEmpty)
    #expect(try emails(User.where { $0.reports.limit(3).exists }) == ["anne", "alice"])
    #expect(try emails(User.where { $0.badges.limit(2).count == 2 }) == ["alice"])
  }

  @Test func `F13 a refined subquery has conditions of its own beside the correlation`() throws {
    let recent = User.where { u in
      Report.where { $0.userID == u.id && $0.year >= 2001 && $0.kind != "B" }.exists
    }
    #expect(try emails(recent) == ["alice"])
  }

  // MARK: set operations

  @Test func `Q08 set operations nest to any depth, of rows and of values`() throws {
    let with = User.where { $0.reports.exists }
    let badged = User.where { $0.badges.exists }
    let a = User.where { $0.email.hasPrefix("a") }
    #expect(try emails(a.except(with.intersect(badged))) == ["anne", "adam"])
    #expect(
      try emails(a.intersect(with.union(User.where { $0.email == "bob" }))) == ["anne", "alice"]
    )
    #expect(try emails(a.except(with).unionAll(a.except(badged))) == ["adam", "anne", "adam"])
    let ids = Chore.all.select { $0.userID }.except(Badge.all.select { $0.userID.optional })
    #expect(try ids.fetch(s) == [1, 3, nil])
    #expect(try emails(User.where { $0.id.in(ids) }) == ["anne", "adam"])
  }

  // MARK: subqueries in every clause

  @Test func `Q04 scalar, set and EXISTS subqueries stand in select`() throws {
    let rows = try User.all.select { u in
      (
        u.email, Report.where { $0.userID == u.id }.max { $0.year },
        u.id.in(Badge.all.select { $0.userID }), u.reports.exists
      )
    }.fetch(s)
    #expect(rows.map(\.1) == [2000, 2001, nil, nil])
    #expect(rows.map(\.2) == [false, true, false, false])
    #expect(rows.map(\.3) == [true, true, false, false])
  }

  @Test func `Q04 scalar, set and EXISTS subqueries stand in having`() throws {
    let groups = Report.all.group { $0.userID }
    let asManyAsBadges = groups.having { $0.count == Badge.all.count - 1 }
    #expect(try owners(asManyAsBadges) == [2])
    let inYears = groups.having {
      $0.max { $0.year }.in(Report.where { $0.kind == "B" }.select { $0.year })
    }
    #expect(try owners(inYears) == [1, nil])
    let latest = groups.having { g in Report.where { $0.year > g.max { $0.year } }.isEmpty }
    #expect(try owners(latest) == [2])
  }

  private func owners(_ groups: Grouped<Ref<Report>, ID<User>?>) throws -> [ID<User>?] {
    try groups.select { _, user in user }.fetch(s)
  }

  @Test func `Q04 scalar, set and EXISTS subqueries stand in order`() throws {
    #expect(
      try emails(User.all.order { ($0.reports.count.descending, $0.email.ascending) })
        == ["alice", "anne", "adam", "bob"]
    )
    #expect(
      try emails(
        User.all.order {
          (
            $0.id.in(Badge.all.select { $0.userID }).descending, $0.reports.exists.ascending,
            $0.id.descending
          )
        }
      ) == ["alice", "bob", "adam", "anne"]
    )
    #expect(
      try emails(
        User.all.order {
          $0.reports.order { $0.year.descending }.first { $0.year }.ascending.nullsLast
        }
      )
        == ["anne", "alice", "adam", "bob"]
    )
  }

  @Test func `Q04 scalar, set and EXISTS subqueries stand in the conditions of joins`() throws {
    let pairs = User.all.join(Report.self) { u, r in
      r.userID == u.id && r.year == Report.where { $0.userID == u.id }.max { $0.year }
    }
    #expect(try pairs.rows(s).map { $0.1.id } == [1, 2])
    let left = User.all.leftJoin(Report.self) { u, r in
      r.userID == u.id && u.id.in(Badge.all.select { $0.userID })
        && Report.where { $0.userID == u.id && $0.id > r.id }.isEmpty
    }
    #expect(try left.rows(s).map { $0.1?.id } == [nil, 3, nil, nil])
  }

  // MARK: distinct, top-N, order

  @Test func `F19 ids of the picked rows as a subquery, then an order by something else`() throws {
    let newest = Report.all.distinct({ $0.userID }, picking: { $0.year.descending })
    let byKind = Report.where { $0.id.in(newest.select { $0.id }) }
      .order { ($0.kind.descending, $0.id.descending) }
    #expect(try byKind.rows(s).map(\.id) == [4, 2, 1])
    let owners = User.where { $0.id.in(Report.all.select { $0.userID }.distinct()) }
    #expect(try emails(owners.order { $0.email.ascending }) == ["alice", "anne"])
  }

  @Test func `F25 the first rows of each parent, in a condition on the parent too`() throws {
    let top = Report.all.first(
      1,
      per: { $0.userID },
      order: { ($0.year.descending, $0.kind.ascending) }
    )
    #expect(try top.rows(s).map(\.id) == [1, 2, 4])
    let latest = User.where { u in
      u.reports.order { $0.year.descending }.first { $0.kind } == "A"
    }
    #expect(try emails(latest) == ["anne", "alice"])
  }

  @Test func `N07 NULLs go first or last, ascending and descending`() throws {
    let by: (@escaping (Ref<Chore>) -> Ordering) throws -> [String] = { key in
      try titles(Chore.all.order { (key($0), $0.title.ascending) })
    }
    #expect(try by { $0.cost.ascending } == ["b", "c", "a", "e", "d"])
    #expect(try by { $0.cost.ascending.nullsLast } == ["c", "a", "e", "d", "b"])
    #expect(try by { $0.cost.descending } == ["d", "a", "e", "c", "b"])
    #expect(try by { $0.cost.descending.nullsFirst } == ["b", "d", "a", "e", "c"])
  }

  @Test func `F26 distinct values after a limit are refused: they would be of all rows`() throws {
    #expect(throws: KindredError.self) {
      try Report.all.limit(2).select { $0.kind }.distinct().fetch(s)
    }
    #expect(try Report.all.select { $0.kind }.distinct().limit(1).fetch(s) == ["A"])
  }

  // MARK: groups

  @Test func `F23 every aggregate with and without a condition, per group of expressions`() throws {
    let rows = try Report.all.group { ($0.year % 2 == 0, $0.kind == "A") }
      .order { g, even, a in (even.descending, a.descending) }
      .select { g, even, a in
        (
          even, a, g.count, g.count(of: { $0.userID }), g.countDistinct { $0.year },
          g.sum({ $0.year }, where: { $0.userID != nil }), g.groupConcat { $0.kind }
        )
      }.fetch(s)
    #expect(rows.map(\.2) == [2, 1, 1])
    #expect(rows.map(\.3) == [1, 1, 1])
    #expect(rows.map(\.5) == [2000, 2000, 2001])
    #expect(rows.map(\.6) == ["A,A", "B", "A"])
  }

  @Test func `Q07 having sees the keys beside the aggregates`() throws {
    let groups = Report.all.group { ($0.userID, $0.kind) }
    let known = groups.having { g, user, kind in user != nil && (kind == "B" || g.count > 1) }
    #expect(try known.select { _, user, kind in (user, kind) }.fetch(s).map(\.1) == ["B"])
    let joined = User.all.join(Report.self) { u, r in r.userID == u.id }.group { u, _ in u.email }
    let single = joined.having { g, email in g.count == 1 && email.hasPrefix("a") }
    let emails = try single.select { (g, email: Expr<String>) in email }.fetch(s)
    #expect(emails == ["anne"])
  }

  @Test func `Q06 a column that is neither a key nor aggregated is refused`() throws {
    var kept: Expr<Int>?
    let groups = Report.where { r in
      kept = r.year
      return r.year > 0
    }.group { $0.kind }
    let year = try #require(kept)
    func refuses(_ groups: Grouped<Ref<Report>, String>) {
      let error = #expect(throws: KindredError.self) {
        try groups.select { g, _ in g.count }.fetch(s)
      }
      #expect(error?.description.contains("aggregate it") == true)
    }
    refuses(groups.having { _ in year > 0 })
    refuses(groups.order { _ in year.ascending })
    refuses(groups.having { _ in User.where { $0.reports.count == year }.exists })
    #expect(throws: KindredError.self) { try groups.select { _, _ in year }.fetch(s) }
  }

  @Test func `F04 a row that is kept is refused in later closures of its own query`() throws {
    var row: Ref<Report>?
    let reports = Report.where { r in
      row = r
      return r.year > 0
    }
    let stray = try #require(row)
    #expect(throws: KindredError.self) { try reports.where { _ in stray.user.email == "" }.rows(s) }
    #expect(throws: KindredError.self) { try reports.order { _ in stray.year.ascending }.rows(s) }
    #expect(throws: KindredError.self) {
      try reports.select { _ in stray.user.badges.count }.fetch(s)
    }
    var group: Group<Ref<Report>>?
    let groups = reports.group { $0.kind }.having { g in
      group = g
      return g.count > 0
    }
    let late = try #require(group)
    #expect(throws: KindredError.self) {
      try groups.select { _, kind in (kind, late.max { $0.year }) }.fetch(s)
    }
  }

  @Test func `F04 a row outside of its query is refused`() throws {
    var row: Ref<User>?
    _ = User.where { u in
      row = u
      return u.email == ""
    }
    let stray = try #require(row)
    #expect(throws: KindredError.self) { try Report.where { $0.userID == stray.id }.rows(s) }
    #expect(throws: KindredError.self) { try Report.all.select { _ in stray.email }.fetch(s) }
    #expect(throws: KindredError.self) {
      try Report.all.order { _ in stray.email.ascending }.rows(s)
    }
  }

  @Test func `Q11 where an order is left open, it is that of the table, in every plan`() throws {
    #expect(try Report.all.select { $0.kind }.distinct().fetch(s) == ["A", "B"])
    #expect(try Report.all.group { $0.year }.select { _, year in year }.fetch(s) == [2000, 2001])
    let pairs = User.all.join(Report.self) { u, r in r.userID == u.id }
    #expect(try pairs.rows(s).map { $0.1.id } == [1, 2, 3])
    #expect(try titles(Chore.where { $0.parentID.in([2, 1]) }) == ["b", "c", "d"])
    let kinds: String? = try Report.all.aggregate(s) { $0.groupConcat { $0.kind } }
    #expect(kinds == "A,A,B,A")
  }

  @Test func `F28 lookups compare, match and test columns, values and NULL`() throws {
    #expect(try titles(Chore.where { $0.cost == 3 }) == ["a", "e"])
    #expect(try titles(Chore.where { $0.cost >= 3 && $0.title.hasPrefix("d") }) == ["d"])
    #expect(try titles(Chore.where { $0.cost.in([1, 7]) }) == ["c", "d"])
    #expect(try titles(Chore.where { $0.cost.between(1, and: 3) }) == ["a", "c", "e"])
    #expect(try titles(Chore.where { $0.cost == nil || $0.title.like("E") }) == ["b", "e"])
    #expect(try titles(Chore.where { !$0.isDone && !$0.userID.in([1]) }) == ["c"])
  }

  @Test func `F31 a narrow read selects columns, and makes no object`() throws {
    let narrow = Chore.where { $0.isDone }.select { ($0.id, $0.title) }
    #expect(try narrow.fetch(s).map(\.1) == ["b", "d"])
    #expect(try !narrow.sql(s).contains("cost"))
  }

  // MARK: related rows

  @Test func `F16 one related row that meets both conditions, or one row for each`() throws {
    let same = User.where { $0.reports.any { $0.kind == "B" && $0.year == 2001 } }
    let each = User.where {
      $0.reports.any { $0.kind == "B" } && $0.reports.any { $0.year == 2001 }
    }
    #expect(try emails(same) == [])
    #expect(try emails(each) == ["alice"])
  }

  @Test func `F15 conditions on several relations by OR never multiply rows`() throws {
    let query = User.where { $0.reports.exists || $0.badges.exists || $0.email == "alice" }
    #expect(try emails(query) == ["anne", "alice"])
    #expect(try query.count(s) == 2)
    #expect(try query.aggregate(s) { $0.count } == 2)
  }

  @Test func `F22 aggregates over three relations in one query are each their own`() throws {
    let rows = try User.all.annotate {
      (
        $0.reports.count, $0.badges.count, $0.reports.sum { $0.year },
        $0.badges.countDistinct { $0.userID }
      )
    }.rows(s)
    #expect(rows.map(\.1) == [1, 2, 0, 0])
    #expect(rows.map(\.2) == [0, 3, 0, 0])
    #expect(rows.map(\.3) == [2000, 4001, nil, nil])
    #expect(rows.map(\.4) == [0, 1, 0, 0])
  }

  @Test func `F11 F12 exclude keeps what where drops, over relations and NULL columns`() throws {
    #expect(try titles(Chore.all.exclude { $0.cost == 3 }) == ["b", "c", "d"])
    #expect(try titles(Chore.where { !($0.cost == 3) }) == ["c", "d"])
    let both = User.all.exclude { $0.reports.any { $0.kind == "A" && $0.year == 2000 } }
    #expect(try emails(both) == ["alice", "adam", "bob"])
    let either = User.all.exclude {
      $0.reports.any { $0.kind == "A" } && $0.reports.any { $0.year == 2000 }
    }
    #expect(try emails(either) == ["adam", "bob"])
    #expect(try titles(Chore.all.exclude { $0.parent.cost == 3 }) == ["a", "d", "e"])
    #expect(
      try emails(User.all.exclude { $0.id.in(Report.all.select { $0.userID }) }) == ["adam", "bob"]
    )
  }
}

/// Updates and deletes with every form of value, on the chores.
@Suite struct `Chores that are written by query` {
  private func written(_ body: (Session) throws -> Void) throws {
    let db = try Database(User.self, Report.self, Badge.self, Chore.self)
    try db.write { s in
      try s.insert(["anne", "alice"].map { User(email: $0) })
      try s.insert([
        Chore(userID: 1, title: "a", cost: 3), Chore(parentID: 1, title: "b", isDone: true),
        Chore(parentID: 1, userID: 2, title: "c", cost: 1),
      ])
      try body(s)
    }
  }

  @Test func `F27 a condition is assigned to a Bool, its own negation too`() throws {
    try written { s in
      try Chore.all.update(s) { $0.isDone = !$0.isDone }
      #expect(try Chore.all.rows(s).map(\.isDone) == [true, false, true])
      try Chore.all.update(s) { $0.isDone = ($0.cost > 1).isTrue }
      #expect(try Chore.all.rows(s).map(\.isDone) == [true, false, false])
      try Chore.all.update(s) { $0.isDone = ($0.children.exists && !$0.isDone).isTrue }
      #expect(try Chore.all.rows(s).map(\.isDone) == [false, false, false])
      try Chore.all.update(s) { $0.isDone = true }
      #expect(try Chore.where { $0.isDone }.count(s) == 3)
    }
  }

  @Test func `F27 numbers and texts are assigned what they were, changed`() throws {
    try written { s in
      try Chore.where { $0.cost != nil }.update(s) {
        $0.cost = -$0.cost
        $0.title = $0.title.appending("!")
      }
      #expect(try Chore.all.rows(s).map(\.cost) == [-3, nil, -1])
      #expect(try Chore.all.rows(s).map(\.title) == ["a!", "b", "c!"])
      try Chore.all.update(s) { $0.cost = $0.children.count }
      #expect(try Chore.all.rows(s).map(\.cost) == [2, 0, 0])
      try Chore.all.update(s) { $0.cost = nil }
      #expect(try Chore.where { $0.cost == nil }.count(s) == 3)
      try Chore.all.update(s) { $0.userID = $0.parent.userID }
      #expect(try Chore.all.rows(s).map(\.userID) == [nil, 1, 1])
    }
  }

  @Test func `F52 rows are deleted by conditions on relations, aggregates and their order`() throws
  {
    try written { s in
      let last = try Chore.all.order { $0.id.descending }.limit(1).deleteReturning(s)
      #expect(last.map(\.title) == ["c"])
      #expect(try Chore.where { $0.parent.children.count == 1 }.delete(s).count == 1)
      #expect(
        try Chore.where { c in User.where { $0.id == c.userID && $0.email == "anne" }.exists }
          .delete(s).count == 1
      )
      #expect(try Chore.all.count(s) == 0)
    }
  }
}
