// SPDX-License-Identifier: Apache-2.0

/// The one hash function of the engine, over integers, reals and the UTF-8 bytes of text.
///
/// Seeded per process, so that chosen keys cannot pile up in one slot. Results never depend on it: no
/// operator yields rows in the order of a hash table.
package enum Hash {
  @usableFromInline
  package static let seed = UInt64.random(in: .min ... .max)

  /// The finaliser of splitmix64 (Steele, Lea, Flood 2014).
  @inlinable @inline(__always)
  package static func mix(_ value: UInt64) -> UInt64 {
    var x = value ^ seed
    x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
    return x ^ (x >> 31)
  }

  @inlinable @inline(__always)
  package static func integer(_ value: Int64) -> UInt64 { mix(UInt64(bitPattern: value)) }

  /// Equal reals hash equally: -0.0 as 0.0, and whole numbers as the integers they equal.
  @inlinable @inline(__always)
  package static func real(_ value: Double) -> UInt64 {
    if let whole = Int64(exactly: value) { return integer(whole) }
    return mix(value.bitPattern ^ 0x9E37_79B9_7F4A_7C15)
  }

  /// Over eight bytes at a time of the text's UTF-8.
  package static func text(_ value: String) -> UInt64 {
    var copy = value
    return copy.withUTF8 { bytes in unsafe self.bytes(bytes) }
  }

  package static func bytes(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = mix(UInt64(truncatingIfNeeded: bytes.count))
    var index = 0
    while index + 8 <= bytes.count {
      let word = unsafe UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + index)
        .loadUnaligned(as: UInt64.self)
      hash = mix(hash ^ word)
      index += 8
    }
    var tail: UInt64 = 0
    while index < bytes.count {
      tail = unsafe tail << 8 | UInt64(bytes[index])
      index += 1
    }
    return mix(hash ^ tail)
  }

  @inlinable @inline(__always)
  package static func combine(_ first: UInt64, _ second: UInt64) -> UInt64 {
    mix(first &* 31 &+ second)
  }
}
