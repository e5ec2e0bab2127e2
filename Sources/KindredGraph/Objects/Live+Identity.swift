// SPDX-License-Identifier: Apache-2.0

/// Objects are equal if they are the same instance: as a row is one instance in a session, if they are the
/// same row.
extension Live: Hashable {
  /// Whether both are the same instance.
  public static func == (left: Live, right: Live) -> Bool { left === right }

  /// Hashes the instance.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// Identified as its model is, for what takes identifiable elements: `extension Author: Identifiable {}`.
extension Live: Identifiable where Model: Identifiable {
  /// The row's id, the same as the column.
  public var id: Model.ID { row.id }
}
