// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import Testing

@Suite struct `Texts` {
  private static let texts = [
    "", "\u{0}", "a", "a\u{0}", "a ", "ab", "b", "z", "e\u{301}", "\u{E9}", "12345678", "123456789",
    "12345678\u{0}", "\u{1F468}\u{200D}\u{1F469}", "\u{FFFD}", "\u{212B}", "\u{C5}", "A\u{30A}",
  ]

  @Test func `X01 equality, order and hash are those of the UTF-8 bytes`() {
    for left in Self.texts {
      for right in Self.texts {
        let (a, b) = (Array(left.utf8), Array(right.utf8))
        #expect(Text.equal(left, right) == (a == b))
        #expect((Text.compare(left, right) < 0) == a.lexicographicallyPrecedes(b))
        if TextPrefix.of(left) != TextPrefix.of(right) {
          #expect((TextPrefix.of(left) < TextPrefix.of(right)) == a.lexicographicallyPrecedes(b))
        }
        if a == b {
          #expect(Hash.text(left) == Hash.text(right))
        } else {
          #expect(Hash.text(left) != Hash.text(right))
        }
      }
    }
  }

  @Test func `V11 reals hash as the integers that they equal`() {
    for integer in [0, 1, -1, 1 << 53, .min, 1 << 62] as [Int64] {
      #expect(Hash.real(Double(integer)) == Hash.integer(integer))
    }
    #expect(Hash.real(-0.0) == Hash.real(0.0))
    // 2^63 as a real is no 64-bit integer.
    #expect(Hash.real(Double(Int64.max)) != Hash.integer(.max))
  }
}
