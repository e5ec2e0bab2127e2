// SPDX-License-Identifier: Apache-2.0

package import Kindred

extension Explanation {
  /// What running the query took, in the time to ask one row of a scan a question: the measured costs of
  /// `Docs/Decisions/0014-costs-are-measured.md`, for the rows that came instead of those expected.
  ///
  /// The same at each run, unlike a time.
  package var work: Double { operators.reduce(0) { $0 + $1.work } }
}

extension PlanNode {
  /// Of the operator without its inputs.
  fileprivate var work: Double {
    let (rows, probes) = (Double(rows ?? 0), Double(probes ?? 0))
    func input(_ position: Int) -> Double {
      inputs.indices.contains(position) ? Double(inputs[position].rows ?? 0) : 0
    }
    if name.hasSuffix("by parent lookup") { return input(0) * 0.7 }
    if name.hasSuffix("by child expansion") { return input(0) * 6 + rows * 16 }
    if name.hasSuffix("by row id") { return probes * 2.5 + input(1) * 35 }
    if name.hasSuffix("by hash") { return input(0) * 40 + input(1) * 100 + rows }
    return switch name {
    case "Scan", "Filter": max(rows, input(0))
    case "Sort", "Top": input(0) * 27
    case "Nested-loop join": input(0) * input(1) * 8
    default: rows * 4
    }
  }
}
