// SPDX-License-Identifier: Apache-2.0

/// What operations cost, in the time it takes to touch one row of a column in a scan.
enum Cost {
  static let touch = 1.0
  /// A random access: a row of another table, a link of the adjacency.
  static let gather = 4.0
  /// To follow a stored parent row id.
  static let lookup = 1.5
  /// Into or out of an array by row id.
  static let direct = 1.0
  /// To begin such an array, per row id.
  static let clear = 0.1
  static let hash = 8.0
  static let sort = 12.0
  /// To start a subquery's operators once.
  static let start = 100.0

  /// To join two inputs that are there, by a table of the build side's keys.
  ///
  /// Putting a row into the table costs half again as much as looking one up.
  static func join(_ probe: Double, _ build: Double, _ perRow: Double, pairs: Double) -> Double {
    (probe + build * 1.5) * perRow + pairs * touch
  }
}
