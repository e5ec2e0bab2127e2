// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Compares two answers of one query as far as the query determines them.
enum AnswerComparison {
  /// A sentence on how they differ; nil when they agree.
  static func difference(
    _ actual: [[Value]],
    _ expected: [[Value]],
    _ order: FuzzCase.Order
  ) -> String? {
    switch order {
    case .total: sequence(actual, expected)
    case .none: bag(actual, expected)
    case .columns(let positions): bag(actual, expected) ?? keys(actual, expected, positions)
    }
  }

  /// For a limit that may pick any rows: as many, all of them among the unlimited ones, and in order.
  static func difference(
    _ actual: [[Value]],
    limitedTo expected: [[Value]],
    of unlimited: [[Value]],
    _ order: FuzzCase.Order
  ) -> String? {
    guard actual.count == expected.count else {
      return "\(actual.count) rows instead of \(expected.count)"
    }
    var left = counts(unlimited)
    for row in actual {
      guard left[row, default: 0] > 0 else { return "the row \(text(row)) should not be there" }
      left[row, default: 0] -= 1
    }
    guard case .columns(let positions) = order else { return nil }
    return keys(actual, expected, positions)
  }

  static func text(_ row: [Value]) -> String {
    "(" + row.map(\.description).joined(separator: ", ") + ")"
  }

  private static func sequence(_ actual: [[Value]], _ expected: [[Value]]) -> String? {
    if let difference = bag(actual, expected) { return difference }
    guard let position = actual.indices.first(where: { actual[$0] != expected[$0] }) else {
      return nil
    }
    return "row \(position) is \(text(actual[position])) instead of \(text(expected[position]))"
  }

  private static func keys(
    _ actual: [[Value]],
    _ expected: [[Value]],
    _ positions: [Int]
  ) -> String? {
    for (row, (left, right)) in zip(actual, expected).enumerated() {
      for position in positions where left[position] != right[position] {
        return "in row \(row) the sort key in column \(position) is \(left[position]) instead of "
          + "\(right[position])"
      }
    }
    return nil
  }

  private static func bag(_ actual: [[Value]], _ expected: [[Value]]) -> String? {
    if actual.count <= 1 && actual == expected { return nil }
    let (left, right) = (counts(actual), counts(expected))
    guard left != right else { return nil }
    let missing = right.filter { left[$0.key, default: 0] < $0.value }.keys.map(text).sorted()
    let extra = left.filter { right[$0.key, default: 0] < $0.value }.keys.map(text).sorted()
    return "\(actual.count) rows instead of \(expected.count); missing: "
      + "\(missing.prefix(3).joined(separator: ", ")); too many: "
      + "\(extra.prefix(3).joined(separator: ", "))"
  }

  private static func counts(_ rows: [[Value]]) -> [[Value]: Int] {
    var counts: [[Value]: Int] = [:]
    for row in rows { counts[row, default: 0] += 1 }
    return counts
  }
}
