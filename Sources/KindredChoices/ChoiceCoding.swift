// SPDX-License-Identifier: Apache-2.0

/// Lists of choices as one word of text: small numbers as one byte, the bytes in base 64.
package enum ChoiceCoding {
  /// The list as text without spaces.
  package static func encode(_ choices: [Int]) -> String {
    base64(choices.flatMap(variableLength))
  }

  /// The list that the text stands for; nil when it is none.
  package static func decode(_ text: String) -> [Int]? {
    guard let bytes = bytes(base64: text) else { return nil }
    var choices: [Int] = []
    var number = 0
    var shift = 0
    for byte in bytes {
      guard shift < 63 else { return nil }
      number |= Int(byte & 0x7F) << shift
      shift += 7
      guard byte < 0x80 else { continue }
      choices.append(number)
      (number, shift) = (0, 0)
    }
    return shift == 0 ? choices : nil
  }

  private static func variableLength(_ number: Int) -> [UInt8] {
    var rest = number
    var bytes: [UInt8] = []
    while rest > 0x7F {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
  )

  private static func base64(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for position in 0..<4 {
        let digit = digits[bits >> (18 - 6 * position) & 0x3F]
        result.append(position <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func bytes(base64 text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits = 0
    var count = 0
    for character in text.utf8 where character != UInt8(ascii: "=") {
      guard let digit = digits.firstIndex(of: character) else { return nil }
      bits = (bits << 6 | digit) & 0xFFFF
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(bits >> count & 0xFF))
    }
    return bytes
  }
}
