// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The text with spaces after it, at least `width` wide.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// The text with spaces before it, at least `width` wide.
  func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}

/// A number with about three significant digits.
func decimal(_ value: Double) -> String {
  switch value {
  case 100...: String(Int(value.rounded()))
  case 10..<100: String((value * 10).rounded() / 10)
  case 1..<10: String((value * 100).rounded() / 100)
  case 0.01..<1: String((value * 10_000).rounded() / 10_000)
  default: String((value * 1_000_000).rounded() / 1_000_000)
  }
}
