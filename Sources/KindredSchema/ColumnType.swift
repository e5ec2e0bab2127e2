// SPDX-License-Identifier: Apache-2.0

/// The types a column can have.
///
/// A type says what a value means. How its cells are held is its ``StorageClass``.
package enum ColumnType: String, Sendable, Hashable, CaseIterable {
  case boolean
  case integer
  case real
  case text
  /// A moment, held as whole microseconds since 1970-01-01T00:00:00Z.
  case date
  /// Any bytes, compared as unsigned numbers one after the other; held as ``ByteText``.
  case bytes

  /// How a value of this type is held in a column or a vector.
  package var storageClass: StorageClass {
    switch self {
    case .boolean, .integer, .date: .integer
    case .real: .real
    case .text, .bytes: .text
    }
  }
}

extension ColumnType {
  /// What a date is that has no microseconds: never stored.
  package static let notADate = Int64.min
}

/// The closed set of cell representations.
///
/// Kernels switch on it once per batch.
package enum StorageClass: Sendable, Hashable, CaseIterable {
  case integer
  case real
  case text
}
