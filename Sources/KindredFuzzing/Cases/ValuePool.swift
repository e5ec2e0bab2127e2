// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// The few values that a case is made of, so that joins and comparisons hit.
struct ValuePool {
  private var values: [ColumnType: [Value]] = [:]
  /// Whether sums and products of reals may depend on the order of the rows.
  let hasExtremes: Bool

  init(_ choices: Choices) {
    hasExtremes = choices.chance(15)
    let hasOddText = choices.chance(25)
    values[.boolean] = [.integer(0), .integer(1)]
    values[.integer] = Self.draw(
      choices,
      Self.integers,
      hasExtremes ? Self.extremeIntegers : []
    )
    values[.real] = Self.draw(choices, Self.reals, hasExtremes ? Self.extremeReals : [])
    values[.text] = Self.draw(choices, Self.texts, hasOddText ? Self.oddTexts : [])
    values[.date] = Self.draw(choices, Self.dates, [])
    values[.bytes] = Self.draw(choices, Self.bytes, hasOddText ? Self.longBytes : [])
  }

  /// A value of the type, never NULL.
  func value(_ type: ColumnType, _ choices: Choices) -> Value {
    choices.pick(values[type] ?? [.integer(0)])
  }

  /// Likewise, without a choice.
  func value(_ type: ColumnType, using random: inout SplitMix64) -> Value {
    let all = values[type] ?? [.integer(0)]
    return all[Int.random(in: 0..<all.count, using: &random)]
  }

  private static func draw(_ choices: Choices, _ plain: [Value], _ odd: [Value]) -> [Value] {
    choices.span {
      let all = plain + odd + odd
      return (0..<(2 + choices.draw(4))).map { _ in choices.pick(all) }
    }
  }

  private static let integers: [Value] = [0, 1, 2, 3, -1, 5, 10, 100].map(Value.integer)
  private static let extremeIntegers: [Value] = [
    .max, .min, .max - 1, .min + 1, 1 << 53, 1 << 53 + 1, 1 << 31, 1 << 32, 1 << 62, -(1 << 53),
  ].map(Value.integer)
  // Halves and quarters: their sums are exact in any order.
  private static let reals: [Value] = [0, 1, 0.5, 2, -1, -0.0, 1.5, -2.25, 3].map(Value.real)
  private static let extremeReals: [Value] = [
    Double.leastNonzeroMagnitude, 1e308, -1e308, .infinity, -.infinity, 0x1p53, 0x1p63, 0.1, 0.3,
    .greatestFiniteMagnitude,
  ].map(Value.real)
  private static let texts: [Value] = ["a", "b", "ab", "A", "", "B", "abc", "ba"].map(Value.text)
  private static let oddTexts: [Value] = [
    "a ", "\u{E9}", "e\u{301}", "\u{C5}", "\u{212B}", "%", "_", "a%b", "a_b", "a\u{0}b", "\u{0}",
    "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "a\r\nb", "\u{FFFF}", "\u{10000}", "\\",
    "a long text that does not fit into any prefix of a few bytes",
    "a long text that does not fit into any prefix of a few bytes!",
  ].map(Value.text)
  private static let bytes: [Value] = [
    [], [0], [0x61], [0x7F], [0x80], [0xFF], [0xC3, 0xA9], [0x61, 0], [0, 0xFF], [0xFF, 0xFE],
  ].map(Value.bytes)
  private static let longBytes: [Value] = [
    (0..<16).map { $0 * 16 }, (0..<16).map { 255 - $0 }, (0...255).map { $0 },
    (0..<8).map { _ in 0xFF }, (0..<9).map { _ in 0xFF }, (0..<4).map { _ in 0x80 },
  ].map { (bytes: [UInt8]) in Value.bytes(bytes) }
  private static let dates: [Value] = [
    0, 1, -1, 1_700_000_000_000_000, 1_700_000_000_000_001, -62_135_596_800_000_000,
  ].map(Value.integer)
}
