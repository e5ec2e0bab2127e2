// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// The order of values: numbers by value, text by its bytes.
///
/// Never asked about NULL.
enum ReferenceOrder {
  static func isLess(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left < right
    case (.real(let left), .real(let right)): left < right
    case (.integer(let left), .real(let right)): isLess(left, right)
    case (.real(let left), .integer(let right)): isGreater(right, left)
    case (.text(let left), .text(let right)):
      left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.null, _), (.integer, _), (.real, _), (.text, _):
      preconditionFailure("values of different classes were compared")
    }
  }

  static func isEqual(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.integer(let integer), .real(let real)), (.real(let real), .integer(let integer)):
      Double(exactly: integer).map { $0 == real } ?? (Int64(exactly: real) == integer)
    case (.null, _), (.integer, _), (.real, _), (.text, _): left == right
    }
  }

  /// By a list of sort keys' values.
  static func isLess(_ left: [Value], _ right: [Value], _ keys: [SortKey]) -> Bool {
    for ((left, right), key) in zip(zip(left, right), keys) where !isEqual(left, right) {
      if left.isNull { return key.nullsFirst }
      if right.isNull { return !key.nullsFirst }
      return isLess(left, right) != key.isDescending
    }
    return false
  }

  // Exactly, never through Double: 2^53 + 1 is not 2^53.

  private static func isLess(_ left: Int64, _ right: Double) -> Bool {
    if right >= 0x1p63 { return true }
    if right < -0x1p63 { return false }
    let whole = Int64(right.rounded(.down))
    return left != whole ? left < whole : Double(whole) < right
  }

  private static func isGreater(_ left: Int64, _ right: Double) -> Bool {
    !isLess(left, right) && !isEqual(.integer(left), .real(right))
  }
}
