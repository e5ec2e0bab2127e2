// SPDX-License-Identifier: Apache-2.0

/// What a schema may not exceed: a fault when it is made.
package enum SchemaLimits {
  package static let tables = 32_767
  /// Of a table.
  package static let columns = 32_767
  /// Of a unique key, and so of a foreign key.
  package static let keyColumns = 64
}
