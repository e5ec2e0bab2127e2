// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

@Suite struct `Importing CSV` {
  private func database() throws -> Database {
    let db = try Database(User.self, Report.self, Badge.self)
    try db.write { s in try s.insert([User(email: "anne")]) }
    return db
  }

  private func failure(_ text: String) throws -> KindredError {
    let db = try database()
    let error = #expect(throws: KindredError.self) {
      try db.write { s in _ = try s.importCSV(Report.self, text.utf8) }
    }
    #expect(try Report.all.count(db.session()) == 0)
    return try #require(error)
  }

  @Test func `rows come in with keys of their own or of the table`() throws {
    let db = try database()
    try db.write { s in
      let own = try s.importCSV(Report.self, "year,kind,userID\n2000,A,1\n2001,\"B,C\",\n".utf8)
      let given = try s.importCSV(Report.self, "id,Art,year\n40,D,1".utf8) {
        $0 == "Art" ? "kind" : $0
      }
      #expect(own == 2 && given == 1)
    }
    let rows = try Report.all.rows(db.session())
    #expect(rows.map(\.id) == [1, 2, 40])
    #expect(rows.map(\.kind) == ["A", "B,C", "D"])
    #expect(rows.map(\.userID) == [1, nil, nil])
  }

  @Test(arguments: [
    ("id,kind,year\n1,A,2000\n1,B,2001", KindredError.Kind.unique, 3),
    ("kind,year,userID\nA,2000,1\nB,2001,7", .foreignKey, 3),
    ("kind,year\nA,20x", .type, 2),
    ("kind,year\nA", .format, 2),
    ("kind,jahr\nA,1", .format, 1),
    ("kind,year\nA,", .notNull, 2),
  ])
  func `a fault names table and line, and nothing is written`(
    text: String,
    kind: KindredError.Kind,
    line: Int
  ) throws {
    let error = try failure(text)
    #expect(error.kind == kind)
    #expect(error.table == "report")
    #expect(error.line == line)
  }
}
