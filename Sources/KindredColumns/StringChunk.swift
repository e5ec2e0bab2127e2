// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A run of strings of a ``StringPool``, with the first eight bytes of each beside.
///
/// Pools of several forks may share it. A slot belongs to whoever claims it first, so shared chunks
/// are appended to without a lock and without touching what another pool can see.
@safe
final class StringChunk: @unchecked Sendable {
  /// Handles per chunk; a chunk may have fewer slots.
  static let handleSpan = 1024

  let run: StringRun
  let capacity: Int
  /// The chunk before, which the pools that share this one need too.
  private var previous: StringChunk?
  private let claimed = Atomic<Int>(0)

  init(capacity: Int, after previous: StringChunk?) {
    self.capacity = min(capacity, Self.handleSpan)
    self.previous = previous
    unsafe run = StringRun(
      strings: .allocate(capacity: self.capacity),
      prefixes: .allocate(capacity: self.capacity)
    )
  }

  deinit {
    unsafe run.strings.deinitialize(count: claimed.load(ordering: .acquiring))
    unsafe run.strings.deallocate()
    unsafe run.prefixes.deallocate()
    // One by one: the chunks before would release each other recursively.
    var rest = previous
    previous = nil
    while rest != nil, isKnownUniquelyReferenced(&rest) {
      let next = rest?.previous
      rest?.previous = nil
      rest = next
    }
  }

  /// Stores the string in the slot, unless another pool has claimed it or there is no such slot.
  func store(_ string: String, _ prefix: UInt64, at slot: Int) -> Bool {
    guard slot < capacity,
      claimed.compareExchange(expected: slot, desired: slot + 1, ordering: .acquiringAndReleasing)
        .exchanged
    else { return false }
    unsafe (run.strings + slot).initialize(to: string)
    unsafe run.prefixes[slot] = prefix
    return true
  }
}

/// Where the strings of a chunk are, and their prefixes.
@safe @usableFromInline
struct StringRun: BitwiseCopyable, @unchecked Sendable {
  @usableFromInline
  let strings: UnsafeMutablePointer<String>
  let prefixes: UnsafeMutablePointer<UInt64>
}
