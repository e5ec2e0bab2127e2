// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// What one run of a plan may use at most.
package struct ExecutionLimits: Sendable, Hashable {
  /// Rows that operators hand on.
  package var rows: Int?
  /// Bytes that operators buffer, the result included.
  package var bytes: Int?
  package var time: Duration?

  package init(rows: Int? = nil, bytes: Int? = nil, time: Duration? = nil) {
    self.rows = rows
    self.bytes = bytes
    self.time = time
  }

  package var isEmpty: Bool { rows == nil && bytes == nil && time == nil }
}

/// Watches one run: stops it with an error once it is over its limits, or its task is cancelled.
///
/// Asked for each batch. What operators have buffered is freed with them when the error leaves the run.
final class RunMonitor {
  /// What is shared by a run and the subqueries in it.
  private final class Total {
    let limits: ExecutionLimits
    let deadline: ContinuousClock.Instant?
    var rows = 0
    var bytes = 0

    init(_ limits: ExecutionLimits) {
      self.limits = limits
      deadline = limits.time.map { ContinuousClock.now + $0 }
    }
  }

  private let total: Total
  /// What the operators that this one watches keep.
  private var bytes = 0

  private init(_ limits: ExecutionLimits) { total = Total(limits) }

  /// The monitor of a subquery.
  init(within outer: RunMonitor) { total = outer.total }

  /// A monitor, if there is something to watch.
  ///
  /// Outside of a task nothing can be cancelled.
  static func make(_ limits: ExecutionLimits) -> RunMonitor? {
    if limits.isEmpty, unsafe withUnsafeCurrentTask(body: { unsafe $0 == nil }) { return nil }
    return RunMonitor(limits)
  }

  /// The operators are made anew: what they kept is free.
  func beginAgain() {
    total.bytes -= bytes
    bytes = 0
  }

  /// - Parameters:
  ///   - more: How many rows were handed on.
  ///   - buffered: How many bytes of them will be kept.
  /// - Throws: `limit` over the limits, `cancelled` when the task was.
  func note(rows more: Int, buffered: Int) throws(KindredError) {
    let limits = total.limits
    total.rows += more
    total.bytes += buffered
    bytes += buffered
    if Task.isCancelled {
      throw KindredError(.cancelled, "the task was cancelled while the query ran")
    }
    if let most = limits.rows, total.rows > most {
      throw Self.exceeded("touched more than \(most) rows")
    }
    if let most = limits.bytes, total.bytes > most {
      throw Self.exceeded("had to keep more than \(most) bytes")
    }
    if let deadline = total.deadline, let time = limits.time, ContinuousClock.now > deadline {
      throw Self.exceeded("ran for longer than \(time)")
    }
  }

  private static func exceeded(_ what: String) -> KindredError {
    KindredError(
      .limit,
      "the query is over its budget: it \(what). explain() shows what it does; an index, a narrower "
        + "condition or a limit may help, or a larger budget"
    )
  }
}
