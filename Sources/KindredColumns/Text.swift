// SPDX-License-Identifier: Apache-2.0

/// Comparison of text by its UTF-8 bytes, as SQL does it.
///
/// Swift's own `==` and `<` go by canonical equivalence ("é" equals "e\u{301}") and are never used on
/// the engine's text.
package enum Text {
  package static func equal(_ left: String, _ right: String) -> Bool {
    var left = left
    var right = right
    return left.withUTF8 { left in
      right.withUTF8 { right in
        unsafe left.count == right.count
          && (left.isEmpty || compareBytes(left, right, count: left.count) == 0)
      }
    }
  }

  /// Negative, zero or positive as `left` sorts before, with or after `right`.
  package static func compare(_ left: String, _ right: String) -> Int {
    var left = left
    var right = right
    return left.withUTF8 { left in
      right.withUTF8 { right in
        let order = unsafe compareBytes(left, right, count: min(left.count, right.count))
        return order != 0 ? order : left.count - right.count
      }
    }
  }

  /// `memcmp` without a C library import: eight bytes at a time.
  package static func compareBytes(
    _ left: UnsafeBufferPointer<UInt8>,
    _ right: UnsafeBufferPointer<UInt8>,
    count: Int
  ) -> Int {
    guard let left = unsafe UnsafeRawPointer(left.baseAddress),
      let right = unsafe UnsafeRawPointer(right.baseAddress)
    else { return 0 }
    var index = 0
    while index + 8 <= count {
      let first = unsafe (left + index).loadUnaligned(as: UInt64.self)
      let second = unsafe (right + index).loadUnaligned(as: UInt64.self)
      if first != second { return first.bigEndian < second.bigEndian ? -1 : 1 }
      index += 8
    }
    while index < count {
      let first = unsafe left.load(fromByteOffset: index, as: UInt8.self)
      let second = unsafe right.load(fromByteOffset: index, as: UInt8.self)
      if first != second { return first < second ? -1 : 1 }
      index += 1
    }
    return 0
  }
}

/// The first eight bytes of a text as a number that sorts as the text does, up to ties.
package enum TextPrefix {
  package static func of(_ text: String) -> UInt64 {
    var copy = text
    return copy.withUTF8 { bytes in
      if bytes.count >= 8, let base = bytes.baseAddress {
        return UInt64(bigEndian: unsafe UnsafeRawPointer(base).loadUnaligned(as: UInt64.self))
      }
      var prefix: UInt64 = 0
      for index in 0..<8 {
        let byte: UInt8 = index < bytes.count ? unsafe bytes[index] : 0
        prefix = prefix << 8 | UInt64(byte)
      }
      return prefix
    }
  }

  /// The first eight of some bytes, in the same form.
  package static func of(_ bytes: [UInt8]) -> UInt64 {
    var prefix: UInt64 = 0
    for index in 0..<8 { prefix = prefix << 8 | UInt64(index < bytes.count ? bytes[index] : 0) }
    return prefix
  }
}
