// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Text as its bytes and code points, never as grapheme clusters.
enum ReferenceText {
  static func text(_ value: Value) -> String {
    guard case .text(let text) = value else {
      preconditionFailure("a text was asked for, and \(value) was there")
    }
    return text
  }

  /// The other case of the ASCII letters in the range.
  static func fold(_ value: Value, _ letters: ClosedRange<UInt8>) -> String {
    String(decoding: text(value).utf8.map { letters.contains($0) ? $0 ^ 0x20 : $0 }, as: UTF8.self)
  }

  static func match(_ match: TextMatch, _ value: Value, _ pattern: Value) -> Value {
    if value.isNull || pattern.isNull { return .null }
    let bytes = Array(text(value).utf8)
    let wanted = Array(text(pattern).utf8)
    switch match {
    case .hasPrefix: return .boolean(bytes.starts(with: wanted))
    case .hasSuffix: return .boolean(bytes.reversed().starts(with: wanted.reversed()))
    case .contains:
      return .boolean(
        bytes.indices.contains { bytes[$0...].starts(with: wanted) } || wanted.isEmpty
      )
    case .like(let escape):
      let letters = Array(text(value).unicodeScalars)
      return .boolean(like(letters[...], elements(text(pattern), escape)[...]))
    case .glob:
      return .boolean(
        glob(
          Array(text(value).unicodeScalars)[...],
          Array(text(pattern).unicodeScalars)[...]
        )
      )
    }
  }

  private enum Element {
    case any
    case one
    case exactly(Unicode.Scalar)
    /// An escape with nothing after it.
    case nothing
  }

  private static func elements(_ pattern: String, _ escape: Unicode.Scalar?) -> [Element] {
    var elements: [Element] = []
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      if !isEscaped && scalar == escape {
        isEscaped = true
        continue
      }
      elements.append(isEscaped ? .exactly(scalar) : plain(scalar))
      isEscaped = false
    }
    return isEscaped ? elements + [.nothing] : elements
  }

  private static func plain(_ scalar: Unicode.Scalar) -> Element {
    switch scalar {
    case "%": .any
    case "_": .one
    case _: .exactly(scalar)
    }
  }

  private static func like(
    _ text: ArraySlice<Unicode.Scalar>,
    _ pattern: ArraySlice<Element>
  ) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    let rest = pattern.dropFirst()
    switch first {
    case .nothing: return false
    case .any:
      return (text.startIndex...text.endIndex).contains { like(text[$0...], rest) }
    case .one: return !text.isEmpty && like(text.dropFirst(), rest)
    case .exactly(let wanted):
      guard let letter = text.first, folded(letter) == folded(wanted) else { return false }
      return like(text.dropFirst(), rest)
    }
  }

  private static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
    (65...90).contains(scalar.value) ? scalar.value | 0x20 : scalar.value
  }
}
