// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredTesting
import Testing

@Suite struct `A plan expectation` {
  private func cellar() throws -> Database {
    let db = try Database(Crate.self, Bottle.self)
    try db.write { s in
      try s.insert((1...200).map { Crate(label: "c\($0)") })
      try s.insert((0..<2000).map { Bottle(crateID: ID(1 + $0 % 200)) })
    }
    return db
  }

  @Test func `holds for an index that is used and tables that are not scanned`() throws {
    let s = try cellar().session()
    let query = Bottle.where { $0.crateID == 7 }
    let found = try query.expect(
      s,
      .usesIndex("bottles foreign key (crateID)"),
      .noScan(of: "bottles"),
      .rowsTouched(atMost: 10)
    )
    #expect(found.rowsTouched == 10)
    #expect(try Bottle.all.expect(s, .noScan(of: "crates")).scannedTables == ["bottles"])
  }

  @Test func `that fails says what is so instead, and shows the plan`() throws {
    let s = try cellar().session()
    let error = try #require(
      throws: PlanNotAsExpected.self,
      performing: {
        try Crate.where { $0.label == "c7" }.expect(
          s,
          .usesIndex("crates index (label)"),
          .noScan(of: "crates"),
          .rowsTouched(atMost: 3)
        )
      }
    )
    #expect(error.failures.count == 3)
    #expect(error.description.contains("the index \"crates index (label)\" is not used, but none"))
    #expect(error.description.contains("the table crates is read from end to end"))
    #expect(error.description.contains("201 rows are touched where at most 3 may be"))
    #expect(error.description.contains("Scan: crates"))
  }

  @Test func `of no warnings fails with the warning`() throws {
    let s = try cellar().session()
    try Crate.all.order { $0.id.ascending }.limit(3).expect(s, .noWarnings)
    #expect(throws: PlanNotAsExpected.self) { try Crate.all.limit(3).expect(s, .noWarnings) }
  }
}
