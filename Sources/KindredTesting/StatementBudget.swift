// SPDX-License-Identifier: Apache-2.0

public import Kindred

extension Session {
  /// Runs the body and throws if it ran more statements than it may: a test's guard against loading
  /// related objects one by one.
  ///
  /// ```swift
  /// try s.expecting(atMost: 2) {
  ///   for author in try Author.all.with(\.books).fetch(s) { _ = try author.books.count }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - budget: How many statements the body may run, lazy loads included.
  ///   - body: What is watched.
  /// - Returns: What the body returns.
  /// - Throws: ``StatementBudgetExceeded``, or what the body throws.
  public func expecting<Result>(
    atMost budget: Int,
    _ body: () throws -> Result
  ) throws -> Result {
    let (result, log) = try counting(body)
    guard log.count <= budget else { throw StatementBudgetExceeded(budget: budget, log: log) }
    return result
  }
}

/// More statements ran than a test allows.
public struct StatementBudgetExceeded: Error, CustomStringConvertible {
  /// How many were allowed.
  public let budget: Int
  /// Those that ran.
  public let log: QueryLog

  /// How many ran, how many were allowed, and a line for each.
  public var description: String {
    "\(log.count) statements ran where at most \(budget) may:\n\(log)"
  }
}
