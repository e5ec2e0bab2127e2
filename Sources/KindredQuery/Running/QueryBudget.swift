// SPDX-License-Identifier: Apache-2.0

import KindredExecution

/// What a query may use at most; nil for as much as it takes.
///
///     try s.within(QueryBudget(rows: 1_000_000, time: .milliseconds(200))) {
///       try Author.where { … }.fetch(s)
///     }
///
/// Over it, the statement throws `limit` after the batch of 2048 rows in which it was passed, and what it
/// has kept is freed; a statement that writes has written nothing by then.
public struct QueryBudget: Sendable, Hashable {
  /// Rows that its operators hand on, those of the result included.
  public var rows: Int?
  /// Bytes that its operators and the result keep at once: row ids and values, without the texts.
  public var bytes: Int?
  /// Time that it runs.
  public var time: Duration?

  /// A budget of what is given.
  public init(rows: Int? = nil, bytes: Int? = nil, time: Duration? = nil) {
    self.rows = rows
    self.bytes = bytes
    self.time = time
  }

  /// As much as it takes.
  public static var unlimited: QueryBudget { QueryBudget() }

  var limits: ExecutionLimits { ExecutionLimits(rows: rows, bytes: bytes, time: time) }
}

extension Session {
  /// Runs the body with a budget for each of its statements.
  ///
  /// - Parameters:
  ///   - budget: What each statement may use; in place of ``budget``.
  ///   - body: What runs statements.
  /// - Returns: What the body returns.
  /// - Throws: `limit` from a statement over its budget, and what the body throws.
  public func within<R, E: Error>(
    _ budget: QueryBudget,
    _ body: () throws(E) -> R
  ) throws(E) -> R {
    let outer = self.budget
    self.budget = budget
    defer { self.budget = outer }
    return try body()
  }
}
