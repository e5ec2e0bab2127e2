// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// The patterns of related objects and their traps, on the data of the feature table: anne has the report
/// R1; alice has R2, R3 and three badges; adam and bob have none; nobody has R4.
@Suite struct `Related-object patterns` {
  private func read<R: Sendable>(_ body: (Session) throws -> R) throws -> R {
    let s = try PatternData.users().session()
    return try body(s)
  }

  private func emails(_ query: Query<User>, _ s: Session) throws -> [String] {
    try query.rows(s).map(\.email)
  }

  @Test func `F02 has and has not part the rows, whatever NULL keys there are inside`() throws {
    let s = try PatternData.users().session()
    let with = try emails(User.where { u in Report.where { $0.userID == u.id }.exists }, s)
    let without = try emails(User.where { u in !Report.where { $0.userID == u.id }.exists }, s)
    #expect(with == ["anne", "alice"])
    #expect(without == ["adam", "bob"])
  }

  @Test func `F03 a selected EXISTS is a Bool, and filtering by it computes it once`() throws {
    let s = try PatternData.users().session()
    let query = User.all.annotate { $0.reports.exists }
    #expect(try query.rows(s).map(\.1) == [true, true, false, false])
    let filtered = query.where { _, has in has }
    #expect(try filtered.rows(s).map(\.0.email) == ["anne", "alice"])
  }

  @Test func `F05 F06 F10 users with and without reports, each once, however it is said`() throws {
    let s = try PatternData.users().session()
    #expect(try emails(User.where { $0.reports.exists }, s) == ["anne", "alice"])
    #expect(try emails(User.all.exclude { $0.reports.isEmpty }, s) == ["anne", "alice"])
    #expect(try User.where { $0.reports.exists }.count(s) == 2)
    #expect(try emails(User.where { $0.reports.isEmpty }, s) == ["adam", "bob"])
  }

  @Test func `F07 a forward key is NULL or not without a join`() throws {
    let s = try PatternData.users().session()
    let orphans = Report.where { $0.user.isEmpty }
    #expect(try orphans.rows(s).map(\.id) == [4])
    let plan = try orphans.explain(s).plan
    #expect(plan.contains("user") == false || !plan.contains("oin"), "\(plan)")
    #expect(try Report.where { $0.userID == nil }.rows(s).map(\.id) == [4])
  }

  @Test func `F09 N03 NOT IN a list with a NULL keeps nothing, NOT EXISTS keeps the rest`() throws {
    let s = try PatternData.users().session()
    let owners = Report.all.select { $0.userID }
    #expect(try emails(User.where { !$0.id.in(owners) }, s) == [])
    let known = Report.where { $0.userID != nil }.select { $0.userID }
    #expect(try emails(User.where { !$0.id.in(known) }, s) == ["adam", "bob"])
    let none = Report.where { $0.year < 0 }.select { $0.userID }
    #expect(try User.where { !$0.id.in(none) }.count(s) == 4)
  }

  @Test func `F11 F16 one related row that meets both, or several that meet one each`() throws {
    let s = try PatternData.users().session()
    let same = User.where { $0.reports.any { $0.kind == "A" && $0.year == 2000 } }
    let several = User.where {
      $0.reports.any { $0.kind == "A" } && $0.reports.any { $0.year == 2000 }
    }
    #expect(try emails(same, s) == ["anne"])
    #expect(try emails(several, s) == ["anne", "alice"])
    #expect(
      try User.all.exclude { $0.reports.any { $0.kind == "A" && $0.year == 2000 } }.count(s) == 3
    )
  }

  @Test func `F17 every spelling of has and of has not is one plan`() throws {
    let s = try PatternData.users().session()
    let has: [Selection<ID<User>, String>] = [
      User.where { $0.reports.exists }.select { ($0.id, $0.email) },
      User.where { !$0.reports.isEmpty }.select { ($0.id, $0.email) },
      User.where { $0.reports.count > 0 }.select { ($0.id, $0.email) },
      User.where { $0.reports.count >= 1 }.select { ($0.id, $0.email) },
      User.where { $0.id.in(Report.all.select { $0.userID }) }.select { ($0.id, $0.email) },
      User.all.join(Report.self) { u, r in r.userID == u.id }
        .select { u, _ in (u.id, u.email) }.distinct(),
      User.all.leftJoin(Report.self) { u, r in r.userID == u.id }.where { _, r in r.exists }
        .select { u, _ in (u.id, u.email) }.distinct(),
      User.all.annotate { $0.reports.exists }.where { _, has in has }
        .select { u, _ in (u.id, u.email) },
      User.all.annotate { $0.reports.count }.where { _, count in count > 0 }
        .select { u, _ in (u.id, u.email) },
      User.all.exclude { $0.reports.isEmpty }.select { ($0.id, $0.email) },
      User.where { !(!$0.reports.exists) }.select { ($0.id, $0.email) },
    ]
    #expect(Set(try has.map { try $0.explain(s).plan }).count == 1)
    for query in has { #expect(try query.fetch(s).map(\.1) == ["anne", "alice"]) }
    let hasNot: [Selection<ID<User>, String>] = [
      User.where { !$0.reports.exists }.select { ($0.id, $0.email) },
      User.where { $0.reports.isEmpty }.select { ($0.id, $0.email) },
      User.where { $0.reports.count == 0 }.select { ($0.id, $0.email) },
      User.where { $0.reports.count < 1 }.select { ($0.id, $0.email) },
      User.all.exclude { $0.reports.exists }.select { ($0.id, $0.email) },
      User.all.exclude { $0.reports.count >= 1 }.select { ($0.id, $0.email) },
      User.all.annotate { $0.reports.isEmpty }.where { _, none in none }
        .select { u, _ in (u.id, u.email) },
      User.all.leftJoin(Report.self) { u, r in r.userID == u.id }.where { _, r in r.isEmpty }
        .select { u, _ in (u.id, u.email) },
    ]
    #expect(Set(try hasNot.map { try $0.explain(s).plan }).count == 1)
    for query in hasNot { #expect(try query.fetch(s).map(\.1) == ["adam", "bob"]) }
  }

  @Test func `F18 distinct compares what is selected, and NULL equals NULL`() throws {
    let s = try PatternData.users().session()
    let owners: [ID<User>?] = try Report.all.select { $0.userID }.distinct().fetch(s)
    #expect(owners == [ID(1), ID(2), nil])
    #expect(try Report.all.select { $0.kind }.distinct().fetch(s) == ["A", "B"])
  }

  @Test func `F22 counts over two relations are not inflated`() throws {
    let s = try PatternData.users().session()
    let rows = try User.all.annotate {
      ($0.reports.count, $0.badges.count, $0.reports.sum { $0.year })
    }.rows(s)
    #expect(rows.map(\.1) == [1, 2, 0, 0])
    #expect(rows.map(\.2) == [0, 3, 0, 0])
    #expect(rows.map(\.3) == [2000, 4001, nil, nil])
  }

  @Test func `F24 F25 the latest row per parent is a subquery with an order`() throws {
    let s = try PatternData.users().session()
    let latest = Report.where { r in
      r.id
        == Report.where { $0.userID == r.userID }.order { $0.year.descending }.first { $0.id }
    }
    #expect(try latest.rows(s).map(\.id) == [1, 2])
  }

  @Test func `F32 building runs nothing, and a query is a value`() throws {
    let s = try PatternData.users().session()
    let (_, building) = s.counting { User.where { $0.reports.exists }.limit(1) }
    #expect(building.count == 0)
    let all = User.all
    let some = all.where { $0.email == "anne" }
    #expect(try all.count(s) == 4)
    #expect(try some.count(s) == 1)
  }

  @Test func `F34 first goes by key, and exists and count build no objects`() throws {
    let s = try PatternData.users().session()
    #expect(try User.all.first(s)?.email == "anne")
    #expect(try User.where { $0.email == "nobody" }.first(s) == nil)
    #expect(try User.where { $0.email.hasPrefix("a") }.exists(s))
  }

  @Test func `F48 a link through a model with the same key twice is refused`() throws {
    let db = try PatternData.users()
    let error = #expect(throws: KindredError.self) {
      try db.write { s in try s.insert([Badge(id: 1, userID: 1)]) }
    }
    #expect(error?.kind == .unique)
  }

  @Test func `F53 the plan names the index of a key and of a foreign key`() throws {
    let db = try PatternData.users()
    try db.write { s in
      try s.insert((0..<1000).map { User(email: "\($0)") })
      try s.insert((0..<3000).map { Report(userID: ID(5 + $0 % 1000), kind: "C", year: 1990) })
    }
    let s = db.session()
    #expect(try User.where { $0.id == 2 }.explain(s).description.contains("user primary key (id)"))
    #expect(
      try Report.where { $0.userID == 2 }.explain(s).description
        .contains("report foreign key (userID)")
    )
  }

  @Test func `F58 the log has the statement's SQL, its rows and the caller's place`() throws {
    let s = try PatternData.users().session()
    let (rows, log) = try s.counting { try User.where { $0.reports.exists }.rows(s) }
    let line = #line - 1
    #expect(rows.count == 2 && log.count == 1)
    let statement = try #require(log.statements.first)
    #expect(statement.rows == 2)
    #expect(statement.file.hasSuffix("PatternTests.swift") && statement.line == line)
    #expect(statement.sql.contains("EXISTS"))
  }

  @Test func `a row is looked up as a value, or said not to be there`() throws {
    let s = try PatternData.users().session()
    #expect(try User.row(s, 2).email == "alice")
    let error = #expect(throws: KindredError.self) { try User.row(s, 77) }
    #expect(error?.kind == .notFound)
  }
}
