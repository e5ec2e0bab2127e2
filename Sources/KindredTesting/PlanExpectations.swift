// SPDX-License-Identifier: Apache-2.0

public import Kindred

/// What a test expects of how a query is run.
///
/// ```swift
/// try Book.where { $0.authorID == 7 }.expect(s, .usesIndex("books foreign key (authorID)"), .noScan(of: "books"))
/// try Author.where { $0.books.any { $0.year > 2020 } }.expect(s, .rowsTouched(atMost: 5_000))
/// ```
public enum PlanExpectation: Sendable, Hashable {
  /// An index of this name is used, as `books foreign key (authorID)`.
  case usesIndex(String)
  /// The table is not read from end to end.
  case noScan(of: String)
  /// All operators together hand on no more rows.
  case rowsTouched(atMost: Int)
  /// The query has no warnings.
  case noWarnings
}

extension QueryForm {
  /// Throws if the query is not run as expected.
  ///
  /// Runs it only where its rows are to be counted.
  ///
  /// - Parameters:
  ///   - session: Where the query is run.
  ///   - expectations: What must hold.
  /// - Returns: How the query is run.
  /// - Throws: ``PlanNotAsExpected``, or what explaining and running throws.
  @discardableResult
  public func expect(
    _ session: Session,
    _ expectations: PlanExpectation...
  ) throws -> Explanation {
    let counts = expectations.contains { if case .rowsTouched = $0 { true } else { false } }
    let explanation = counts ? try analyze(session) : try explain(session)
    let failed = expectations.compactMap { $0.failure(explanation) }
    guard failed.isEmpty else {
      throw PlanNotAsExpected(failures: failed, explanation: explanation)
    }
    return explanation
  }
}

/// A query is not run as a test expects.
public struct PlanNotAsExpected: Error, CustomStringConvertible {
  /// A sentence for each expectation that does not hold.
  public let failures: [String]
  /// How the query is run.
  public let explanation: Explanation

  /// What does not hold, and the plan.
  public var description: String {
    failures.joined(separator: "\n") + "\n\(explanation)"
  }
}

extension PlanExpectation {
  fileprivate func failure(_ explanation: Explanation) -> String? {
    switch self {
    case .usesIndex(let name):
      guard !explanation.indexes.contains(name) else { return nil }
      let used = explanation.indexes
      return "the index \"\(name)\" is not used, but "
        + (used.isEmpty ? "none" : used.map { "\"\($0)\"" }.joined(separator: ", "))
    case .noScan(let table):
      return explanation.scannedTables.contains(table)
        ? "the table \(table) is read from end to end" : nil
    case .rowsTouched(let most):
      let touched = explanation.rowsTouched ?? 0
      return touched <= most ? nil : "\(touched) rows are touched where at most \(most) may be"
    case .noWarnings:
      return explanation.warnings.isEmpty
        ? nil : "there are warnings: " + explanation.warnings.map(\.message).joined(separator: "; ")
    }
  }
}
