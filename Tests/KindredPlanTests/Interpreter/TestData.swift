// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// The splitmix64 generator: the same cases for the same seed, everywhere.
struct Random {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }
}

/// Rows of the library's tables, few and full of NULLs, gaps and repetitions.
struct TestData: StatisticsSource {
  var tables: [[[Value]]]

  init(_ random: inout Random) {
    func value(_ random: inout Random, nullable: Bool) -> Value {
      if nullable, random.chance(25) { return .null }
      return random.chance(3) ? .integer(.max) : .integer(Int64(random.below(4)))
    }
    let names = ["a", "b", "é"]
    let authorCount = random.below(5)
    let authors = (0..<authorCount).map { index -> [Value] in
      let mentor: Value =
        random.chance(40) ? .null : .integer(Int64(random.below(authorCount) + 1))
      return [
        .integer(Int64(index + 1)), .text(random.pick(names)), value(&random, nullable: true),
        mentor,
      ]
    }
    let books = (0..<random.below(8)).map { index -> [Value] in
      let parent: Value =
        authors.isEmpty || random.chance(25)
        ? .null : .integer(Int64(random.below(authors.count) + 1))
      return [
        .integer(Int64(index + 1)), parent, value(&random, nullable: false),
        value(&random, nullable: true),
      ]
    }
    let reviews = (0..<(books.isEmpty ? 0 : random.below(8))).map { index -> [Value] in
      [
        .integer(Int64(index + 1)), .integer(Int64(random.below(books.count) + 1)),
        value(&random, nullable: true),
      ]
    }
    // The year is unique among notes, except where it is NULL.
    var years: Set<Value> = []
    let notes = (0..<(books.isEmpty ? 0 : random.below(6))).map { index -> [Value] in
      let book = random.pick(books)
      let isYearFree = random.chance(70) && years.insert(book[2]).inserted
      return [
        .integer(Int64(index + 1)), random.chance(20) ? .null : book[0],
        isYearFree ? book[2] : .null,
      ]
    }
    tables = [authors, books, reviews, notes]
  }

  func statistics(of table: TableID) -> TableStatistics {
    let rows = tables[table.index]
    let parents = Library.schema[table].foreignKeys.map { key in
      Set(rows.map { row in key.columns.map { row[$0] } }.filter { !$0.contains(.null) }).count
    }
    return TableStatistics(
      rowCount: rows.count,
      slotCount: rows.count,
      distinctParents: parents
    )
  }

  /// The position of the row whose columns have the values.
  func row(_ table: TableID, _ columns: [Int], _ values: [Value]) -> Int? {
    guard !values.contains(.null) else { return nil }
    return tables[table.index].firstIndex { row in columns.map { row[$0] } == values }
  }
}

/// What one source contributes to a row of a result.
struct Part: Hashable {
  var values: [Value]
  var rowID: Int?
}

typealias Row = [SourceID: Part]

/// Counts as the failure of a query.
struct EvaluationFailure: Error {}

/// Counts as a mistake of the planner.
struct UnboundParameter: Error {
  let number: Int
}

/// Counts as a mistake of the planner.
struct InvisibleSource: Error {
  let source: SourceID
}
