// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// Reads values from their usual text forms.
///
/// Nothing is guessed: what does not fit is nil.
package enum TextConversion {
  /// The value that the whole text stands for.
  package static func value(of text: String, as type: ColumnType) -> Value? {
    switch type {
    case .text: return .text(text)
    case .integer: return Int64(text).map(Value.integer)
    case .real:
      guard let value = Double(text), !value.isNaN else { return nil }
      return .real(value)
    case .boolean:
      switch text {
      case "true", "1": return .boolean(true)
      case "false", "0": return .boolean(false)
      default: return nil
      }
    case .date: return microseconds(text).map(Value.integer)
    case .bytes: return bytes(text).map(Value.bytes)
    }
  }

  package static func description(of type: ColumnType) -> String {
    switch type {
    case .text: "text"
    case .integer: "an integer of 64 bits"
    case .real: "a number"
    case .boolean: "true, false, 1 or 0"
    case .date: "a date like 2026-11-21 or 2026-11-21 09:30:00"
    case .bytes: "bytes as pairs of hexadecimal digits, or a UUID"
    }
  }

  /// Pairs of hexadecimal digits; with the four hyphens of a UUID, or without.
  private static func bytes(_ text: String) -> [UInt8]? {
    var digits = Array(text.utf8)
    let hyphens = [8, 13, 18, 23]
    if digits.count == 36, hyphens.allSatisfy({ digits[$0] == UInt8(ascii: "-") }) {
      for position in hyphens.reversed() { digits.remove(at: position) }
    }
    guard digits.count.isMultiple(of: 2) else { return nil }
    let nibbles = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard nibbles.count == digits.count else { return nil }
    return stride(from: 0, to: nibbles.count, by: 2).map {
      UInt8(nibbles[$0] << 4 | nibbles[$0 + 1])
    }
  }

  /// `YYYY-MM-DD`, or with `HH:MM:SS` after a blank or a T, and up to six decimals and a Z; in UTC.
  private static func microseconds(_ text: String) -> Int64? {
    var scanner = DigitScanner(text)
    guard let year = scanner.number(digits: 4), scanner.skip("-"),
      let month = scanner.number(digits: 2), (1...12).contains(month), scanner.skip("-"),
      let day = scanner.number(digits: 2), day >= 1, day <= dayCount(month, of: year)
    else { return nil }
    let midnight = daysSince1970(year, month, day) * 86_400_000_000
    if scanner.isAtEnd { return midnight }
    guard scanner.skip(" ") || scanner.skip("T"),
      let hour = scanner.number(digits: 2), hour < 24, scanner.skip(":"),
      let minute = scanner.number(digits: 2), minute < 60, scanner.skip(":"),
      let second = scanner.number(digits: 2), second < 60
    else { return nil }
    var microsecond: Int64 = 0
    if scanner.skip(".") {
      guard let fraction = scanner.fraction(digits: 6) else { return nil }
      microsecond = fraction
    }
    _ = scanner.skip("Z")
    guard scanner.isAtEnd else { return nil }
    return midnight + (hour * 3600 + minute * 60 + second) * 1_000_000 + microsecond
  }

  private static func dayCount(_ month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  /// Days of the proleptic Gregorian calendar, counted in eras of 400 years from March on
  /// (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

/// Reads digits and separators off the front of a text.
private struct DigitScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ separator: Unicode.Scalar) -> Bool {
    guard let byte = rest.first, UInt32(byte) == separator.value else { return false }
    rest.removeFirst()
    return true
  }

  /// A number of exactly so many digits.
  mutating func number(digits: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<digits {
      guard let digit = nextDigit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// The decimals that follow, at least one, scaled to so many digits; nil if there are more.
  mutating func fraction(digits: Int) -> Int64? {
    guard var value = nextDigit() else { return nil }
    for _ in 1..<digits { value = value * 10 + (nextDigit() ?? 0) }
    return nextDigit() == nil ? value : nil
  }

  private mutating func nextDigit() -> Int64? {
    guard let byte = rest.first, byte >= 0x30, byte <= 0x39 else { return nil }
    rest.removeFirst()
    return Int64(byte - 0x30)
  }
}
