// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// Updates and deletes by query, on the data of the feature table: anne has the report R1; alice has R2, R3
/// and three badges; adam and bob have none; nobody has R4.
@Suite struct `Writes by query` {
  private let database: Database

  init() throws { database = try PatternData.users() }

  @Test func `F27 assigned expressions follow to-one relations`() throws {
    try database.write { s throws in
      let changed = try Report.where { $0.year == 2000 }.update(s) {
        $0.kind = $0.user.email.or("nobody")
      }
      #expect(changed == 3)
      #expect(try Report.all.rows(s).map(\.kind) == ["anne", "A", "alice", "nobody"])
    }
  }

  @Test func `F27 assigned expressions aggregate related rows, as they were before`() throws {
    try database.write { s throws in
      let count = try User.all.update(s) {
        $0.email = $0.reports.order { $0.id.descending }.first { $0.kind }.or($0.email)
      }
      #expect(count == 4)
      #expect(try User.all.rows(s).map(\.email) == ["A", "B", "adam", "bob"])
      _ = try Report.all.update(s) { $0.year = $0.user.badges.count + $0.year }
      #expect(try Report.all.rows(s).map(\.year) == [2000, 2004, 2003, 2000])
    }
  }

  @Test func `F61 an update returns the rows as they are, in the query's order`() throws {
    try database.write { s throws in
      let rows = try Report.where { $0.kind == "A" }.order { $0.id.descending }
        .updateReturning(s) { $0.year = $0.year + 1 }
      #expect(rows.map(\.id) == [4, 2, 1])
      #expect(rows.map(\.year) == [2001, 2002, 2001])
      #expect(try Report.where { $0.kind == "Z" }.updateReturning(s) { $0.year = 1 }.isEmpty)
    }
  }

  @Test func `F61 a delete returns the rows as they were, without those of cascades`() throws {
    try database.write { s throws in
      let users = try User.where { $0.reports.exists }.order { $0.email.ascending }
        .deleteReturning(s)
      #expect(users.map(\.email) == ["alice", "anne"])
      #expect(try User.all.rows(s).map(\.email) == ["adam", "bob"])
      #expect(try Report.all.rows(s).map(\.id) == [4])
    }
  }

  @Test func `F61 what fails returns nothing and changes nothing`() throws {
    try database.write { s throws in
      #expect(throws: KindredError.self) {
        try Badge.all.updateReturning(s) { $0.userID = 99 }
      }
      #expect(try Badge.all.rows(s).map(\.userID) == [2, 2, 2])
    }
  }
}
