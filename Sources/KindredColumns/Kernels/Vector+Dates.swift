// SPDX-License-Identifier: Apache-2.0

/// The parts of a moment, in UTC and the Gregorian calendar, also before that was in use.
package enum DatePart: Sendable, Hashable {
  case year
  /// 1 to 12.
  case month
  /// 1 to 31.
  case day
  case hour
  case minute
  /// 0 to 59, without the fraction.
  case second
  /// 0 for Sunday to 6.
  case weekday
  /// 1 to 366.
  case dayOfYear

  private static let microsecondsPerSecond: Int64 = 1_000_000
  private static let secondsPerDay: Int64 = 86_400

  /// The part of a moment, in microseconds since 1970.
  package func value(_ microseconds: Int64) -> Int64 {
    let seconds = Self.floor(microseconds, Self.microsecondsPerSecond).quotient
    let (day, second) = Self.floor(seconds, Self.secondsPerDay)
    switch self {
    case .hour: return second / 3_600
    case .minute: return second / 60 % 60
    case .second: return second % 60
    case .weekday: return Self.floor(day + 4, 7).remainder
    case .year: return Self.civil(day).year
    case .month: return Self.civil(day).month
    case .day: return Self.civil(day).day
    case .dayOfYear: return Self.civil(day).dayOfYear
    }
  }

  /// The date of a day counted from 1970.
  ///
  /// After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`: years begin in
  /// March, so that a leap day is the last of its year, and repeat every 400 years.
  private static func civil(
    _ day: Int64
  ) -> (year: Int64, month: Int64, day: Int64, dayOfYear: Int64) {
    let (era, dayOfEra) = floor(day + 719_468, 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayFromMarch + 2) / 153
    let dayOfMonth = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let dayOfYear = month <= 2 ? dayFromMarch - 305 : dayFromMarch + 60 + (isLeap ? 1 : 0)
    return (year, month, dayOfMonth, dayOfYear)
  }

  private static func floor(
    _ value: Int64,
    _ divisor: Int64
  ) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension Vector {
  /// The part of each moment.
  package func parts(_ part: DatePart) -> Vector {
    guard case .integers(let cells) = cells else { preconditionFailure("dates were expected") }
    return Vector(.integers(mapped(cells) { part.value($0) }), nulls: nulls)
  }
}
