// SPDX-License-Identifier: Apache-2.0

/// A chunked bit per row, in words of 64: the NULLs of a column, the deleted rows of a table.
@usableFromInline
package struct Bitmap: Sendable {
  @usableFromInline
  package let words: ChunkedColumn<UInt64>

  package init() { words = ChunkedColumn() }

  private init(words: ChunkedColumn<UInt64>) { self.words = words }

  package func shared() -> Bitmap { Bitmap(words: words.shared()) }

  /// Rows past the last word are not set.
  @inlinable
  package subscript(row: Int) -> Bool {
    let word = row >> 6
    return word < words.count && words[word] & (1 << UInt64(row & 63)) != 0
  }

  /// The bits of the rows `word * 64 ..< word * 64 + 64`.
  package func word(_ word: Int) -> UInt64 { word < words.count ? words[word] : 0 }

  /// Whether one of the rows is set.
  ///
  /// The bounds are multiples of 64.
  package func hasSetBits(inWords range: Range<Int>) -> Bool {
    for word in range.clamped(to: 0..<words.count) where words[word] != 0 { return true }
    return false
  }

  @inlinable
  package func set(_ row: Int, to isSet: Bool, epoch: Epoch) {
    let word = row >> 6
    let bit: UInt64 = 1 << UInt64(row & 63)
    if word >= words.count {
      guard isSet else { return }
      extend(toWord: word, epoch: epoch)
    }
    words.set(word, isSet ? words[word] | bit : words[word] & ~bit, epoch: epoch)
  }

  /// Clears the rows from one on.
  ///
  /// - Complexity: O(words).
  package func clear(from row: Int, epoch: Epoch) {
    let first = row >> 6
    guard first < words.count else { return }
    let kept: UInt64 = (1 << UInt64(row & 63)) - 1
    if words[first] & ~kept != 0 { words.set(first, words[first] & kept, epoch: epoch) }
    for word in first + 1..<max(first + 1, words.count) where words[word] != 0 {
      words.set(word, 0, epoch: epoch)
    }
  }

  @usableFromInline
  func extend(toWord word: Int, epoch: Epoch) {
    words.append(repeating: 0, count: word + 1 - words.count, epoch: epoch)
  }
}
