// SPDX-License-Identifier: Apache-2.0

/// One dynamically typed value: a literal of a query, a cell in an error message, a key of a look-up.
///
/// Booleans are the integers 0 and 1, dates are microseconds since 1970, bytes are ``ByteText``: a
/// ``ColumnType`` says which is meant. A real is never NaN.
package enum Value: Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)

  package var isNull: Bool {
    if case .null = self { true } else { false }
  }

  package var storageClass: StorageClass? {
    switch self {
    case .null: nil
    case .integer: .integer
    case .real: .real
    case .text: .text
    }
  }

  package static func boolean(_ value: Bool) -> Value { .integer(value ? 1 : 0) }

  package static func bytes(_ bytes: some Collection<UInt8>) -> Value {
    .text(ByteText.text(of: bytes))
  }
}

extension Value: Hashable {
  /// Same class and same value: text by its UTF-8 bytes, -0.0 equal to 0.0, NULL equal to NULL.
  package static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.integer(let left), .integer(let right)): left == right
    case (.real(let left), .real(let right)): left == right
    case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
    case (.null, _), (.integer, _), (.real, _), (.text, _): false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .integer(let value): hasher.combine(value)
    case .real(let value): hasher.combine(value)
    case .text(let value):
      for byte in value.utf8 { hasher.combine(byte) }
      hasher.combine(0xFF as UInt8)
    }
  }
}

extension Value {
  /// The value as a reader expects one of the type.
  package func description(as type: ColumnType) -> String {
    switch (self, type) {
    case (.integer(let number), .boolean): number == 0 ? "FALSE" : "TRUE"
    case (.text(let text), .bytes): "x'\(ByteText.hexadecimal(ByteText.bytes(of: text) ?? []))'"
    case (.null, _), (.integer, _), (.real, _), (.text, _): description
    }
  }
}

extension Value: CustomStringConvertible {
  package var description: String {
    switch self {
    case .null: "NULL"
    case .integer(let value): "\(value)"
    case .real(let value): "\(value)"
    case .text(let value): "'\(value)'"
    }
  }
}
