// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema
import Testing

/// How long deciding takes.
///
/// Meaningful in a release build; printed, and bounded loosely.
@Suite struct `Deciding on a plan` {
  @Test func `takes microseconds`() throws {
    var lines: [String] = []
    for (name, plan) in Self.queries {
      let time = try Self.microseconds(plan)
      lines.append("\(name): \(time.optimize) µs to optimize, \(time.plan) µs to plan")
      #expect(time.optimize + time.plan < 2_000)
    }
    print(lines.joined(separator: "\n"))
  }

  private static var queries: [(name: String, plan: LogicalPlan)] {
    let (a, b) = (Use(Library.authors, 0), Use(Library.books, 1))
    let key = LogicalPlan.filter(compare(b["id"], .equal, .parameter(0, .integer)), b.scan)
    let range = LogicalPlan.limit(
      count: 10,
      offset: 0,
      .sort(
        [SortKey(b["year"], isDescending: true)],
        .filter(
          .and([
            compare(b["year"], .greater, integer(1990)), compare(b["pages"], .less, integer(300)),
          ]),
          b.scan
        )
      )
    )
    let join = project(
      5,
      [b.row, a.row],
      .join(.left, b.scan, a.scan, on: compare(b["authorID"], .equal, a["id"]))
    )
    let spellings = Spelling.hasRecentBook(from: 0)
    return [
      ("key", key), ("range, sort, limit", range), ("to-one join", join),
      (spellings[0].name, spellings[0].plan), (spellings[3].name, spellings[3].plan),
      (spellings[4].name, spellings[4].plan),
      ("count per parent", RuleTests.counted),
    ]
  }

  private static func microseconds(
    _ plan: LogicalPlan
  ) throws -> (optimize: Double, plan: Double) {
    let optimizer = Optimizer(schema: Library.schema)
    let planner = Planner(schema: Library.schema, statistics: Library.Statistics())
    let optimized = optimizer.optimize(plan)
    let clock = ContinuousClock()
    func best(_ body: () throws -> Void) rethrows -> Double {
      var best = Duration.seconds(1)
      for _ in 0..<20 {
        best = min(best, try clock.measure { for _ in 0..<100 { try body() } })
      }
      return Double(Int(best / .microseconds(100) * 100)) / 100
    }
    return (
      best { _ = optimizer.optimize(plan) }, try best { _ = try planner.plan(optimized) }
    )
  }
}

private enum RuleTests {
  static var counted: LogicalPlan {
    let (a, b) = (Use(Library.authors, 0), Use(Library.books, 1))
    let own = LogicalPlan.filter(compare(a["id"], .equal, b["authorID"]), b.scan)
    return project(5, [a.row, count(6, of: own)], a.scan)
  }
}
