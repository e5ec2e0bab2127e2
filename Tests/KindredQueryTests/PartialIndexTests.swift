// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

private struct Job: Entity {
  var id: ID<Job> = .new
  var isDone: Bool = false
  var due: Int
  var owner: String? = nil
  static let table = Table<Job>("jobs", Job.init)
    .index(\.due, where: { !$0.isDone })
    .index(.descending(\.owner), where: { $0.owner != nil && $0.due >= 10 })
}

private struct Wrong: Entity {
  var id: ID<Wrong> = .new
  var jobID: ID<Job>? = nil
  var count: Int = 0
  static let job = toOne(\.jobID)
  static let table = Table<Wrong>("wrong", Wrong.init)
    .index(\.count, where: { $0.count + 1 > 2 })
    .index(\.count, where: { $0.job.due > 1 })
    .index(\.count, where: { $0.count > 1 || $0.count < 0 })
}

@Suite struct `A partial index` {
  let db: Database

  init() throws {
    db = try Database(Job.self)
    try db.write { s in
      try s.insert(
        (0..<40_000).map { number in
          Job(
            isDone: number % 90 != 0,
            due: number % 100,
            owner: number % 350 < 7 ? "owner \(number % 7)" : nil
          )
        }
      )
    }
  }

  /// The rows of the query, and whether its plan uses a partial index.
  private func run(_ query: Query<Job>) throws -> (ids: [Int], isUsed: Bool) {
    try db.read { s in
      let ids = try query.rows(s).map(\.id.raw)
      return (ids, "\(try query.explain(s))".contains("partial index"))
    }
  }

  private func ids(_ isIncluded: (Job) -> Bool) throws -> [Int] {
    try db.read { s in try Job.all.rows(s) }.filter(isIncluded).map(\.id.raw)
  }

  @Test func `serves queries whose conditions imply its own, with the same rows`() throws {
    let open = try run(Job.where { !$0.isDone })
    #expect(open.isUsed)
    #expect(open.ids == (try ids { !$0.isDone }))
    let overdue = try run(Job.where { $0.due < 20 && $0.isDone == false })
    #expect(overdue.isUsed)
    #expect(overdue.ids == (try ids { !$0.isDone && $0.due < 20 }))
    let owned = try run(Job.where { $0.owner == "owner 3" && $0.due.in([50, 99]) })
    #expect(owned.isUsed)
    #expect(owned.ids == (try ids { $0.owner == "owner 3" && [50, 99].contains($0.due) }))
    let first = try run(Job.where { !$0.isDone }.order { $0.due.ascending }.limit(3))
    #expect(first.isUsed && first.ids.count == 3)
  }

  @Test func `serves no other query`() throws {
    for query in [
      Job.where { $0.isDone }, Job.where { $0.due < 5 }, Job.where { $0.owner == "owner 3" },
      Job.where { $0.owner == "owner 3" && $0.due > 8 }, Job.where { !$0.isDone || $0.due == 1 },
    ] {
      #expect(!(try run(query).isUsed))
    }
  }

  @Test func `a plan that is kept for one value is not used for another`() throws {
    for isDone in [false, true, false] {
      let found = try run(Job.where { $0.isDone == isDone && $0.due == 40 })
      #expect(found.isUsed == !isDone)
      #expect(found.ids == (try ids { $0.isDone == isDone && $0.due == 40 }))
    }
  }

  @Test func `gains and loses rows as they begin and cease to meet its condition`() throws {
    try db.write { s in
      try Job.where { $0.due == 40 }.update(s) { $0.isDone = true }
      try Job.where { $0.due == 50 }.update(s) { $0.isDone = false }
      try Job.where { $0.due == 60 && !$0.isDone }.delete(s)
      try s.insert([Job(isDone: false, due: 40), Job(isDone: true, due: 40)])
      struct Undone: Error {}
      try? s.savepoint {
        try Job.all.update(s) { $0.isDone = true }
        throw Undone()
      }
    }
    let open = try run(Job.where { !$0.isDone && $0.due <= 60 })
    #expect(open.isUsed)
    #expect(open.ids == (try ids { !$0.isDone && $0.due <= 60 }))
  }

  @Test func `is refused if its condition is more than tests of columns against constants`() {
    let error = #expect(throws: KindredError.self) { try Database(Job.self, Wrong.self) }
    let message = error?.message ?? ""
    #expect(message.contains("the condition of an index may speak only of the columns of its own"))
    #expect(message.ranges(of: "made of tests of columns against constants").count == 2)
    #expect(message.contains("PartialIndexTests.swift:22"))
  }
}
