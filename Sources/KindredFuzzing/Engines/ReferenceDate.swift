// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// A moment taken apart by counting years and months, written apart from the engine's.
struct ReferenceDate {
  private let microseconds: Int64

  init(_ microseconds: Int64) { self.microseconds = microseconds }

  func part(_ part: ScalarFunction) -> Int64 {
    let seconds = Self.floored(microseconds, 1_000_000)
    let days = Self.floored(seconds, 86_400)
    let second = seconds - days * 86_400
    switch part {
    case .hour: return second / 3_600
    case .minute: return second % 3_600 / 60
    case .second: return second % 60
    case .weekday: return ((days + 4) % 7 + 7) % 7
    case _: return calendar(days, part)
    }
  }

  private func calendar(_ days: Int64, _ part: ScalarFunction) -> Int64 {
    // 400 years have 146,097 days.
    let cycles = Self.floored(days, 146_097)
    var year = 1970 + 400 * cycles
    var day = days - cycles * 146_097
    while day >= Self.length(year) {
      day -= Self.length(year)
      year += 1
    }
    if part == .year { return year }
    if part == .dayOfYear { return day + 1 }
    let lengths: [Int64] = [
      31, Self.length(year) - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ]
    var month = 0
    while day >= lengths[month] {
      day -= lengths[month]
      month += 1
    }
    return part == .month ? Int64(month) + 1 : day + 1
  }

  private static func length(_ year: Int64) -> Int64 {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365
  }

  private static func floored(_ value: Int64, _ divisor: Int64) -> Int64 {
    value / divisor - (value % divisor < 0 ? 1 : 0)
  }
}
