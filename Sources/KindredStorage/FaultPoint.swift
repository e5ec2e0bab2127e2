// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// The places of a statement that can throw, for tests that make each of them throw in turn.
///
/// A statement passes them between any two things that it changes. Compiled in under the package trait
/// `InternalChecks`; without it passing one is nothing at all. Undoing passes none: it cannot throw.
package enum FaultPoint: Sendable, Hashable, CaseIterable {
  /// Before cells of a column are written.
  case rowWrite
  /// Before rows are entered into a unique index or taken out of it.
  case keyWrite
  /// Before rows are entered into an ordered index.
  case orderWrite
  /// Before rows are entered under their parents.
  case parentWrite
  /// Before check constraints are evaluated.
  case rowCheck
  /// Before it is looked at what refers to a row, or what a row refers to.
  case constraintCheck
  /// Before the children of a row that goes are found, or changed.
  case cascadeStep

  #if INTERNAL_CHECKS
    /// Counts down to the point that throws.
    package final class Countdown: @unchecked Sendable {
      /// How many points are left, the one that throws included; used on one thread.
      private var pointsLeft: Int
      /// Which kinds of points were passed.
      package private(set) var passed: Set<FaultPoint> = []

      package init(throwingAt point: Int) { pointsLeft = point }

      /// Whether the point was reached.
      package var hasThrown: Bool { pointsLeft <= 0 }

      fileprivate func pass(_ point: FaultPoint) throws(KindredError) {
        passed.insert(point)
        pointsLeft -= 1
        if pointsLeft == 0 { throw KindredError(.limit, "a planted fault: \(point)") }
      }
    }

    /// What the statements of this thread's task count down.
    @TaskLocal package static var countdown: Countdown?

    func pass() throws(KindredError) { try Self.countdown?.pass(self) }
  #else
    @inline(__always)
    func pass() throws(KindredError) {}
  #endif
}
