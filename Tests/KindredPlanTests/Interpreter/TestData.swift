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
    let authors = (0..<random.below(5)).map { index -> [Value] in
      [.integer(Int64(index + 1)), .text(random.pick(names)), value(&random, nullable: true)]
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
    tables = [authors, books, reviews]
  }

  func statistics(of table: TableID) -> TableStatistics {
    let rows = tables[table.index]
    let parents = Library.schema[table].foreignKeys.map { key in
      Set(rows.map { $0[key.columns[0]] }.filter { !$0.isNull }).count
    }
    return TableStatistics(
      rowCount: rows.count, slotCount: rows.count, distinctParents: parents)
  }

  /// The position of the row whose column has the value.
  func row(_ table: TableID, _ column: Int, _ value: Value) -> Int? {
    value.isNull ? nil : tables[table.index].firstIndex { $0[column] == value }
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
