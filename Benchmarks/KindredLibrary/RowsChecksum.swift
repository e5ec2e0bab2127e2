// SPDX-License-Identifier: Apache-2.0

/// The checksum of a list of rows: the CRC-32 of each row's fields joined by `|`, summed modulo 2^64.
///
/// An ordered sum multiplies the CRC of row `i` by `i + 1`, so that the order counts.
package struct RowsChecksum {
  /// The sum of the rows ended so far.
  package private(set) var total: UInt64 = 0
  /// How many rows ended so far.
  package private(set) var rowCount = 0

  private let isOrdered: Bool
  private var crc = CRC32()
  private var isAtRowStart = true

  /// Starts the checksum of no rows.
  package init(ordered: Bool) {
    isOrdered = ordered
  }

  /// Takes in a field of text.
  package mutating func field(_ text: String) {
    separate()
    crc.update(text.utf8)
  }

  /// Takes in an integer field.
  package mutating func field(_ number: Int) {
    separate()
    crc.update(String(number).utf8)
  }

  /// Takes in a real field, as whole cents.
  package mutating func field(cents amount: Double) {
    field(wholeCents(amount))
  }

  /// Ends the row.
  package mutating func endRow() {
    let weight = isOrdered ? UInt64(rowCount) + 1 : 1
    total &+= weight &* UInt64(crc.value)
    rowCount += 1
    crc.restart()
    isAtRowStart = true
  }

  private mutating func separate() {
    if !isAtRowStart { crc.update(UInt8(ascii: "|")) }
    isAtRowStart = false
  }
}

/// `amount` in cents, rounded so that an average computed in another order gives the same number.
package func wholeCents(_ amount: Double) -> Int {
  Int((amount * 100 + 0.500001).rounded(.down))
}
