// SPDX-License-Identifier: Apache-2.0

/// An append-only store of strings, addressed by handles.
///
/// What a text column's cells point to. Strings that no cell points to any more stay until the column
/// gets another pool, see ``Column/withFreshPool(isLive:epoch:)``.
///
/// While its distinct values are few the pool is a *dictionary*: each value has exactly one handle, so
/// that equal handles mean equal text and a predicate need only be evaluated once per value. Past that
/// it stops looking for repetitions, for good.
@safe @usableFromInline
package final class StringPool: @unchecked Sendable {
  /// Where the strings of each chunk are.
  @exclusivity(unchecked)
  private var runs: ChunkedColumn<StringRun>
  /// The last chunk, which keeps those before it.
  @exclusivity(unchecked)
  private var last: StringChunk?
  /// Slots used of the last chunk, as far as this pool knows.
  @exclusivity(unchecked)
  private var usedInLast = 0
  @exclusivity(unchecked)
  private var appended = 0
  /// Slots of all chunks, also of those that a fork has taken.
  @exclusivity(unchecked)
  private var reserved = 0
  /// The UTF-8 length of all strings.
  @exclusivity(unchecked)
  private var bytes = 0
  /// The same at the time when all strings were in use.
  @exclusivity(unchecked)
  private var usedBytes = 0
  @exclusivity(unchecked)
  private var lookups = 0
  /// Handles by hash, -1 for empty; nil once the pool has stopped being a dictionary.
  @exclusivity(unchecked)
  private var slots: ChunkedColumn<Int32>?

  package init() {
    unsafe runs = ChunkedColumn()
    unsafe slots = ChunkedColumn()
  }

  private init(sharing other: StringPool) {
    unsafe runs = other.runs.shared()
    unsafe last = other.last
    unsafe usedInLast = other.usedInLast
    unsafe appended = other.appended
    unsafe reserved = other.reserved
    unsafe bytes = other.bytes
    unsafe usedBytes = other.usedBytes
    unsafe lookups = other.lookups
    unsafe slots = other.slots?.shared()
  }

  /// A pool with the same strings under the same handles; both may be appended to from now on.
  package func shared() -> StringPool { StringPool(sharing: self) }
}

extension StringPool {
  /// Whether equal handles mean equal text and the reverse.
  package var isDictionary: Bool { unsafe slots != nil }

  /// One more than the largest handle.
  package var handleLimit: Int { unsafe runs.count * StringChunk.handleSpan }

  /// What ``handleLimit`` is at most after so many more strings: a chunk that a fork caused has as few as
  /// sixteen.
  func handleLimit(adding strings: Int) -> Int {
    handleLimit + (strings / 16 + 2) * StringChunk.handleSpan
  }

  /// How many strings were added: the distinct values of a dictionary, or their upper bound.
  package var stringCount: Int { unsafe appended }

  /// How many strings there is room for: in full chunks, and in those that a fork has taken over.
  package var reservedCount: Int { unsafe reserved }

  /// The UTF-8 length of all strings together.
  package var byteCount: Int { unsafe bytes }

  /// The length when all strings were in use, see ``markUsed()``.
  var usedByteCount: Int { unsafe usedBytes }

  /// Notes that all strings are in use.
  func markUsed() { unsafe usedBytes = bytes }

  /// Where the strings of each chunk are.
  var stringRuns: ChunkedColumn<StringRun> { unsafe runs }

  package subscript(handle: Int32) -> String {
    @inline(__always)
    get { unsafe runs[Int(handle) >> 10].strings[Int(handle) & 1023] }
  }

  /// The first eight bytes of the string, big-endian and padded with zeros.
  package func prefix(_ handle: Int32) -> UInt64 {
    unsafe runs[Int(handle) >> 10].prefixes[Int(handle) & 1023]
  }

  /// The handle of a string equal to this by its bytes, if the pool is a dictionary and has it.
  package func handle(of string: String) -> Int32? {
    guard let slots = unsafe slots, slots.count > 0 else { return nil }
    let handle = slots[slot(for: string, TextPrefix.of(string), in: slots)]
    return handle < 0 ? nil : handle
  }

  /// The handle of the string: an existing one in a dictionary, else a new one.
  package func intern(_ string: String, epoch: Epoch) -> Int32 {
    let prefix = TextPrefix.of(string)
    guard var slots = unsafe slots else { return append(string, prefix, epoch: epoch) }
    unsafe lookups &+= 1
    if unsafe (appended + 1) * 2 > slots.count {
      slots = rebuiltSlots(capacity: max(32, slots.count * 4), epoch: epoch)
      unsafe self.slots = slots
    }
    let slot = slot(for: string, prefix, in: slots)
    let existing = slots[slot]
    if existing >= 0 { return existing }
    let handle = append(string, prefix, epoch: epoch)
    slots.set(slot, handle, epoch: epoch)
    let hasFewRepetitions = unsafe appended >= 1024 && appended * 2 > lookups
    if unsafe appended > 60_000 || hasFewRepetitions { unsafe self.slots = nil }
    return handle
  }

  private func append(_ string: String, _ prefix: UInt64, epoch: Epoch) -> Int32 {
    unsafe appended += 1
    unsafe bytes &+= string.utf8.count
    if let last = unsafe last, unsafe last.store(string, prefix, at: usedInLast) {
      unsafe usedInLast += 1
    } else {
      // After a fork has taken the next slot most of the old chunk is lost: lose little of the new one.
      let isFull = unsafe usedInLast == last?.capacity ?? 0
      let chunk = unsafe StringChunk(capacity: isFull ? max(16, appended) : 16, after: last)
      unsafe runs.append(chunk.run, epoch: epoch)
      unsafe reserved += chunk.capacity
      unsafe last = chunk
      // A fresh chunk is this pool's alone, so its first slot cannot be taken.
      _ = chunk.store(string, prefix, at: 0)
      unsafe usedInLast = 1
    }
    return unsafe Int32((runs.count - 1) * StringChunk.handleSpan + usedInLast - 1)
  }

  /// The slot that holds the string's handle, or the empty one where it belongs.
  ///
  /// Linear probing.
  private func slot(
    for string: String,
    _ prefix: UInt64,
    in slots: ChunkedColumn<Int32>
  ) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: Hash.text(string)) & mask
    while true {
      let handle = slots[slot]
      if handle < 0 { return slot }
      if self.prefix(handle) == prefix, Text.equal(self[handle], string) { return slot }
      slot = (slot + 1) & mask
    }
  }

  private func rebuiltSlots(capacity: Int, epoch: Epoch) -> ChunkedColumn<Int32> {
    let old = unsafe slots
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
