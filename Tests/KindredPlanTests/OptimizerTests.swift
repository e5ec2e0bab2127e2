// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema
import Testing

@Suite struct `The optimizer` {
  private var question: LogicalPlan { Spelling.hasRecentBook(from: 0)[0].plan }

  @Test func `has rules of distinct names`() {
    let names = Optimizer.standardRules.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.contains("ExistsToSemiJoin"))
  }

  @Test(arguments: Optimizer.standardRules.map(\.name))
  func `does not apply a rule that is switched off`(rule: String) {
    for (_, plan) in Spelling.hasRecentBook(from: 0) + Spelling.hasNoRecentBook(from: 0) {
      var fired: [String] = []
      _ = Optimizer(schema: Library.schema, disabled: [rule]).optimize(plan) {
        fired.append($0.rule)
      }
      #expect(!fired.contains(rule))
    }
  }

  @Test func `leaves the plan alone with all rules switched off`() {
    let all = Set(Optimizer.standardRules.map(\.name))
    #expect(Library.optimized(question, disabled: all) == question)
  }

  @Test func `reports each step to the observer, the last being the result`() {
    var steps: [RewriteStep] = []
    let result = Optimizer(schema: Library.schema).optimize(question) { steps.append($0) }
    #expect(steps.last?.plan == result)
    #expect(steps.map(\.rule).contains("ExistsToSemiJoin"))
  }

  @Test func `changes nothing the second time`() {
    for (_, plan) in Spelling.hasRecentBook(from: 0) + Spelling.hasNoRecentBook(from: 0) {
      let once = Library.optimized(plan)
      #expect(Library.optimized(once) == once)
    }
  }

  @Test func `keeps the output of the whole plan`() {
    for (_, plan) in Spelling.hasRecentBook(from: 0) + Spelling.hasNoRecentBook(from: 0) {
      #expect(Library.optimized(plan).output == plan.output)
    }
  }

  @Test func `does not let folding fail`() {
    let overflow = Expression.arithmetic(.add, integer(.max), integer(1))
    let a = Use(Library.authors, 0)
    let plan = LogicalPlan.filter(
      compare(.coalesce([a["id"], overflow]), .greater, integer(0)),
      a.scan
    )
    #expect(Library.optimized(plan) == .filter(compare(a["id"], .greater, integer(0)), a.scan))
    let failing = LogicalPlan.filter(compare(a["id"], .greater, overflow), a.scan)
    #expect(Library.optimized(failing) == failing)
  }

  @Test func `folds a division by zero to NULL`() {
    let a = Use(Library.authors, 0)
    let plan = project(1, [.arithmetic(.divide, integer(1), integer(0))], a.scan)
    #expect(Library.optimized(plan) == project(1, [.literal(.null, .integer)], a.scan))
  }

  @Test func `leaves NOT IN over a nullable column to the null-aware membership`() {
    let (a, b) = (Use(Library.authors, 0), Use(Library.books, 1))
    let authors = project(2, [b["authorID"]], b.scan)
    let plan = LogicalPlan.filter(.not(.inSubquery(a["id"], authors)), a.scan)
    #expect(Library.optimized(plan) == plan)
  }

  @Test func `makes an anti-join of NOT IN where NULLs are filtered out`() {
    let (a, b) = (Use(Library.authors, 0), Use(Library.books, 1))
    let known = LogicalPlan.filter(.not(.isNull(b["authorID"])), b.scan)
    let plan = LogicalPlan.filter(
      .not(.inSubquery(a["id"], project(2, [b["authorID"]], known))),
      a.scan
    )
    let joined = LogicalPlan.join(
      .anti,
      a.scan,
      known,
      on: compare(a["id"], .equal, b["authorID"])
    )
    #expect(Library.optimized(plan) == joined)
  }
}
