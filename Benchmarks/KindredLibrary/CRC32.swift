// SPDX-License-Identifier: Apache-2.0

/// The CRC-32 of zlib, fed byte by byte.
package struct CRC32 {
  private var register: UInt32 = 0xFFFF_FFFF
  private let table: [UInt32]

  /// Starts an empty checksum.
  package init() {
    table = Self.table
  }

  /// The checksum of the bytes seen so far.
  package var value: UInt32 { ~register }

  /// Takes in `bytes`.
  package mutating func update(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { update(byte) }
  }

  /// Takes in one byte.
  package mutating func update(_ byte: UInt8) {
    register = table[Int((register ^ UInt32(byte)) & 0xFF)] ^ (register >> 8)
  }

  /// Forgets the bytes seen so far.
  package mutating func restart() {
    register = 0xFFFF_FFFF
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { register, _ in
      (register & 1) == 1 ? (register >> 1) ^ 0xEDB8_8320 : register >> 1
    }
  }
}
