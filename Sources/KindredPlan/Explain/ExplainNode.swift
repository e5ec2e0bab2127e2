// SPDX-License-Identifier: Apache-2.0

/// One operator of an explained plan: a value that prints as a tree.
package struct ExplainNode: Sendable, Hashable {
  package var name: String
  package var details: [String]
  /// Nil in a logical plan.
  package var estimatedRows: Double?
  /// Of the whole subtree.
  package var estimatedCost: Double?
  package var children: [ExplainNode]

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
  /// - Parameter showsEstimates: Whether each line ends with the expected rows and cost.
  /// - Returns: A line for each node, children below their parent.
  package func text(showsEstimates: Bool = false) -> String {
    var lines: [String] = []
    write(into: &lines, first: "", rest: "", showsEstimates)
    return lines.joined(separator: "\n")
  }

  private func write(
    into lines: inout [String],
    first: String,
    rest: String,
    _ showsEstimates: Bool
  ) {
    lines.append(first + line(showsEstimates))
    for (index, child) in children.enumerated() {
      let isLast = index == children.count - 1
      child.write(
        into: &lines,
        first: rest + (isLast ? "└─ " : "├─ "),
        rest: rest + (isLast ? "   " : "│  "),
        showsEstimates
      )
    }
  }

  private func line(_ showsEstimates: Bool) -> String {
    var line = name
    if !details.isEmpty { line += ": " + details.joined(separator: "; ") }
    if showsEstimates, let estimatedRows, let estimatedCost {
      line += "  (rows \(Self.rounded(estimatedRows)), cost \(Self.rounded(estimatedCost)))"
    }
    return line
  }

  private static func rounded(_ number: Double) -> String {
    number < 1e15 ? "\(Int(number + 0.5))" : "\(number)"
  }
}

extension ExplainNode: CustomStringConvertible {
  package var description: String { text(showsEstimates: true) }
}
