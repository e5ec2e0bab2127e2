// SPDX-License-Identifier: Apache-2.0

/// A fixed set of small integers, one bit each.
///
/// A class over raw words: an array would check its uniqueness at every insertion.
@safe final class Bitmap {
  private let words: UnsafeMutableBufferPointer<UInt64>
  private let capacity: Int

  /// Makes an empty set of integers below `capacity`.
  init(capacity: Int) {
    self.capacity = capacity
    unsafe words = .allocate(capacity: (capacity + 63) / 64)
    unsafe words.initialize(repeating: 0)
  }

  deinit {
    unsafe words.deallocate()
  }

  /// The number of members.
  var count: Int {
    var count = 0
    for index in unsafe words.indices { unsafe count += words[index].nonzeroBitCount }
    return count
  }

  /// The number of integers below the capacity that are not members.
  var absentCount: Int { capacity - count }

  /// Adds `member`.
  @inline(__always)
  func insert(_ member: Int) {
    unsafe words[member >> 6] |= 1 << UInt64(member & 63)
  }

  /// Whether `member` is in the set.
  @inline(__always)
  func contains(_ member: Int) -> Bool {
    unsafe words[member >> 6] >> UInt64(member & 63) & 1 != 0
  }

  /// Calls `body` with the first `limit` members, ascending.
  @inline(__always)
  func forEach(limit: Int = .max, _ body: (Int) -> Void) {
    var left = limit
    for index in unsafe words.indices {
      var word = unsafe words[index]
      while word != 0 {
        if left == 0 { return }
        body(index << 6 + word.trailingZeroBitCount)
        word &= word - 1
        left -= 1
      }
    }
  }
}
