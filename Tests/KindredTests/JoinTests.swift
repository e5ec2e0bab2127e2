// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// Right and cross joins, self-joins and mixtures, on the data of the feature table: anne has the report R1;
/// alice has R2, R3 and three badges; adam and bob have none; nobody has R4.
@Suite struct `Joins of every kind` {
  private let session: Session

  init() throws { session = try PatternData.users().session() }

  @Test func `Q01 a right join keeps the rows of the joined table, in its order`() throws {
    let rows = try User.all.rightJoin(Report.self) { u, r in r.userID == u.id }.rows(session)
    #expect(rows.map { $0.0?.email } == ["anne", "alice", "alice", nil])
    #expect(rows.map(\.1.id) == [1, 2, 3, 4])
  }

  @Test func `Q01 what ON says of the kept side picks partners only`() throws {
    let rows = try User.all
      .rightJoin(Report.self) { u, r in r.userID == u.id && r.kind == "B" }.rows(session)
    #expect(rows.map { $0.0?.email } == [nil, nil, "alice", nil])
    let kept = try User.all
      .rightJoin(Report.self) { u, r in r.userID == u.id && r.kind == "B" }
      .where { u, _ in u.exists }.select { u, r in (u.email, r.id) }.fetch(session)
    #expect(kept.map(\.0) == ["alice"])
  }

  @Test func `Q01 a right join is the left join with the sides exchanged`() throws {
    let right = User.all.rightJoin(Report.self) { u, r in r.userID == u.id }
      .select { u, r in (r.id, u.email) }
    let left = Report.all.leftJoin(User.self) { r, u in r.userID == u.id }
      .select { r, u in (r.id, u.email) }
    #expect(try right.explain(session).plan == left.explain(session).plan)
    let (one, other) = (try right.fetch(session), try left.fetch(session))
    #expect(one.map(\.0) == other.map(\.0))
    #expect(one.map(\.1) == other.map(\.1))
  }

  @Test func `Q02 NULL keys find no partner in a right join, and do by null-safe equality`() throws
  {
    let equal = try Report.all.rightJoin(Report.self) { a, b in a.userID == b.userID }
      .select { a, b in (a.id, b.id) }.fetch(session)
    #expect(equal.map(\.0) == [1, 2, 3, 2, 3, nil])
    #expect(equal.map(\.1) == [1, 2, 2, 3, 3, 4])
    let safe = try Report.all.rightJoin(Report.self) { a, b in a.userID.is(b.userID) }
      .select { a, b in (a.id, b.id) }.fetch(session)
    #expect(safe.map(\.0) == [1, 2, 3, 2, 3, 4])
  }

  @Test func `Q01 a right join without any partner yields every row of the joined table`() throws {
    let rows = try User.where { $0.email == "nobody" }
      .rightJoin(Badge.self) { u, b in b.userID == u.id }
      .rows(session)
    #expect(rows.isEmpty, "conditions see the joined rows, as in SQL")
    let none = try User.all
      .rightJoin(Badge.self) { u, b in b.userID == u.id && u.email == "nobody" }.rows(session)
    #expect(none.map(\.1.id) == [1, 2, 3])
    #expect(none.allSatisfy { $0.0 == nil })
  }

  @Test func `Q01 a full join keeps the rows of both sides`() throws {
    let rows = try User.all.fullJoin(Report.self) { u, r in r.userID == u.id && r.kind == "A" }
      .rows(session)
    #expect(rows.map { $0.0?.email } == ["anne", "alice", "adam", "bob", nil, nil])
    #expect(rows.map { $0.1?.id } == [1, 2, nil, nil, 3, 4])
    let count = try User.all.fullJoin(Report.self) { u, r in r.userID == u.id && r.kind == "A" }
      .where { u, r in u.isEmpty || r.isEmpty }.select { u, r in (u.id, r.id) }.count(session)
    #expect(count == 4)
  }

  @Test func `Q01 a full join on any condition goes pair by pair`() throws {
    let query = Report.all.fullJoin(Badge.self) { r, b in r.year > 2000 && b.id > 1 }
      .select { r, b in (r.id, b.id) }
    let rows = try query.fetch(session)
    #expect(rows.map(\.0) == [1, 2, 2, 3, 4, nil])
    #expect(rows.map(\.1) == [nil, 2, 3, nil, nil, 1])
    #expect(try query.explain(session).plan.contains("Full join by nested loop"))
    #expect(try query.sql(session).contains(" FULL JOIN "))
  }

  @Test func `Q01 a full join with an empty side yields the other`() throws {
    let db = try Database(User.self, Report.self, Badge.self)
    let empty = db.session()
    #expect(try User.all.fullJoin(Badge.self) { u, b in u.id == b.userID }.rows(empty).isEmpty)
    _ = try db.write { s in try s.insert([User(email: "zoe")]).count }
    let one = db.session()
    let left = try User.all.fullJoin(Badge.self) { u, b in u.id == b.userID }.rows(one)
    #expect(left.map { $0.0?.email } == ["zoe"])
    #expect(left.map { $0.1?.id } == [nil])
    let right = try Badge.all.fullJoin(User.self) { b, u in u.id == b.userID }.rows(one)
    #expect(right.map { $0.0?.id } == [nil])
    #expect(right.map { $0.1?.email } == ["zoe"])
  }

  @Test func `Q01 a condition that needs one side of a full join makes it a left join`() throws {
    let full = User.all.fullJoin(Report.self) { u, r in r.userID == u.id }
    let left = full.where { u, _ in u.email != "bob" }.select { u, r in (u.email, r.id) }
    #expect(try left.explain(session).plan.contains("Left join"))
    #expect(try left.fetch(session).map(\.0) == ["anne", "alice", "alice", "adam"])
    let inner = full.where { u, r in u.email != "bob" && r.year >= 2000 }
      .select { u, r in (u.email, r.id) }
    #expect(try !inner.explain(session).plan.contains("Full join"))
    #expect(try inner.fetch(session).count == 3)
  }

  @Test func `Q01 full joins in a chain to six tables`() throws {
    let query = User.all
      .fullJoin(Report.self) { u, r in r.userID == u.id }
      .fullJoin(Badge.self) { u, _, b in b.userID == u.id && b.id == 1 }
      .fullJoin(User.self) { u, _, _, v in v.id == u.id && v.email == "anne" }
      .fullJoin(Report.self) { _, r, _, _, q in q.id == r.id && q.kind == "B" }
      .fullJoin(Badge.self) { _, _, b, _, _, c in c.id == b.id }
    let rows = try query.select { u, r, b, v, q, c in (u.id, r.id, b.id, v.id, q.id, c.id) }
      .fetch(session)
    let found = rows.map { row in
      [row.0?.raw, row.1?.raw, row.2?.raw, row.3?.raw, row.4?.raw, row.5?.raw]
        .map { $0.map(String.init) ?? "-" }.joined()
    }
    #expect(
      found == [
        "11-1--", "221--1", "231-31", "3-----", "4-----", "-4----", "--2--2", "--3--3", "---2--",
        "---3--", "---4--", "----1-", "----2-", "----4-",
      ]
    )
  }

  @Test func `L01 the condition of an outer join may ask about both sides`() throws {
    let query = User.all.leftJoin(Badge.self) { u, b in
      Report.where { $0.userID == u.id && $0.userID == b.userID && $0.kind == "B" }.exists
    }.select { u, b in (u.email, b.id) }
    let rows = try query.fetch(session)
    #expect(rows.map(\.0) == ["anne", "alice", "alice", "alice", "adam", "bob"])
    #expect(rows.map(\.1) == [nil, 1, 2, 3, nil, nil])
    let full = try User.all.fullJoin(Badge.self) { u, b in
      b.id < 3 && u.reports.where { $0.userID == b.userID }.exists
    }.select { u, b in (u.email, b.id) }.fetch(session)
    #expect(full.map(\.0) == ["anne", "alice", "alice", "adam", "bob", nil])
    #expect(full.map(\.1) == [nil, 1, 2, nil, nil, 3])
  }

  @Test func `Q01 a cross join pairs each row with each`() throws {
    let pairs = try User.all.crossJoin(Badge.self).rows(session)
    #expect(pairs.map(\.0.email) == ["anne", "alice", "adam", "bob"].flatMap { [$0, $0, $0] })
    #expect(pairs.map(\.1.id) == (0..<4).flatMap { _ in [1, 2, 3] as [ID<Badge>] })
    let filtered = User.all.crossJoin(Report.self).where { u, r in r.userID == u.id }
      .select { u, r in (u.email, r.id) }
    let joined = User.all.join(Report.self) { u, r in r.userID == u.id }
      .select { u, r in (u.email, r.id) }
    #expect(try filtered.explain(session).plan == joined.explain(session).plan)
  }

  @Test func `Q01 a table joins itself under two names`() throws {
    let pairs = try Report.all.join(Report.self) { a, b in a.kind == b.kind && a.id < b.id }
      .select { a, b in (a.id, b.id) }.fetch(session)
    #expect(pairs.map(\.0) == [1, 1, 2])
    #expect(pairs.map(\.1) == [2, 4, 4])
  }

  @Test func `Q01 a join of related rows keeps to them, also where a right join pads`() throws {
    let emails = try User.where { user in
      Badge.where { badge in
        badge.id.in(
          user.reports.rightJoin(Badge.self) { r, b in r.userID == b.userID }.select { _, b in b.id
          }
        )
      }.exists
    }.rows(session).map(\.email)
    #expect(emails == ["anne", "alice", "adam", "bob"])
  }

  @Test func `Q01 six tables join by every kind at once`() throws {
    let query = User.all
      .leftJoin(Report.self) { u, r in r.userID == u.id }
      .rightJoin(Badge.self) { u, _, b in b.userID == u.id }
      .crossJoin(User.self)
      .join(Report.self) { _, r, _, v, q in q.userID == v.id && q.year >= 2000 && r.kind == "A" }
      .leftJoin(Badge.self) { _, _, _, v, _, c in c.userID == v.id }
      .select { u, r, b, v, q, c in (u.email, r.id, b.id, v.email, q.id, c.id) }
    let rows = try query.fetch(session)
    var expected: [String] = []
    for badge in 1...3 {
      expected.append("alice 2 \(badge) anne 1 -")
      for report in 2...3 {
        for other in 1...3 { expected.append("alice 2 \(badge) alice \(report) \(other)") }
      }
    }
    let found = rows.map { row in
      let last = row.5.map { "\($0.raw)" } ?? "-"
      return "\(row.0 ?? "-") \(row.1?.raw ?? 0) \(row.2.raw) \(row.3) \(row.4.raw) \(last)"
    }
    #expect(found.sorted() == expected.sorted())
  }
}
