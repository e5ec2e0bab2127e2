// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import Testing

@Suite struct `String pool` {
  @Test func `a dictionary gives equal text one handle, by its bytes`() {
    let pool = StringPool()
    let epoch = Epoch.fresh()
    let composed = pool.intern("\u{E9}", epoch: epoch)
    let decomposed = pool.intern("e\u{301}", epoch: epoch)
    #expect(composed != decomposed)
    #expect(pool.intern("\u{E9}", epoch: epoch) == composed)
    #expect(pool.handle(of: "e\u{301}") == decomposed)
    #expect(pool.handle(of: "absent") == nil)
    #expect(pool.isDictionary && pool.stringCount == 2)
  }

  @Test func `text with NULs and shared prefixes is told apart`() {
    let pool = StringPool()
    let epoch = Epoch.fresh()
    let texts = ["", "\0", "a", "a\0", "a\0\0", "12345678", "123456789", "12345678\0", "1234567"]
    let handles = texts.map { pool.intern($0, epoch: epoch) }
    #expect(Set(handles).count == texts.count)
    for (text, handle) in zip(texts, handles) { #expect(Text.equal(pool[handle], text)) }
  }

  @Test func `many distinct values end the dictionary and keep every string`() {
    let pool = StringPool()
    let epoch = Epoch.fresh()
    let texts = (0..<5000).map { "value \($0)" }
    let handles = texts.map { pool.intern($0, epoch: epoch) }
    #expect(!pool.isDictionary)
    #expect(zip(texts, handles).allSatisfy { pool[$1] == $0 })
  }

  @Test func `two copies append to one chunk without touching each other's strings`() {
    let pool = StringPool()
    let shared = pool.intern("shared", epoch: Epoch.fresh())
    let copy = pool.shared()
    let (first, second) = (Epoch.fresh(), Epoch.fresh())
    let mine = (0..<3000).map { pool.intern("mine \($0)", epoch: first) }
    let yours = (0..<3000).map { copy.intern("yours \($0)", epoch: second) }
    #expect(pool[shared] == "shared" && copy[shared] == "shared")
    #expect(mine.enumerated().allSatisfy { pool[$0.element] == "mine \($0.offset)" })
    #expect(yours.enumerated().allSatisfy { copy[$0.element] == "yours \($0.offset)" })
  }

  @Test(arguments: [
    ("", "a"), ("a", "b"), ("z", "\u{E9}"), ("e\u{301}", "f\u{301}"), ("12345678a", "12345678b"),
    ("a", "a\0"), ("\u{FFFF}", "\u{10000}"),
  ])
  func `X01 order is that of the bytes`(smaller: String, larger: String) {
    #expect(Text.compare(smaller, larger) < 0)
    #expect(Text.compare(larger, smaller) > 0)
    #expect(TextPrefix.of(smaller) <= TextPrefix.of(larger))
  }
}
