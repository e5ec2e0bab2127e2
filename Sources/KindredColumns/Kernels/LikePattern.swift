// SPDX-License-Identifier: Apache-2.0

/// A compiled LIKE pattern: ASCII letters match in either case, `_` is one code point, `%` any run.
///
/// As SQLite's: the escape character makes the next one literal, a pattern that ends in it matches
/// nothing, and an escape that is itself a wildcard loses that meaning.
package struct LikePattern: Sendable {
  private enum Element {
    static let one: UInt16 = 0x100
    static let many: UInt16 = 0x101
  }

  /// Folded bytes below 256, and the wildcards above.
  private let elements: [UInt16]
  private let isImpossible: Bool

  package init(_ pattern: String, escape: Unicode.Scalar?) {
    var elements: [UInt16] = []
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      if !isEscaped, scalar == escape {
        isEscaped = true
      } else if !isEscaped, scalar == "%" {
        if elements.last != Element.many { elements.append(Element.many) }
      } else if !isEscaped, scalar == "_" {
        elements.append(Element.one)
      } else {
        isEscaped = false
        for byte in String(scalar).utf8 { elements.append(UInt16(ASCII.lowercased(byte))) }
      }
    }
    self.elements = elements
    isImpossible = isEscaped
  }

  /// The folded bytes that every match begins with.
  var prefix: [UInt8] {
    Array(elements.prefix { $0 < 0x100 }.map { UInt8(truncatingIfNeeded: $0) })
  }

  /// Whether any text with the prefix matches: the pattern is a run of bytes and then one `%`.
  var isPrefixOnly: Bool {
    !isImpossible && elements.last == Element.many
      && elements.firstIndex { $0 >= 0x100 } == elements.count - 1
  }

  /// Whether the whole text matches.
  ///
  /// - Complexity: O(*t*·*p*) at worst: only the latest `%` is ever taken up again.
  package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if isImpossible { return false }
    return unsafe elements.withUnsafeBufferPointer { elements in
      var element = 0
      var position = 0
      var resumeElement = -1
      var resumePosition = 0
      while position < text.count {
        let step = unsafe Self.step(elements, element, text, position)
        if step > 0 {
          element += 1
          position += step
        } else if unsafe element < elements.count && elements[element] == Element.many {
          element += 1
          resumeElement = element
          resumePosition = position
        } else if resumeElement >= 0 {
          resumePosition += unsafe Self.scalarLength(text, resumePosition)
          element = resumeElement
          position = resumePosition
        } else {
          return false
        }
      }
      while unsafe element < elements.count && elements[element] == Element.many { element += 1 }
      return element == elements.count
    }
  }

  /// How many bytes of the text the element takes: 0 if it does not match there.
  @inline(__always)
  private static func step(
    _ elements: UnsafeBufferPointer<UInt16>,
    _ element: Int,
    _ text: UnsafeBufferPointer<UInt8>,
    _ position: Int
  ) -> Int {
    guard element < elements.count else { return 0 }
    let wanted = unsafe elements[element]
    if wanted == Element.one { return unsafe scalarLength(text, position) }
    return unsafe wanted == UInt16(ASCII.lowercased(text[position])) ? 1 : 0
  }

  /// The bytes of the code point that starts at the position.
  private static func scalarLength(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int {
    var end = position + 1
    while unsafe end < text.count && text[end] & 0xC0 == 0x80 { end += 1 }
    return end - position
  }
}

/// Case of ASCII letters; all other bytes are left alone.
package enum ASCII {
  @inline(__always)
  package static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 65 < 26 ? byte | 0x20 : byte
  }

  /// All eight bytes of a word at once.
  @inline(__always)
  static func lowercased(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = word & (0x7F &* ones)
    let isFromA = low &+ (0x80 - 65) &* ones
    let isPastZ = low &+ (0x7F - 90) &* ones
    let isUppercase = ~word & (isFromA ^ isPastZ) & (0x80 &* ones)
    return word | isUppercase >> 2
  }

  @inline(__always)
  package static func uppercased(_ byte: UInt8) -> UInt8 {
    byte &- 97 < 26 ? byte & ~0x20 : byte
  }
}
