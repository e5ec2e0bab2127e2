// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Orders the end of a reader's use of shared chunks before a writer's reuse of them.
///
/// A writer that finds a chunk to be its alone again, because the last snapshot that shared it is gone,
/// writes it in place. The reference count says that the reader is gone, but orders nothing else:
/// the reader releases here before it lets go, the writer acquires here after it has looked.
package enum ReadFence {
  private static let departures = Atomic<Int>(0)

  /// A reader's last act before it lets go of what it shared.
  package static func release() { departures.wrappingAdd(1, ordering: .releasing) }

  /// A writer's first act after it found something to be its alone.
  static func acquire() {
    // The fence orders after the reference count that was just looked at, whoever let go of it last.
    // ThreadSanitizer does not know fences: the load is the pair that it sees.
    atomicMemoryFence(ordering: .acquiring)
    _ = departures.load(ordering: .acquiring)
  }
}
