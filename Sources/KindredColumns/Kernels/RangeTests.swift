// SPDX-License-Identifier: Apache-2.0

/// How two values are compared; unknown when one is NULL.
package enum Relation: Sendable, Hashable {
  case equal
  case notEqual
  case less
  case lessOrEqual
  case greater
  case greaterOrEqual

  /// Whether the relation holds for a negative, zero or positive comparison result.
  @inline(__always)
  func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }
}

/// Any comparison of an integer with a constant, as "within (or outside of) bounds".
///
/// One kernel per cell width does for all relations, and two bounds on one column become one pass.
package struct IntegerRange: Sendable, Hashable {
  package var low: Int64
  package var high: Int64
  /// Outside of the bounds instead.
  package var isNegated: Bool

  package static let empty = IntegerRange(low: 0, high: -1, isNegated: false)
  package static let all = IntegerRange(low: .min, high: .max, isNegated: false)

  package var isEmpty: Bool { low > high && !isNegated }

  private static func atMost(_ high: Int64) -> IntegerRange {
    IntegerRange(low: .min, high: high, isNegated: false)
  }

  private static func atLeast(_ low: Int64) -> IntegerRange {
    IntegerRange(low: low, high: .max, isNegated: false)
  }

  package init(low: Int64, high: Int64, isNegated: Bool) {
    self.low = low
    self.high = high
    self.isNegated = isNegated
  }

  package init(_ relation: Relation, _ value: Int64) {
    self =
      switch relation {
      case .equal: IntegerRange(low: value, high: value, isNegated: false)
      case .notEqual: IntegerRange(low: value, high: value, isNegated: true)
      case .less: value == .min ? .empty : .atMost(value - 1)
      case .lessOrEqual: .atMost(value)
      case .greater: value == .max ? .empty : .atLeast(value + 1)
      case .greaterOrEqual: .atLeast(value)
      }
  }

  /// Exact, never through rounding: `x < 2.5` is `x <= 2`.
  package init(_ relation: Relation, _ value: Double) {
    if let whole = Int64(exactly: value) {
      self.init(relation, whole)
      return
    }
    let isAbove = value >= 0x1p63
    let isBelow = value < -0x1p63
    let floor = isAbove || isBelow ? 0 : Int64(value.rounded(.down))
    self =
      switch relation {
      case .equal: .empty
      case .notEqual: .all
      case .less, .lessOrEqual: isAbove ? .all : isBelow ? .empty : .atMost(floor)
      case .greater, .greaterOrEqual:
        isAbove ? .empty : isBelow ? .all : IntegerRange(.greater, floor)
      }
  }

  /// Both conditions at once, if one range can say that.
  package func intersection(_ other: IntegerRange) -> IntegerRange? {
    guard !isNegated, !other.isNegated else { return nil }
    return IntegerRange(
      low: max(low, other.low),
      high: min(high, other.high),
      isNegated: false
    )
  }
}

/// Any comparison of a real with a constant, as "within (or outside of) closed bounds".
package struct RealRange: Sendable, Hashable {
  package var low: Double
  package var high: Double
  package var isNegated: Bool

  package static let empty = RealRange(low: 1, high: 0, isNegated: false)
  package static let all = RealRange(low: -.infinity, high: .infinity, isNegated: false)

  package var isEmpty: Bool { low > high && !isNegated }

  private static func atMost(_ high: Double) -> RealRange {
    RealRange(low: -.infinity, high: high, isNegated: false)
  }

  private static func atLeast(_ low: Double) -> RealRange {
    RealRange(low: low, high: .infinity, isNegated: false)
  }

  package init(low: Double, high: Double, isNegated: Bool) {
    self.low = low
    self.high = high
    self.isNegated = isNegated
  }

  package init(_ relation: Relation, _ value: Double) {
    self =
      switch relation {
      case .equal: RealRange(low: value, high: value, isNegated: false)
      case .notEqual: RealRange(low: value, high: value, isNegated: true)
      case .less: value == -.infinity ? .empty : .atMost(value.nextDown)
      case .lessOrEqual: .atMost(value)
      case .greater: value == .infinity ? .empty : .atLeast(value.nextUp)
      case .greaterOrEqual: .atLeast(value)
      }
  }

  /// Exact, never through rounding: an integer between two reals equals neither.
  package init(_ relation: Relation, _ value: Int64) {
    let nearest = Double(value)
    let order = compareExactly(value, nearest)
    if order == 0 {
      self.init(relation, nearest)
      return
    }
    let below = order < 0 ? nearest.nextDown : nearest
    self =
      switch relation {
      case .equal: .empty
      case .notEqual: .all
      case .less, .lessOrEqual: .atMost(below)
      case .greater, .greaterOrEqual: .atLeast(below.nextUp)
      }
  }

  /// Both conditions at once, if one range can say that.
  package func intersection(_ other: RealRange) -> RealRange? {
    guard !isNegated, !other.isNegated else { return nil }
    return RealRange(low: max(low, other.low), high: min(high, other.high), isNegated: false)
  }
}

/// Negative, zero or positive as the integer is below, equal to or above the real; exact.
package func compareExactly(_ integer: Int64, _ real: Double) -> Int {
  if real >= 0x1p63 { return -1 }
  if real < -0x1p63 { return 1 }
  let whole = Int64(real)
  if integer != whole { return integer < whole ? -1 : 1 }
  let rest = real - Double(whole)
  return rest > 0 ? -1 : rest < 0 ? 1 : 0
}
