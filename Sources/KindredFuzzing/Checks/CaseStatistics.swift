// SPDX-License-Identifier: Apache-2.0

/// What was run and what it exercised.
package struct CaseStatistics: Sendable {
  package var cases = 0
  package var queries = 0
  package var partitions = 0
  package var writes = 0
  /// Runs of a query in the engine, each with its own set of rules.
  package var engineRuns = 0
  package var rows = 0
  /// Runs whose rows came in another order, or were others under a limit, than with all rules on: not
  /// wrong, but the order of rows is meant not to depend on rules.
  package var otherOrders = 0
  /// How often each rule fired, and in how many runs each difference was excused.
  package var firedRules: [String: Int] = [:]
  package var differences: [DeliberateDifference: Int] = [:]
  /// Writes refused by both sides, by kind of error.
  package var refusals: [String: Int] = [:]

  package init() {}
}
