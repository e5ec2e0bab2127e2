// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// A value as SQLite holds it: dates in microseconds since 1970, Booleans as 0 and 1.
public enum SQLValue: Sendable, Hashable {
  /// No value.
  case null
  /// An INTEGER.
  case integer(Int64)
  /// A REAL.
  case real(Double)
  /// A TEXT.
  case text(String)
  /// A BLOB.
  case bytes([UInt8])

  package init(_ value: Value, _ type: ColumnType) {
    switch value {
    case .null: self = .null
    case .integer(let number): self = .integer(number)
    case .real(let number): self = .real(number)
    case .text(let text):
      self = type == .bytes ? .bytes(ByteText.bytes(of: text) ?? []) : .text(text)
    }
  }
}
