// SPDX-License-Identifier: Apache-2.0

import KindredPlan
public import KindredSchema

extension Selection {
  /// Whether there is a combination of values, as part of a condition.
  public var exists: Expr<Bool> { core.existence }

  /// Whether there is none.
  public var isEmpty: Expr<Bool> { core.absence }

  /// The number of combinations: those that are distinct, if that is asked for.
  public var count: Expr<Int> { core.number }
}

extension JoinedRows {
  /// Whether there is a combination, as part of a condition.
  public var exists: Expr<Bool> { core.existence }

  /// Whether there is none.
  public var isEmpty: Expr<Bool> { core.absence }

  /// The number of combinations.
  public var count: Expr<Int> { core.number }

  /// Whether there is a combination; stops at the first.
  public func exists(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Bool {
    try session.exists(core, Site(file, line))
  }

  /// The number of combinations.
  public func count(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Int {
    try session.count(core, Site(file, line))
  }
}

extension QueryCore {
  fileprivate var existence: Expr<Bool> { Expr<Bool>(.exists(self), depth: depth + 1) }

  fileprivate var absence: Expr<Bool> { Expr<Bool>(.not(.exists(self)), depth: depth + 2) }

  fileprivate var number: Expr<Int> {
    Expr<Int>(.aggregate(self, AggregateTerm(function: .count)), depth: depth + 1)
  }
}
