// SPDX-License-Identifier: Apache-2.0

/// One operator of an explained plan: a value that prints as a tree.
package struct ExplainNode: Sendable, Hashable {
  package var name: String
  package var details: [String]
  /// The table that the operator reads, and by which index; nil for what reads no table.
  package var table: String?
  package var index: String?
  /// Nil in a logical plan.
  package var estimatedRows: Double?
  /// Of the whole subtree.
  package var estimatedCost: Double?
  /// Nil until the plan was run.
  package var actual: Actual?
  package var children: [ExplainNode]

  /// What an operator did.
  package struct Actual: Sendable, Hashable {
    package var rows: Int
    package var batches: Int
    package var probes: Int
    package var starts: Int
    package var bufferedBytes: Int
    /// With everything below it.
    package var time: Duration

    package init(
      rows: Int,
      batches: Int,
      probes: Int,
      starts: Int,
      bufferedBytes: Int,
      time: Duration
    ) {
      self.rows = rows
      self.batches = batches
      self.probes = probes
      self.starts = starts
      self.bufferedBytes = bufferedBytes
      self.time = time
    }
  }

  /// What a printed tree shows of each node.
  package enum Shown: Sendable {
    case operators
    /// The expected rows and cost.
    case estimates
    /// What was expected, and what came if the plan was run.
    case numbers
  }

  package init(
    _ name: String,
    details: [String] = [],
    estimatedRows: Double? = nil,
    estimatedCost: Double? = nil,
    children: [ExplainNode] = []
  ) {
    self.name = name
    self.details = details
    self.estimatedRows = estimatedRows
    self.estimatedCost = estimatedCost
    self.children = children
  }

  /// The tree as lines of text.
  ///
  /// - Parameter shown: What each line ends with.
  /// - Returns: A line for each node, children below their parent.
  package func text(shows shown: Shown = .operators) -> String {
    var lines: [String] = []
    write(into: &lines, first: "", rest: "", shown)
    return lines.joined(separator: "\n")
  }

  private func write(
    into lines: inout [String],
    first: String,
    rest: String,
    _ shown: Shown
  ) {
    lines.append(first + line(shown))
    for (index, child) in children.enumerated() {
      let isLast = index == children.count - 1
      child.write(
        into: &lines,
        first: rest + (isLast ? "└─ " : "├─ "),
        rest: rest + (isLast ? "   " : "│  "),
        shown
      )
    }
  }

  private func line(_ shown: Shown) -> String {
    var line = name
    if !details.isEmpty { line += ": " + details.joined(separator: "; ") }
    switch shown {
    case .operators: break
    case .estimates:
      if let estimatedRows, let estimatedCost {
        line += "  (rows \(Self.rounded(estimatedRows)), cost \(Self.rounded(estimatedCost)))"
      }
    case .numbers: if !numbers.isEmpty { line += "  (\(numbers))" }
    }
    return line
  }

  /// What was expected, and what came if the plan was run.
  package var numbers: String {
    guard let estimatedRows, let estimatedCost else { return "" }
    let (rows, cost) = (Self.rounded(estimatedRows), Self.rounded(estimatedCost))
    guard let actual else { return "rows \(rows), cost \(cost)" }
    var parts = ["rows \(actual.rows) of \(rows) expected", "cost \(cost)"]
    if actual.starts > 1 { parts.append("started \(actual.starts) times") }
    parts.append("batches \(actual.batches)")
    if actual.probes > 0 { parts.append("probes \(actual.probes)") }
    if actual.bufferedBytes > 0 { parts.append("kept \(actual.bufferedBytes) bytes") }
    parts.append("\(actual.time)")
    return parts.joined(separator: ", ")
  }

  private static func rounded(_ number: Double) -> String {
    number < 1e15 ? "\(Int(number + 0.5))" : "\(number)"
  }
}

extension ExplainNode: CustomStringConvertible {
  package var description: String { text(shows: .numbers) }
}
