// SPDX-License-Identifier: Apache-2.0

public import Foundation
import KindredPlan

/// The parts of a date in UTC, in the Gregorian calendar.
extension Expr where V == Date {
  /// The year.
  public var year: Expr<Int> { part(.year) }
  /// The month, 1 to 12.
  public var month: Expr<Int> { part(.month) }
  /// The day of the month, 1 to 31.
  public var day: Expr<Int> { part(.day) }
  /// The hour, 0 to 23.
  public var hour: Expr<Int> { part(.hour) }
  /// The minute, 0 to 59.
  public var minute: Expr<Int> { part(.minute) }
  /// The whole second, 0 to 59.
  public var second: Expr<Int> { part(.second) }
  /// The day of the week, 0 for Sunday to 6.
  public var weekday: Expr<Int> { part(.weekday) }
  /// The day of the year, 1 to 366.
  public var dayOfYear: Expr<Int> { part(.dayOfYear) }

  /// The seconds from another date to this one; negative if the other is later.
  public func seconds(since other: Expr<Date>) -> Expr<Double> { difference(to: other) }
  /// The seconds from a date to this one.
  public func seconds(since other: Date) -> Expr<Double> { difference(to: Expr(other)) }
}

/// The parts of a date in UTC; NULL where there is none.
extension Expr where V == Date? {
  /// The year.
  public var year: Expr<Int?> { part(.year) }
  /// The month, 1 to 12.
  public var month: Expr<Int?> { part(.month) }
  /// The day of the month, 1 to 31.
  public var day: Expr<Int?> { part(.day) }
  /// The hour, 0 to 23.
  public var hour: Expr<Int?> { part(.hour) }
  /// The minute, 0 to 59.
  public var minute: Expr<Int?> { part(.minute) }
  /// The whole second, 0 to 59.
  public var second: Expr<Int?> { part(.second) }
  /// The day of the week, 0 for Sunday to 6.
  public var weekday: Expr<Int?> { part(.weekday) }
  /// The day of the year, 1 to 366.
  public var dayOfYear: Expr<Int?> { part(.dayOfYear) }

  /// The seconds from another date to this one; NULL if one is.
  public func seconds<W: ColumnValue>(since other: Expr<W>) -> Expr<Double?> where W.Base == Date {
    difference(to: other)
  }
  /// The seconds from a date to this one.
  public func seconds(since other: Date) -> Expr<Double?> { difference(to: Expr<Date>(other)) }
}

/// A date so much later or earlier, to the microsecond; one that is too far away is an error when the query
/// runs.
extension Expr where V.Base == Date {
  /// The date so much later.
  public static func + (left: Expr, right: Duration) -> Expr { left.moved(.add, right) }

  /// The date so much earlier.
  public static func - (left: Expr, right: Duration) -> Expr { left.moved(.subtract, right) }

  /// The date so many times 24 hours later.
  public func adding(days: Int) -> Expr { moved(days, ofMicroseconds: 86_400_000_000) }

  /// The date as many days of 24 hours later as an integer says.
  public func adding(days: Expr<Int>) -> Expr {
    Expr(
      .arithmetic(
        .add,
        term,
        .arithmetic(.multiply, days.term, Expr<Int>.literal(86_400_000_000))
      ),
      depth: max(depth, days.depth) + 2
    )
  }

  /// Midnight in UTC of the date's day.
  public var startOfDay: Expr {
    let day = Expr<Int>.literal(86_400_000_000)
    let rest = Term.arithmetic(.remainder, term, day)
    let positive = Term.arithmetic(.remainder, .arithmetic(.add, rest, day), day)
    return Expr(.arithmetic(.subtract, term, positive), depth: depth + 4)
  }

  fileprivate func part<R: ColumnValue>(_ part: ScalarFunction) -> Expr<R> {
    Expr<R>(.function(part, [term]), depth: depth + 1)
  }

  fileprivate func difference<W: ColumnValue, R: ColumnValue>(to other: Expr<W>) -> Expr<R> {
    let microseconds = Term.function(.real, [.arithmetic(.subtract, term, other.term)])
    return Expr<R>(
      .arithmetic(.divide, microseconds, Expr<Double>.literal(1_000_000)),
      depth: max(depth, other.depth) + 3
    )
  }

  private func moved(_ operation: ArithmeticOperator, _ duration: Duration) -> Expr {
    let (seconds, attoseconds) = duration.components
    let micros = Int128(seconds) * 1_000_000 + Int128(attoseconds / 1_000_000_000_000)
    return moved(operation, micros)
  }

  private func moved(_ count: Int, ofMicroseconds unit: Int) -> Expr {
    moved(.add, Int128(count) * Int128(unit))
  }

  private func moved(_ operation: ArithmeticOperator, _ microseconds: Int128) -> Expr {
    guard let microseconds = Int(exactly: microseconds) else {
      return Expr(.fault(Self.tooFar), depth: depth)
    }
    return Expr(.arithmetic(operation, term, Expr<Int>.literal(microseconds)), depth: depth + 1)
  }

  private static var tooFar: KindredError {
    KindredError(.arithmetic, "a date of a query is moved by more than 292,000 years")
  }
}
