// SPDX-License-Identifier: Apache-2.0

/// What operations cost, in the time it takes to ask one row of a scan a question: 0.6 ns.
///
/// Measured over tables of 100,000 and 1,000,000 rows (`Docs/Decisions/0014-costs-are-measured.md`).
enum Cost {
  static let touch = 1.0
  /// A cell of a row that is not the next one.
  static let gather = 2.0
  /// To follow a stored parent row id.
  static let lookup = 0.7
  /// To find the first child of a row, and to go to each.
  static let chain = 6.0
  static let child = 16.0
  /// To ask a child that was gone to a question, a few rows at a time.
  static let childTest = 30.0
  /// To look up one key, and the children of one.
  static let key = 370.0
  static let childKey = 1_300.0
  /// To find a range of an ordered index.
  static let range = 4_000.0
  /// A row of a range, put into row-id order; in the order of the index; with ties put right.
  static let rangeRow = 20.0
  static let orderedRow = 4.0
  static let tiedRow = 150.0
  /// To begin an array by row id, per row id.
  static let clear = 0.3
  static let sort = 27.0
  static let topN = 2.0
  static let pair = 8.0
  /// To start a subquery's operators once.
  static let start = 2_000.0

  /// What keys cost per row.
  struct Keys {
    let probe: Double
    /// Into a set of keys, and into lists of rows by key.
    let member: Double
    let build: Double
    let group: Double
    let distinct: Double
  }

  static let rowIDs = Keys(probe: 2.5, member: 2.5, build: 35, group: 4, distinct: 2.5)
  static let hashed = Keys(probe: 40, member: 90, build: 100, group: 40, distinct: 22)

  /// To join two inputs that are there, by a table of the build side's keys.
  ///
  /// A test builds only a set of the keys.
  static func join(
    _ probe: Double,
    _ build: Double,
    _ keys: Keys,
    isTest: Bool,
    pairs: Double
  ) -> Double {
    probe * keys.probe + build * (isTest ? keys.member : keys.build) + pairs * touch
  }

  /// To find the children of parents, and to ask each that is gone to so many questions.
  ///
  /// A test without questions goes to none: that there is a child is seen at the parent.
  static func expansion(
    _ parents: Double,
    visited: Double,
    conditions: Double,
    isTest: Bool
  ) -> Double {
    if isTest { return parents * (chain + (conditions == 0 ? 0 : visited * childTest)) }
    return parents * (chain + visited * (child + conditions * 8))
  }
}
