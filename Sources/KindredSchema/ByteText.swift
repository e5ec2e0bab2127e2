// SPDX-License-Identifier: Apache-2.0

/// Bytes as the text cells that hold them: one code point, U+0000 to U+00FF, for each byte.
///
/// UTF-8 keeps the order of code points, so the UTF-8 of two such texts compares as `memcmp` compares the
/// bytes, and is equal only for equal bytes. Every comparing, hashing, joining, grouping and sorting
/// kernel for text is thereby one for bytes, and a text function that counts code points counts bytes.
/// No byte is ever read as UTF-8: there is nothing to repair.
///
/// A byte below 128 takes one byte of memory, one from 128 on two.
package enum ByteText {
  /// The text that holds the bytes.
  ///
  /// - Complexity: O(bytes).
  package static func text(of bytes: some Collection<UInt8>) -> String {
    var units: [UInt8] = []
    units.reserveCapacity(bytes.count + bytes.count / 2)
    for byte in bytes {
      if byte < 0x80 {
        units.append(byte)
      } else {
        units.append(0xC0 | byte >> 6)
        units.append(0x80 | byte & 0x3F)
      }
    }
    return String(decoding: units, as: UTF8.self)
  }

  /// The bytes that the text holds; nil for a text that holds none, because a code point of it is past
  /// U+00FF.
  ///
  /// - Complexity: O(bytes).
  package static func bytes(of text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var lead: UInt8 = 0
    for unit in text.utf8 {
      switch unit {
      case 0x00...0x7F: bytes.append(unit)
      case 0x80...0xBF: bytes.append(lead << 6 | unit & 0x3F)
      case 0xC2...0xC3: lead = unit & 0x03
      case _: return nil
      }
    }
    return bytes
  }

  /// The bytes as pairs of hexadecimal digits.
  package static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
      as: UTF8.self
    )
  }
}
