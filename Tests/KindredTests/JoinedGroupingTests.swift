// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// Groups and aggregates of joined rows, on the data of the feature table: anne has the report R1; alice
/// has R2, R3 and three badges; adam and bob have none; nobody has R4.
@Suite struct `Groups of joined rows` {
  private let session: Session
  private let joined = User.all.leftJoin(Report.self) { u, r in r.userID == u.id }

  init() throws { session = try PatternData.users().session() }

  @Test func `F21 aggregates per group see the joined rows`() throws {
    let rows = try joined.group { u, _ in u.email }
      .select { g, email in
        (
          email, g.count, g.count { _, r in r.exists }, g.sum { _, r in r.year },
          g.max { _, r in r.kind }
        )
      }.fetch(session)
    #expect(rows.map(\.0) == ["anne", "alice", "adam", "bob"])
    #expect(rows.map(\.1) == [1, 2, 1, 1])
    #expect(rows.map(\.2) == [1, 2, 0, 0])
    #expect(rows.map(\.3) == [2000, 4001, nil, nil])
    #expect(rows.map(\.4) == ["A", "B", nil, nil])
  }

  @Test func `F21 having, order and limit of groups of joined rows`() throws {
    let groups = joined.group { u, r in (u.email, r.kind) }
    let some = groups.having { $0.count { _, r in r.year == 2000 } > 0 }
      .order { g, email, kind in
        (g.max { _, r in r.year }.descending, email.descending, kind.ascending)
      }
      .select { g, email, kind in (email, kind, g.countDistinct { u, r in u.id }) }
    let rows = try some.fetch(session)
    #expect(rows.map(\.0) == ["anne", "alice"])
    #expect(rows.map(\.1) == ["A", "B"])
    #expect(try some.limit(1).fetch(session).map(\.0) == ["anne"])
    #expect(try some.offset(1).fetch(session).map(\.0) == ["alice"])
  }

  @Test func `F23 aggregates over all joined rows, also over none`() throws {
    let pairs = User.all.join(Badge.self) { u, b in b.userID == u.id }
    let (count, users, last) = try pairs.aggregate(session) { g in
      (g.count, g.countDistinct { u, _ in u.id }, g.max { u, _ in u.email })
    }
    #expect((count, users) == (3, 1))
    #expect(last == "alice")
    let none = try pairs.where { u, _ in u.email == "bob" }.aggregate(session) { g in
      (g.count, g.max { u, _ in u.email })
    }
    #expect(none.0 == 0)
    #expect(none.1 == nil)
  }

  @Test func `F34 joins and selections exist and are counted, also in conditions`() throws {
    #expect(try joined.count(session) == 5)
    #expect(try joined.exists(session))
    #expect(try joined.where { u, _ in u.email == "eve" }.exists(session) == false)
    #expect(try joined.distinct().count(session) == 5)
    let emails = joined.select { u, _ in u.email }
    #expect(try emails.exists(session))
    #expect(try emails.distinct().count(session) == 4)
    let withPair = User.where { user in
      user.reports.join(Badge.self) { r, b in r.userID == b.userID }.exists
    }
    #expect(try withPair.rows(session).map(\.email) == ["alice"])
    let kinds = User.all.select { user in
      (
        user.email, user.reports.select { $0.kind }.distinct().count,
        user.reports.select { $0.year }.isEmpty
      )
    }
    #expect(try kinds.fetch(session).map(\.1) == [1, 2, 0, 0])
    #expect(try kinds.fetch(session).map(\.2) == [false, false, true, true])
  }

  @Test func `F18 distinct values of a join, in an order of their own`() throws {
    let kinds = joined.select { _, r in r.kind }.distinct().order { $0.descending }
    #expect(try kinds.fetch(session) == ["B", "A", nil])
    #expect(try kinds.limit(2).fetch(session) == ["B", "A"])
  }

  @Test func `F21 groups over six tables`() throws {
    let six = User.all.join(Report.self) { u, r in r.userID == u.id }
      .leftJoin(Badge.self) { u, _, b in b.userID == u.id }
      .crossJoin(User.self)
      .leftJoin(Report.self) { _, _, _, v, q in q.userID == v.id }
      .leftJoin(Badge.self) { _, _, _, v, _, c in c.userID == v.id }
    let rows = try six.group { u, _, _, _, _, _ in u.email }
      .select { g, email in (email, g.count, g.countDistinct { _, _, b, _, _, _ in b.id }) }
      .fetch(session)
    #expect(rows.map(\.0) == ["anne", "alice"])
    #expect(rows.map(\.1) == [9, 54])
    #expect(rows.map(\.2) == [0, 3])
  }
}
