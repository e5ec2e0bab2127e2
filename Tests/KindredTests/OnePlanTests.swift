// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// What is not joined, and what is not computed twice; on the data of the feature table.
@Suite struct `Plans of paths and annotations` {
  private let s: Session

  init() throws { s = try PatternData.users().session() }

  @Test func `F07 to-one null checks and paths that end at the key use no join`() throws {
    let orphans = [
      Report.where { $0.user.isEmpty }, Report.where { $0.userID == nil },
      Report.where { $0.user.id == nil },
    ]
    let owned = [Report.where { $0.user.exists }, Report.where { $0.userID != nil }]
    let annes = [Report.where { $0.user.id == 1 }, Report.where { $0.userID == 1 }]
    for (queries, ids) in [(orphans, [4]), (owned, [1, 2, 3]), (annes, [1])] {
      let plans = try Set(queries.map { try $0.explain(s).plan })
      #expect(plans.count == 1, "\(plans)")
      #expect(plans.allSatisfy { !$0.contains("oin") && !$0.contains("user;") }, "\(plans)")
      for query in queries { #expect(try query.rows(s).map(\.id.raw) == ids) }
    }
    let selected = Report.all.select { $0.user.id }
    #expect(try selected.explain(s).scannedTables == ["report"])
    #expect(try selected.explain(s).plan == Report.all.select { $0.userID }.explain(s).plan)
  }

  @Test func `F03 an annotation that is asked about and stays is computed once`() throws {
    let has = User.all.annotate { $0.reports.exists }.where { _, has in has }
    let counted = User.all.annotate { $0.reports.count }
      .where { _, count in count > 1 }
      .order { u, count in (count.descending, u.id.ascending) }
    for explanation in [try has.explain(s), try counted.explain(s)] {
      let reading = explanation.operators.filter { $0.table == "report" }
      #expect(reading.count == 1, "\(explanation)")
    }
    #expect(try has.rows(s).map(\.1) == [true, true])
    #expect(try counted.rows(s).map(\.1) == [2])
  }

  @Test func `F17 NOT IN over a column that is never NULL is the plan of has none`() throws {
    let queries = [
      User.where { !$0.id.in(Badge.all.select { $0.userID }) }, User.where { $0.badges.isEmpty },
      User.where { !$0.badges.exists },
    ]
    #expect(try Set(queries.map { try $0.explain(s).plan }).count == 1)
    for query in queries { #expect(try query.rows(s).map(\.email) == ["anne", "adam", "bob"]) }
  }
}
