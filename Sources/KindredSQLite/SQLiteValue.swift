// SPDX-License-Identifier: Apache-2.0

/// A value as SQLite stores it.
package enum SQLiteValue: Sendable {
  /// NULL.
  case null
  /// An INTEGER.
  case integer(Int64)
  /// A REAL.
  case real(Double)
  /// TEXT.
  case text(String)
  /// A BLOB.
  case bytes([UInt8])
}

extension SQLiteValue: Equatable {
  /// Whether both sides are the same stored value.
  ///
  /// Text compares by its UTF-8 bytes, never by canonical equivalence. Reals compare by bit pattern,
  /// but -0.0 equals 0.0. NULL equals NULL. Values of different types differ.
  package static func == (left: SQLiteValue, right: SQLiteValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.integer(let left), .integer(let right)): left == right
    case (.real(let left), .real(let right)): left == right || left.bitPattern == right.bitPattern
    case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
    case (.bytes(let left), .bytes(let right)): left == right
    case (.null, _), (.integer, _), (.real, _), (.text, _), (.bytes, _): false
    }
  }
}

extension SQLiteValue: CustomStringConvertible {
  /// The value as a SQL literal, near enough to read.
  package var description: String {
    switch self {
    case .null: "NULL"
    case .integer(let value): "\(value)"
    case .real(let value): "\(value)"
    case .text(let value): "'\(value)'"
    case .bytes(let value): "x'" + value.map(hexadecimal).joined() + "'"
    }
  }
}

private func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16)
  return digits.count == 1 ? "0" + digits : digits
}
