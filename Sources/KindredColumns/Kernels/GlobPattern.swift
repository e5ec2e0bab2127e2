// SPDX-License-Identifier: Apache-2.0

/// A compiled GLOB pattern, as SQLite's: `*` is any run, `?` one code point, `[a-z]` one of a set, `[^a-z]`
/// one that is not in it; letters match in their case.
///
/// A `]` that comes first in a set belongs to it, a `-` that stands at an end of it too. A set that is not
/// closed matches nothing. Nothing escapes; `[*]` is a star.
package struct GlobPattern: Sendable {
  private enum Element {
    case exactly(UInt32)
    case one
    case many
    case oneOf([ClosedRange<UInt32>], isNegated: Bool)
  }

  private let elements: [Element]
  private let isImpossible: Bool

  package init(_ pattern: String) {
    var elements: [Element] = []
    var isImpossible = false
    var rest = pattern.unicodeScalars.map(\.value)[...]
    while let scalar = rest.popFirst() {
      switch Unicode.Scalar(scalar) {
      case "*":
        if case .many? = elements.last { break }
        elements.append(.many)
      case "?": elements.append(.one)
      case "[":
        guard let set = Self.set(&rest) else {
          isImpossible = true
          rest = []
          break
        }
        elements.append(set)
      case _: elements.append(.exactly(scalar))
      }
    }
    self.elements = elements
    self.isImpossible = isImpossible
  }

  /// The set whose opening bracket was read; nil if it is not closed.
  private static func set(_ rest: inout ArraySlice<UInt32>) -> Element? {
    let (caret, bracket, dash) = (UInt32(94), UInt32(93), UInt32(45))
    var ranges: [ClosedRange<UInt32>] = []
    var previous: UInt32?
    let isNegated = rest.first == caret
    if isNegated { rest.removeFirst() }
    if rest.first == bracket {
      rest.removeFirst()
      ranges.append(bracket...bracket)
    }
    while let scalar = rest.popFirst() {
      if scalar == bracket { return .oneOf(ranges, isNegated: isNegated) }
      if scalar == dash, let low = previous, let high = rest.first, high != bracket {
        rest.removeFirst()
        if low <= high { ranges.append(low...high) }
        previous = nil
      } else {
        ranges.append(scalar...scalar)
        previous = scalar
      }
    }
    return nil
  }

  /// Whether the whole text matches.
  ///
  /// - Complexity: O(*t*·*p*) at worst: only the latest `*` is ever taken up again.
  package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if isImpossible { return false }
    var (element, position) = (0, 0)
    var (resumeElement, resumePosition) = (-1, 0)
    while position < text.count {
      let (scalar, length) = unsafe Self.scalar(text, position)
      if element < elements.count, case .many = elements[element] {
        element += 1
        (resumeElement, resumePosition) = (element, position)
      } else if element < elements.count, Self.accepts(elements[element], scalar) {
        element += 1
        position += length
      } else if resumeElement >= 0 {
        resumePosition += unsafe Self.scalar(text, resumePosition).length
        (element, position) = (resumeElement, resumePosition)
      } else {
        return false
      }
    }
    while element < elements.count, case .many = elements[element] { element += 1 }
    return element == elements.count
  }

  private static func accepts(_ element: Element, _ scalar: UInt32) -> Bool {
    switch element {
    case .exactly(let wanted): scalar == wanted
    case .one: true
    case .many: false
    case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }

  /// The code point at the position, and how many bytes it takes.
  private static func scalar(
    _ text: UnsafeBufferPointer<UInt8>,
    _ position: Int
  ) -> (value: UInt32, length: Int) {
    let lead = unsafe text[position]
    guard lead >= 0xC0 else { return (UInt32(lead), 1) }
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var value = UInt32(lead) & (0xFF >> UInt32(length + 1))
    for offset in 1..<length where position + offset < text.count {
      value = unsafe value << 6 | UInt32(text[position + offset] & 0x3F)
    }
    return (value, length)
  }
}
