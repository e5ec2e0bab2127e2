// SPDX-License-Identifier: Apache-2.0

/// A question about one text with a constant on the other side.
package struct TextTest: Sendable {
  package enum Kind: Sendable {
    case relation(Relation)
    case hasPrefix
    case hasSuffix
    case contains
    case like(LikePattern)
    case glob(GlobPattern)
    case isMember(TextSet)
  }

  package let kind: Kind
  /// The constant's bytes; empty where the kind has its own.
  package let pattern: [UInt8]
  package let text: String
  /// The first eight bytes that a text must have, as ``TextPrefix`` has them, and which of their bits
  /// count.
  private let head: UInt64
  private let headMask: UInt64
  /// What a text with the right first eight bytes is: 1 if nothing more need be asked.
  private let headVerdict: UInt8

  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
    pattern = Array(text.utf8)
    var start = pattern
    var isDecisive = false
    switch kind {
    case .relation, .contains, .hasSuffix, .glob, .isMember: break
    case .hasPrefix: isDecisive = true
    case .like(let like):
      start = like.prefix
      isDecisive = like.isPrefixOnly
    }
    head = TextPrefix.of(start)
    headMask = start.count >= 8 ? .max : ~(.max >> UInt64(start.count * 8))
    // A text that ends early is padded with zeros, and must not pass for one with a NUL.
    headVerdict = isDecisive && start.count <= 8 && !start.contains(0) ? 1 : 2
  }

  /// What the first eight bytes of a text alone say: 0 no, 1 yes, 2 that the whole must be asked.
  @inline(__always)
  func verdict(ofPrefix prefix: UInt64) -> UInt8 {
    switch kind {
    case .relation(let relation):
      if prefix == head { return 2 }
      return byte(relation.holds(prefix < head ? -1 : 1))
    case .hasPrefix: return prefix & headMask == head ? headVerdict : 0
    case .like: return ASCII.lowercased(prefix) & headMask == head ? headVerdict : 0
    case .hasSuffix, .contains, .glob, .isMember: return 2
    }
  }

  /// The answer for a whole text.
  package func matches(_ text: String) -> Bool {
    var copy = text
    return copy.withUTF8 { bytes in unsafe matches(bytes) }
  }

  package func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    unsafe pattern.withUnsafeBufferPointer { pattern in
      switch kind {
      case .relation(let relation): unsafe relation.holds(Text.compare(bytes, pattern))
      case .hasPrefix: unsafe Self.occurs(pattern, in: bytes, at: 0)
      case .hasSuffix: unsafe Self.occurs(pattern, in: bytes, at: bytes.count - pattern.count)
      case .contains: unsafe ByteSearch.firstPosition(of: pattern, in: bytes) >= 0
      case .like(let like): unsafe like.matches(bytes)
      case .glob(let glob): unsafe glob.matches(bytes)
      case .isMember(let set): unsafe set.contains(bytes)
      }
    }
  }

  private static func occurs(
    _ pattern: UnsafeBufferPointer<UInt8>,
    in text: UnsafeBufferPointer<UInt8>,
    at position: Int
  ) -> Bool {
    guard position >= 0 && pattern.count <= text.count else { return false }
    guard let base = text.baseAddress, let wanted = pattern.baseAddress else {
      return pattern.isEmpty
    }
    return unsafe ByteSearch.isEqual(base + position, wanted, pattern.count)
  }
}

/// A set of texts by their bytes.
package struct TextSet: Sendable {
  private let strings: [String]
  /// Positions in `strings` by hash, -1 for empty; at least twice as many.
  private let slots: [Int32]

  package init(_ strings: [String]) {
    self.strings = strings
    var slots = [Int32](repeating: -1, count: max(4, (strings.count * 2).nextPowerOfTwo))
    for (position, string) in strings.enumerated() {
      var slot = Int(truncatingIfNeeded: Hash.text(string)) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(position)
    }
    self.slots = slots
  }

  func contains(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var slot = Int(truncatingIfNeeded: unsafe Hash.bytes(bytes)) & (slots.count - 1)
    while slots[slot] >= 0 {
      var candidate = strings[Int(slots[slot])]
      let isEqual = candidate.withUTF8 { unsafe Text.compare($0, bytes) == 0 }
      if isEqual { return true }
      slot = (slot + 1) & (slots.count - 1)
    }
    return false
  }

  package func contains(_ text: String) -> Bool {
    var copy = text
    return copy.withUTF8 { unsafe contains($0) }
  }
}

extension Int {
  /// The smallest power of two that is not below.
  package var nextPowerOfTwo: Int {
    self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
  }
}

extension Text {
  /// Negative, zero or positive as the first bytes sort before, with or after the second.
  @inline(__always)
  static func compare(
    _ left: UnsafeBufferPointer<UInt8>,
    _ right: UnsafeBufferPointer<UInt8>
  ) -> Int {
    let order = unsafe compareBytes(left, right, count: min(left.count, right.count))
    return order != 0 ? order : left.count - right.count
  }
}
