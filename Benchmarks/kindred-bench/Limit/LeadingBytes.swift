// SPDX-License-Identifier: Apache-2.0

/// The first sixteen bytes of a text, as two numbers that sort like them.
struct LeadingBytes {
  let high: UInt64
  let low: UInt64

  /// Reads `text`; where it is shorter, zeros stand in.
  @inline(__always)
  init(_ text: String) {
    var words: (UInt64, UInt64) = (0, 0)
    _ = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
      unsafe withUnsafeMutableBytes(of: &words) { target in
        unsafe target.copyMemory(from: UnsafeRawBufferPointer(bytes.prefix16))
      }
    }
    high = UInt64(bigEndian: words.0)
    low = UInt64(bigEndian: words.1)
  }

  /// Whether the text starts with "Book", in any case, as LIKE has it.
  @inline(__always)
  var isBook: Bool { high >> 32 | 0x2020_2020 == 0x626F_6F6B }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate var prefix16: UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: baseAddress, count: Swift.min(count, 16))
  }
}
