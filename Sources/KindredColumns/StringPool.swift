// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A run of strings of a ``StringPool``, with the first eight bytes of each beside.
///
/// Pools of several forks may share it. A slot belongs to whoever claims it first, so shared chunks
/// are appended to without a lock and without touching what another pool can see.
@safe
final class StringChunk: @unchecked Sendable {
  static let handleSpan = 1024
  let strings: UnsafeMutablePointer<String>
  let prefixes: UnsafeMutablePointer<UInt64>
  let capacity: Int
  private let claimed = Atomic<Int>(0)

  init(capacity: Int) {
    self.capacity = capacity
    unsafe strings = .allocate(capacity: capacity)
    unsafe prefixes = .allocate(capacity: capacity)
  }

  deinit {
    unsafe strings.deinitialize(count: claimed.load(ordering: .acquiring))
    unsafe strings.deallocate()
    unsafe prefixes.deallocate()
  }

  /// Stores the string in the slot, unless another pool has claimed it or there is no such slot.
  func store(_ string: String, at slot: Int) -> Bool {
    guard slot < capacity,
      claimed.compareExchange(expected: slot, desired: slot + 1, ordering: .acquiringAndReleasing)
        .exchanged
    else { return false }
    unsafe (strings + slot).initialize(to: string)
    unsafe prefixes[slot] = TextPrefix.of(string)
    return true
  }
}

/// An append-only store of strings, addressed by handles.
///
/// What a text column's cells point to.
///
/// While its distinct values are few the pool is a *dictionary*: each value has exactly one handle, so
/// that equal handles mean equal text and a predicate need only be evaluated once per value. Past that
/// it stops looking for repetitions, for good.
@safe
package final class StringPool: @unchecked Sendable {
  @exclusivity(unchecked)
  private var chunks: [StringChunk]
  @exclusivity(unchecked)
  private var directory: UnsafeMutablePointer<UnsafeMutablePointer<String>>
  @exclusivity(unchecked)
  private var prefixDirectory: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>
  private var directoryCapacity: Int
  /// Slots used of the last chunk, as far as this pool knows.
  private var usedInLast = 0
  private var appended = 0
  private var lookups = 0
  /// Handles by hash, -1 for empty; nil once the pool has stopped being a dictionary.
  private var slots: ChunkedColumn<Int32>?

  package init() {
    unsafe chunks = []
    unsafe directory = .allocate(capacity: 1)
    unsafe prefixDirectory = .allocate(capacity: 1)
    directoryCapacity = 1
    slots = ChunkedColumn()
  }

  private init(sharing other: StringPool) {
    unsafe chunks = other.chunks
    unsafe directory = .allocate(capacity: other.directoryCapacity)
    unsafe prefixDirectory = .allocate(capacity: other.directoryCapacity)
    directoryCapacity = other.directoryCapacity
    unsafe directory.update(from: other.directory, count: chunks.count)
    unsafe prefixDirectory.update(from: other.prefixDirectory, count: chunks.count)
    usedInLast = other.usedInLast
    appended = other.appended
    lookups = other.lookups
    slots = other.slots?.shared()
  }

  deinit {
    unsafe directory.deallocate()
    unsafe prefixDirectory.deallocate()
  }

  /// A pool with the same strings under the same handles; both may be appended to from now on.
  package func shared() -> StringPool { StringPool(sharing: self) }
}

extension StringPool {
  /// Whether equal handles mean equal text and the reverse.
  package var isDictionary: Bool { slots != nil }

  /// One more than the largest handle.
  package var handleLimit: Int { unsafe chunks.count * StringChunk.handleSpan }

  /// How many strings were added: the distinct values of a dictionary, or their upper bound.
  package var stringCount: Int { appended }

  package subscript(handle: Int32) -> String {
    @inline(__always)
    get { unsafe directory[Int(handle) >> 10][Int(handle) & 1023] }
  }

  /// The first eight bytes of the string, big-endian and padded with zeros.
  package func prefix(_ handle: Int32) -> UInt64 {
    unsafe prefixDirectory[Int(handle) >> 10][Int(handle) & 1023]
  }

  /// The handle of a string equal to this by its bytes, if the pool is a dictionary and has it.
  package func handle(of string: String) -> Int32? {
    guard let slots, slots.count > 0 else { return nil }
    let handle = slots[slot(for: string, in: slots)]
    return handle < 0 ? nil : handle
  }

  /// The handle of the string: an existing one in a dictionary, else a new one.
  package func intern(_ string: String, epoch: Epoch) -> Int32 {
    guard var slots else { return append(string) }
    lookups += 1
    if (appended + 1) * 2 > slots.count {
      slots = rebuiltSlots(capacity: max(32, slots.count * 4), epoch: epoch)
      self.slots = slots
    }
    let slot = slot(for: string, in: slots)
    let existing = slots[slot]
    if existing >= 0 { return existing }
    let handle = append(string)
    slots.set(slot, handle, epoch: epoch)
    if appended > 60_000 || (appended >= 1024 && appended * 2 > lookups) { self.slots = nil }
    return handle
  }

  private func append(_ string: String) -> Int32 {
    appended += 1
    if let last = unsafe chunks.last, last.store(string, at: usedInLast) {
      usedInLast += 1
    } else {
      addChunk()
      // A fresh chunk is this pool's alone, so its first slot cannot be taken.
      _ = unsafe chunks[chunks.count - 1].store(string, at: 0)
      usedInLast = 1
    }
    return unsafe Int32((chunks.count - 1) * StringChunk.handleSpan + usedInLast - 1)
  }

  private func addChunk() {
    let chunk = StringChunk(capacity: min(StringChunk.handleSpan, max(16, appended)))
    if unsafe chunks.count == directoryCapacity { growDirectories() }
    unsafe directory[chunks.count] = chunk.strings
    unsafe prefixDirectory[chunks.count] = chunk.prefixes
    unsafe chunks.append(chunk)
  }

  private func growDirectories() {
    let capacity = directoryCapacity * 2
    let strings = UnsafeMutablePointer<UnsafeMutablePointer<String>>.allocate(capacity: capacity)
    let prefixes = UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>.allocate(capacity: capacity)
    unsafe strings.update(from: directory, count: chunks.count)
    unsafe prefixes.update(from: prefixDirectory, count: chunks.count)
    unsafe directory.deallocate()
    unsafe prefixDirectory.deallocate()
    unsafe directory = strings
    unsafe prefixDirectory = prefixes
    directoryCapacity = capacity
  }

  /// The slot that holds the string's handle, or the empty one where it belongs.
  ///
  /// Linear probing.
  private func slot(for string: String, in slots: ChunkedColumn<Int32>) -> Int {
    let mask = slots.count - 1
    let prefix = TextPrefix.of(string)
    var slot = Int(truncatingIfNeeded: Hash.text(string)) & mask
    while true {
      let handle = slots[slot]
      if handle < 0 { return slot }
      if self.prefix(handle) == prefix, Text.equal(self[handle], string) { return slot }
      slot = (slot + 1) & mask
    }
  }

  private func rebuiltSlots(capacity: Int, epoch: Epoch) -> ChunkedColumn<Int32> {
    let old = slots
    let new = ChunkedColumn<Int32>()
    new.append(repeating: -1, count: capacity, epoch: epoch)
    for position in 0..<(old?.count ?? 0) {
      guard let handle = old?[position], handle >= 0 else { continue }
      var slot = Int(truncatingIfNeeded: Hash.text(self[handle])) & (capacity - 1)
      while new[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
      new.set(slot, handle, epoch: epoch)
    }
    return new
  }
}
