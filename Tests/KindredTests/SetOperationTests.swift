// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// Union, intersect and except of models and of values, on the data of the feature table: anne has the
/// report R1; alice has R2, R3 and three badges; adam and bob have none; nobody has R4.
@Suite struct `Set operations` {
  private let database: Database
  private let session: Session

  init() throws {
    database = try PatternData.users()
    session = database.session()
  }

  private func emails(_ query: Query<User>) throws -> [String] {
    try query.rows(session).map(\.email)
  }

  private let reporters = User.where { $0.reports.exists }
  private let withA = User.where { $0.email.contains("a") }

  @Test func `Q08 rows of either query come once, those of the first before the others`() throws {
    #expect(try emails(reporters.union(withA)) == ["anne", "alice", "adam"])
    #expect(try emails(withA.union(reporters)) == ["anne", "alice", "adam"])
    #expect(
      try emails(User.where { $0.email == "bob" }.union(reporters)) == ["bob", "anne", "alice"]
    )
    #expect(try emails(reporters.unionAll(withA)) == ["anne", "alice", "anne", "alice", "adam"])
    #expect(try emails(withA.intersect(reporters)) == ["anne", "alice"])
    #expect(try emails(withA.except(reporters)) == ["adam"])
  }

  @Test func `Q08 nesting says which operation comes first`() throws {
    let bob = User.where { $0.email == "bob" }
    #expect(try emails(bob.union(withA.intersect(reporters))) == ["bob", "anne", "alice"])
    #expect(try emails(bob.union(withA).intersect(reporters)) == ["anne", "alice"])
    #expect(try emails(User.all.except(withA.except(reporters))) == ["anne", "alice", "bob"])
  }

  @Test func `Q09 order and limit see the combined rows, and operands keep their own`() throws {
    let last = User.all.order { $0.email.descending }.limit(1)
    let first = User.all.order { $0.email.ascending }.limit(1)
    #expect(try emails(last.union(first)) == ["bob", "adam"])
    #expect(
      try emails(reporters.union(last).order { $0.email.descending }.limit(2)) == ["bob", "anne"]
    )
    #expect(try emails(reporters.union(last).where { $0.email != "anne" }) == ["alice", "bob"])
    #expect(try reporters.unionAll(withA).count(session) == 5)
    #expect(try reporters.except(withA).exists(session) == false)
  }

  @Test func `Q08 combined queries of a model are queries of it: live objects, relations, paths`()
    throws
  {
    let query = reporters.union(User.where { $0.email == "bob" }).with(\.reports)
    let (users, log) = try session.counting { try query.fetch(session) }
    #expect(users.map(\.email) == ["anne", "alice", "bob"])
    #expect(try users.map { try $0.reports.count } == [1, 2, 0])
    #expect(log.statements.count == 2)
    let twice = try reporters.unionAll(reporters).fetch(session)
    #expect(twice[0] === twice[2])
    #expect(twice[0] === users[0])
    let reports = Report.where { $0.kind == "B" }.union(Report.where { $0.year == 2001 })
    #expect(try reports.where { $0.user.email == "alice" }.rows(session).map(\.id) == [3, 2])
  }

  @Test func `Q08 a combined query of related rows knows the row around it`() throws {
    let both = User.where { user in
      user.reports.where { $0.kind == "A" }.intersect(user.reports.where { $0.year == 2000 }).exists
    }
    #expect(try emails(both) == ["anne"])
    let either = User.all.select { user in
      (user.email, user.reports.where { $0.kind == "B" }.union(user.reports).count)
    }
    #expect(try either.fetch(session).map(\.1) == [1, 2, 0, 0])
  }

  @Test func `N04 values combine with NULL equal to NULL`() throws {
    let keys = Report.all.select { $0.userID }
    let owners = Badge.all.select { $0.userID.optional }
    #expect(try keys.union(owners).fetch(session) == [1, 2, nil])
    #expect(try keys.unionAll(owners).count(session) == 7)
    #expect(try keys.intersect(keys).fetch(session) == [1, 2, nil])
    #expect(try keys.except(owners).fetch(session) == [1, nil])
    let pairs = Report.all.select { ($0.kind, $0.year) }
    let recent = Report.where { $0.year > 2000 }.select { ($0.kind, $0.year) }
    let rest = try pairs.except(recent).order { kind, year in (kind.descending, year.ascending) }
      .fetch(session)
    #expect(rest.map(\.0) == ["B", "A"])
    #expect(try pairs.union(recent).order { _, year in year.descending }.first(session)?.1 == 2001)
  }

  @Test func `Q08 combined values stand in IN and in other combinations`() throws {
    let some = Report.where { $0.kind == "B" }.select { $0.userID }
      .union(Report.where { $0.year == 2000 }.select { $0.userID })
    #expect(try emails(User.where { $0.id.in(some) }) == ["anne", "alice"])
    #expect(try emails(User.where { !$0.id.in(some) }).isEmpty, "one of the values is NULL")
    let nested = some.except(Badge.all.select { $0.userID.optional }.limit(2))
    #expect(try nested.fetch(session) == [1, nil])
  }

  @Test func `Q08 the text is a compound SELECT`() throws {
    let sql = try reporters.union(withA).limit(1).sql(session)
    #expect(sql.contains(" UNION SELECT "), "\(sql)")
    #expect(sql.hasSuffix("LIMIT 1"), "\(sql)")
    let plan = try Report.all.select { $0.kind }.except(Report.all.select { $0.kind })
      .explain(session).plan
    #expect(plan.contains("Except u1 by hash"), "\(plan)")
    #expect(try reporters.union(withA).explain(session).plan.contains("Union user"), "\(plan)")
  }

  @Test func `Q08 updates and deletes by a combined query touch each row once`() throws {
    try database.write { s throws in
      let rows = Report.where { $0.kind == "A" }.unionAll(Report.where { $0.year == 2000 })
      #expect(try rows.count(s) == 6)
      #expect(try rows.distinct().count(s) == 4)
      #expect(try rows.update(s) { $0.year = $0.year + 1 } == 4)
      #expect(
        try Report.all.order { $0.id.ascending }.rows(s).map(\.year) == [2001, 2002, 2001, 2001]
      )
      #expect(try rows.limit(2).delete(s).count == 2)
      #expect(try Report.all.count(s) == 2)
    }
  }

  @Test func `Q08 very many combinations are an error, no crash`() throws {
    var query = User.all
    for _ in 0..<20_000 { query = query.union(User.all) }
    let many = query
    #expect(throws: KindredError.self) { try many.rows(session) }
    var some = User.where { $0.email == "bob" }
    for _ in 0..<100 { some = some.union(User.all) }
    #expect(try some.count(session) == 4)
  }
}
