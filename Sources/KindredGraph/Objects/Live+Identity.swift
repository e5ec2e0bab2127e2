// SPDX-License-Identifier: Apache-2.0

/// Objects are equal if they are the same instance: as a row is one instance in a session, if they are the
/// same row.
///
/// Not `Identifiable`: its `id` would hide the column of that name, which does for `ForEach(_, id: \.id)`.
extension Live: Hashable {
  /// Whether both are the same instance.
  public static func == (left: Live, right: Live) -> Bool { left === right }

  /// Hashes the instance.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
