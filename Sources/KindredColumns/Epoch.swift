// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The stamp of one owner's turn to write in place.
///
/// A chunk, a column or a table whose stamp equals the writer's epoch belongs to the writer alone.
/// Taking a snapshot or a fork gives the writer a fresh epoch, so that everything shared up to then is
/// copied before it is next written. Stamps are unique in the process: equal stamps on two forks
/// would let both write the same chunk.
@usableFromInline
package struct Epoch: Sendable, Hashable {
  @usableFromInline
  package let raw: UInt64

  @usableFromInline
  package init(raw: UInt64) { self.raw = raw }

  // Not the synthesised one: the per-write comparison must inline into other modules.
  @inlinable @inline(__always)
  package static func == (left: Epoch, right: Epoch) -> Bool { left.raw == right.raw }

  /// An epoch that no other has.
  package static func fresh() -> Epoch {
    Epoch(raw: counter.wrappingAdd(1, ordering: .relaxed).newValue)
  }

  private static let counter = Atomic<UInt64>(0)
}
