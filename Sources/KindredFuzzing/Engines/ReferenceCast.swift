// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Casts, written apart from the engine's.
enum ReferenceCast {
  static func value(_ value: Value, as function: ScalarFunction) -> Value {
    switch (function, value) {
    case (.real, .integer(let number)): .real(Double(number))
    case (.real, .text(let text)): .real(real(text))
    case (.integer, .real(let number)):
      .integer(Int64(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max))
    case (.integer, .text(let text)): .integer(integer(text))
    case (.text, .integer(let number)): .text("\(number)")
    case (.text, .real(let number)):
      .text(number.isInfinite ? (number < 0 ? "-Inf" : "Inf") : "\(number)")
    case (_, _): value
    }
  }

  /// The longest beginning that is a number.
  private static func longest<Number>(_ text: String, _ parse: (String) -> Number?) -> Number? {
    var characters = Array(text.unicodeScalars)
    while let first = characters.first, " \t\n\r\u{B}\u{C}".unicodeScalars.contains(first) {
      characters.removeFirst()
    }
    for count in stride(from: characters.count, to: 0, by: -1) {
      let part = characters.prefix(count)
      guard part.allSatisfy({ "0123456789+-.eE".unicodeScalars.contains($0) }) else { continue }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: part)
      if let number = parse(String(view)) { return number }
    }
    return nil
  }

  private static func real(_ text: String) -> Double {
    let number = longest(text) { part -> Double? in
      // Swift wants digits on both sides of a point, SQL on one.
      if let number = Double(part) { return number }
      if part.hasSuffix("."), let number = Double(part + "0"), part.count > 1 { return number }
      return nil
    }
    return (number ?? 0) + 0
  }

  private static func integer(_ text: String) -> Int64 {
    let number = longest(text) { part -> Int64? in
      guard part.allSatisfy({ "0123456789+-".contains($0) }) else { return nil }
      if let number = Int64(part) { return number }
      guard let number = Double(part), part.last?.isNumber == true else { return nil }
      return number < 0 ? .min : .max
    }
    return number ?? 0
  }
}
