// SPDX-License-Identifier: Apache-2.0

/// How far the rows that operators were expected to yield are from those that came, by kind of operator.
///
/// The q-error of Moerkotte, Neumann and Steidl, *Preventing Bad Plans by Bounding the Impact of Cardinality
/// Estimation Errors* (VLDB 2009): the larger of the two numbers divided by the smaller, both at least one.
/// 1 is exact; too many and too few count alike.
package struct EstimateErrors: Sendable {
  private var errors: [String: [Double]] = [:]

  package init() {}

  /// Adds the operators of a plan that was run.
  package mutating func add(_ node: ExplainNode) {
    // What never started, or was stopped by a limit above, yields no count to compare with.
    if let expected = node.estimatedRows, let actual = node.actual, actual.starts > 0 {
      let rows = Double(actual.rows) / Double(actual.starts)
      let (smaller, larger) = (min(expected, rows), max(expected, rows))
      errors[node.kind, default: []].append(max(1, larger) / max(1, smaller))
    }
    for child in node.children { add(child) }
  }

  /// How many operators were compared.
  package var count: Int { errors.values.reduce(0) { $0 + $1.count } }

  /// The kinds of operators, by name.
  package var kinds: [String] { errors.keys.sorted() }

  /// The error that so many of a hundred operators do not exceed.
  ///
  /// - Parameters:
  ///   - percent: Of the operators, 0…100.
  ///   - kind: Of this kind only; nil for all.
  /// - Returns: 1 where there are none.
  package func percentile(_ percent: Double, of kind: String? = nil) -> Double {
    let sorted = (kind.map { errors[$0, default: []] } ?? errors.values.flatMap(\.self)).sorted()
    guard !sorted.isEmpty else { return 1 }
    let position = (Double(sorted.count - 1) * percent / 100).rounded(.up)
    return sorted[min(sorted.count - 1, Int(position))]
  }

  /// A table in Markdown: a line for each kind, and one for all.
  package var markdown: String {
    func line(_ name: String, _ count: Int, _ kind: String?) -> String {
      let numbers = [50, 90, 99, 100].map { percent in
        let tenths = (percentile(percent, of: kind) * 10).rounded()
        return tenths < 1e9 ? "\(tenths / 10)" : "\(tenths)"
      }
      return "| \(name) | \(count) | \(numbers.joined(separator: " | ")) |"
    }
    let lines = kinds.map { line($0, errors[$0, default: []].count, $0) }
    return
      (["| operator | count | p50 | p90 | p99 | max |", "|---|--:|--:|--:|--:|--:|"] + lines
      + [line("all", count, nil)]).joined(separator: "\n")
  }
}

extension ExplainNode {
  /// The name without the name of what is computed: `Group by hash` for `Group g1 by hash`.
  fileprivate var kind: String {
    let words = name.split(separator: " ").map(String.init)
    guard let first = words.first else { return name }
    switch first {
    case "Project", "Group", "Number", "Apply":
      return ([first] + words.dropFirst(2)).joined(separator: " ")
    case "Union", "Intersect", "Except":
      return words.filter(Self.setWords.contains).joined(separator: " ")
    case _: return name
    }
  }

  private static var setWords: Set<String> {
    ["Union", "all", "Intersect", "Except", "by", "row", "id", "hash"]
  }
}
