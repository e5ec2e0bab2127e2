// SPDX-License-Identifier: Apache-2.0

/// What the tour prints, and how it takes time.
enum Stage {
  static func heading(_ text: String) {
    print("\n\(text)\n\(String(repeating: "-", count: text.count))")
  }

  static func line(_ text: String) { print("  \(text)") }

  /// Prints a step that may take over a second before it starts.
  static func progress(_ text: String) { print("  … \(text)") }

  /// A label, a duration and a remark in columns.
  static func row(_ label: String, _ duration: Duration, _ remark: String) {
    print("  \(padded(label, 46)) \(leftPadded(text(duration), 10))   \(remark)")
  }

  /// Runs the body once to warm up and then a few times, and returns the shortest time.
  static func timed<Result>(
    runs: Int = 5,
    _ body: () throws -> Result
  ) rethrows -> (result: Result, duration: Duration) {
    let clock = ContinuousClock()
    var result = try body()
    var best = Duration.seconds(3600)
    for _ in 0..<runs {
      let start = clock.now
      result = try body()
      best = min(best, clock.now - start)
    }
    return (result, best)
  }

  /// Three digits and a unit.
  static func text(_ duration: Duration) -> String {
    let microseconds = duration / .microseconds(1)
    return switch microseconds {
    case ..<1: "\(Int(microseconds * 1000)) ns"
    case ..<10: "\(rounded(microseconds, 10)) µs"
    case ..<1000: "\(Int(microseconds)) µs"
    case ..<10_000: "\(rounded(microseconds / 1000, 10)) ms"
    case ..<1_000_000: "\(Int(microseconds / 1000)) ms"
    default: "\(rounded(microseconds / 1_000_000, 10)) s"
    }
  }

  static func rounded(_ value: Double, _ parts: Double) -> Double {
    (value * parts).rounded() / parts
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func leftPadded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// Digits in groups of three.
  static func grouped(_ number: Int) -> String {
    var groups: [Substring] = []
    var digits = Substring(String(number))
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = digits.dropLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
  }
}

/// Something that the tour claims turned out not to be so.
struct TourFailure: Error, CustomStringConvertible {
  let description: String
}
