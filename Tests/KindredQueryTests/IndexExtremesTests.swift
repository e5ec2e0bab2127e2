// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredQuery
import Testing

private struct Gauge: Entity {
  var id: ID<Gauge> = .new
  var name: String
  static let readings = toMany(\Reading.gaugeID)
  static let table = Table("gauges", Gauge.init)
}

private struct Reading: Entity {
  var id: ID<Reading> = .new
  var gaugeID: ID<Gauge>?
  var day: Int
  var value: Double?
  var note: String?
  static let table = Table("readings", Reading.init).index(\.day).index(\.gaugeID, \.value)
    .index(.descending(\.value))
}

/// 20,000 readings of 5 gauges on days 100 to 20,099, each tenth of them without a value; no notes.
@Suite struct `Least and greatest values` {
  private let s: Session
  private let values: [Double?]

  init() throws {
    let db = try Database(Gauge.self, Reading.self)
    let values = (0..<20_000).map { $0 % 10 == 0 ? nil : Double(($0 * 7_919) % 20_011) }
    try db.write { s in
      try s.insert((1...5).map { Gauge(name: "G\($0)") })
      try s.insert(
        values.indices.map {
          Reading(gaugeID: ID(1 + $0 % 5), day: 100 + $0, value: values[$0], note: nil)
        }
      )
    }
    s = db.session()
    self.values = values
  }

  /// As ``Session/within(_:_:)`` with a budget of a handful of rows.
  private func readingFew<R>(_ body: () throws -> R) throws -> R {
    try s.within(QueryBudget(rows: 10), body)
  }

  @Test func `are read at the ends of an ordered index`() throws {
    let days = try readingFew {
      try Reading.all.aggregate(s) { ($0.min { $0.day }, $0.max { $0.day }) }
    }
    #expect(days == (100, 20_099))
    let known = values.compactMap(\.self)
    let both = try readingFew {
      try Reading.all.aggregate(s) {
        ($0.min { $0.value }, $0.max { $0.day }, $0.max { $0.value })
      }
    }
    #expect(both == (known.min(), 20_099, known.max()))
  }

  @Test func `are read so in a range of the same column, and behind equal ones`() throws {
    let days = try readingFew {
      try Reading.where { $0.day >= 500 && $0.day < 700 }
        .aggregate(s) { ($0.min { $0.day }, $0.max { $0.day }) }
    }
    #expect(days == (500, 699))
    let third = stride(from: 2, to: values.count, by: 5).compactMap { values[$0] }
    let own = try readingFew {
      try Reading.where { $0.gaugeID == 3 }
        .aggregate(s) { ($0.min { $0.value }, $0.max { $0.value }) }
    }
    #expect(own == (third.min(), third.max()))
    let none = try readingFew {
      try Reading.where { $0.day > 30_000 }.aggregate(s) { $0.min { $0.day } }
    }
    #expect(none == nil)
  }

  @Test func `are planned so, and that is switched off by name`() throws {
    let query = Gauge.all.select { _ in Reading.all.max { $0.day } }
    let plan = try query.explain(s)
    #expect(plan.rules.contains("IndexExtremes"))
    #expect(plan.indexes == ["readings index (day)"])
    #expect(
      plan.plan == """
        Project p1: s1.0
        └─ Apply s1: scalar; once
           ├─ Scan: gauges
           └─ Group g1: maximum(readings.day)
              └─ Index scan: readings index (day); the last
        """
    )
    #expect(try query.fetch(s) == [Int?](repeating: 20_099, count: 5))
  }

  @Test func `are found by reading the rows where no index has them`() throws {
    func plans(_ query: Selection<Double?>) throws -> Bool {
      try query.explain(s).rules.contains("IndexExtremes")
    }
    // By another column, under a condition of its own, beside another aggregate.
    let one = Gauge.where { $0.id == 1 }
    #expect(
      try !plans(one.select { _ in Reading.where { $0.note == nil }.max { $0.value } })
    )
    #expect(
      try !plans(
        one.select { _ in
          Reading.all.max {
            $0.value
          } where: {
            $0.day > 500
          }
        }
      )
    )
    #expect(try plans(one.select { _ in Reading.all.max { $0.value } }))
    let counted = try Reading.all.aggregate(s) { ($0.count, $0.max { $0.day }) }
    #expect(counted == (20_000, 20_099))
  }
}
