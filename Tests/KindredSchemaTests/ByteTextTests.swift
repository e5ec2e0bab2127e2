// SPDX-License-Identifier: Apache-2.0

import KindredSchema
import Testing

@Suite struct `Bytes as text` {
  private static func memcmp(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.lexicographicallyPrecedes(right)
  }

  @Test func `every byte comes back as it was`() {
    let all = (0...255).map { UInt8($0) }
    #expect(ByteText.bytes(of: ByteText.text(of: all)) == all)
    #expect(ByteText.bytes(of: "") == [])
    for byte in all {
      #expect(ByteText.text(of: [byte]).unicodeScalars.map(\.value) == [UInt32(byte)])
    }
  }

  @Test func `malformed UTF-8 is not repaired`() {
    for bytes: [UInt8] in [[0xFF, 0xFE], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0]] {
      #expect(ByteText.bytes(of: ByteText.text(of: bytes)) == bytes)
    }
  }

  @Test func `the texts sort as the bytes do`() {
    var random = SystemRandomNumberGenerator()
    let alphabet: [UInt8] = [0, 1, 0x7F, 0x80, 0xBF, 0xC0, 0xFF]
    for _ in 0..<20_000 {
      let pair = (0..<2).map { _ in
        (0..<Int.random(in: 0...4, using: &random)).map { _ in
          alphabet.randomElement(using: &random) ?? 0
        }
      }
      let texts = pair.map { Array(ByteText.text(of: $0).utf8) }
      #expect(
        Self.memcmp(texts[0], texts[1]) == Self.memcmp(pair[0], pair[1]),
        "bytes \(pair)"
      )
      #expect((texts[0] == texts[1]) == (pair[0] == pair[1]), "bytes \(pair)")
    }
  }

  @Test func `text past U+00FF holds no bytes`() {
    #expect(ByteText.bytes(of: "a\u{100}") == nil)
    #expect(ByteText.bytes(of: "\u{1F468}") == nil)
  }

  @Test func `a value prints by its type`() {
    #expect(Value.bytes([0, 0xAB]).description(as: .bytes) == "x'00AB'")
    #expect(Value.text("a").description(as: .text) == "'a'")
    #expect(Value.integer(1).description(as: .boolean) == "TRUE")
    #expect(Value.null.description(as: .bytes) == "NULL")
  }
}
