// SPDX-License-Identifier: Apache-2.0

/// Values as those of another class, as SQL's CAST has it; NULL stays NULL.
extension Vector {
  /// Reals lose their fraction, and what does not fit becomes the nearest integer that does; of a text the
  /// integer that it begins with, 0 if it begins with none.
  package var castToIntegers: Vector {
    switch cells {
    case .integers: return self
    case .reals(let cells):
      return Vector(.integers(mapped(cells) { NumericPrefix.integer(of: $0) }), nulls: nulls)
    case .strings, .handles:
      let integers = (0..<count).map { index in
        isNull(at: index) ? 0 : NumericPrefix.integer(of: text(at: index))
      }
      return Vector(.integers(integers), nulls: nulls)
    }
  }

  /// Integers as the nearest real; of a text the number that it begins with, 0 if it begins with none.
  package var castToReals: Vector {
    switch cells {
    case .integers, .reals: return asReals
    case .strings, .handles:
      let reals = (0..<count).map { index in
        isNull(at: index) ? 0 : NumericPrefix.real(of: text(at: index))
      }
      return Vector(.reals(reals), nulls: nulls)
    }
  }

  /// Numbers in decimals; reals as the shortest text that reads back as the same.
  package var castToTexts: Vector {
    switch cells {
    case .integers(let cells): return Vector(.strings(cells.map(\.description)), nulls: nulls)
    case .reals(let cells): return Vector(.strings(cells.map(NumericPrefix.text)), nulls: nulls)
    case .strings, .handles: return self
    }
  }
}

/// The number that a text begins with: after spaces, a sign, digits, and for a real a fraction and an
/// exponent, as far as they go.
package enum NumericPrefix {
  package static func integer(of text: String) -> Int64 {
    let digits = digits(of: text, isReal: false)
    if let value = Int64(digits) { return value }
    // Digits that do not fit, or none.
    guard digits.utf8.contains(where: isDigit) else { return 0 }
    return digits.utf8.first == minus ? .min : .max
  }

  package static func real(of text: String) -> Double {
    // -0.0 is 0.0 once it is a value.
    (Double(digits(of: text, isReal: true)) ?? 0) + 0
  }

  package static func integer(of real: Double) -> Int64 {
    real >= 0x1p63 ? .max : real < -0x1p63 ? .min : Int64(real)
  }

  package static func text(_ real: Double) -> String {
    real.isInfinite ? real < 0 ? "-Inf" : "Inf" : real.description
  }

  private static let minus = UInt8(ascii: "-")

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  private static func digits(of text: String, isReal: Bool) -> String {
    let bytes = text.utf8.drop { $0 == 0x20 || $0 &- 9 < 5 }
    var taken: [UInt8] = []
    var rest = bytes
    if let sign = rest.first, sign == minus || sign == UInt8(ascii: "+") {
      taken.append(sign)
      rest = rest.dropFirst()
    }
    let whole = rest.prefix(while: isDigit)
    taken += whole
    rest = rest.dropFirst(whole.count)
    guard isReal else { return String(decoding: taken, as: UTF8.self) }
    var count = whole.count
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix(while: isDigit)
      if whole.isEmpty { taken.append(48) }
      taken.append(UInt8(ascii: "."))
      taken += fraction.isEmpty ? [48] : Array(fraction)
      count += fraction.count
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard count > 0 else { return "" }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      var exponent: [UInt8] = [UInt8(ascii: "e")]
      if let sign = rest.first, sign == minus || sign == UInt8(ascii: "+") {
        exponent.append(sign)
        rest = rest.dropFirst()
      }
      let power = rest.prefix(while: isDigit)
      if !power.isEmpty { taken += exponent + power }
    }
    return String(decoding: taken, as: UTF8.self)
  }
}
