// SPDX-License-Identifier: Apache-2.0

/// Texts as dense numbers that sort as their bytes do.
package struct TextRanks: Sendable {
  /// Each row's rank among the distinct texts; 0 for NULL.
  package let ranks: [UInt64]
  /// The greatest rank.
  package let last: UInt64

  package init(_ vector: Vector) {
    ranks = Self.ranks(of: vector)
    last = ranks.max() ?? 0
  }

  /// How many bits the ranks take.
  package var bits: Int { 64 - last.leadingZeroBitCount }

  private struct Entry {
    /// The first eight bytes.
    let head: UInt64
    /// The next eight.
    let tail: UInt64
    let position: Int32
  }

  /// On a dictionary each distinct handle is sorted once and the rows look their rank up.
  private static func ranks(of vector: Vector) -> [UInt64] {
    switch vector.cells {
    case .handles(let handles, let pool):
      if pool.isDictionary, pool.handleLimit <= max(1024, handles.count * 4) {
        return dictionaryRanks(handles, pool, vector.nulls)
      }
      return ranks(count: handles.count, vector.nulls) { pool[handles[$0]] }
    case .strings(let strings):
      return ranks(count: strings.count, vector.nulls) { strings[$0] }
    case .integers, .reals: preconditionFailure("numbers have no text ranks")
    }
  }

  private static func dictionaryRanks(
    _ handles: [Int32],
    _ pool: StringPool,
    _ nulls: [UInt8]?
  ) -> [UInt64] {
    var rankOfHandle = [Int32](repeating: -1, count: pool.handleLimit)
    var used: [Int32] = []
    for index in handles.indices where nulls?[index] ?? 0 == 0 {
      let handle = Int(handles[index])
      if rankOfHandle[handle] < 0 {
        rankOfHandle[handle] = 0
        used.append(handles[index])
      }
    }
    let usedRanks = ranks(count: used.count, nil) { pool[used[$0]] }
    for (index, handle) in used.enumerated() { rankOfHandle[Int(handle)] = Int32(usedRanks[index]) }
    return handles.indices.map { index in
      nulls?[index] ?? 0 == 0 ? UInt64(rankOfHandle[Int(handles[index])]) : 0
    }
  }

  private static func ranks(
    count: Int,
    _ nulls: [UInt8]?,
    _ text: (Int) -> String
  ) -> [UInt64] {
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    for index in 0..<count where nulls?[index] ?? 0 == 0 {
      entries.append(entry(text(index), index))
    }
    func isBefore(_ left: Entry, _ right: Entry) -> Bool {
      if left.head != right.head { return left.head < right.head }
      if left.tail != right.tail { return left.tail < right.tail }
      return Text.compare(text(Int(left.position)), text(Int(right.position))) < 0
    }
    sort(&entries, by: isBefore)
    var ranks = [UInt64](repeating: 0, count: count)
    var rank: UInt64 = 0
    for index in entries.indices {
      if index > 0, isBefore(entries[index - 1], entries[index]) { rank += 1 }
      ranks[Int(entries[index].position)] = rank
    }
    return ranks
  }

  /// Radix sort by the first eight bytes, then comparison within their ties.
  private static func sort(_ entries: inout [Entry], by isBefore: (Entry, Entry) -> Bool) {
    guard entries.count > 256 else {
      entries.sort(by: isBefore)
      return
    }
    var permutation = allPositions(entries.count)
    RadixSort.sort(&permutation, by: entries.map(\.head), bits: 64)
    var sorted = permutation.map { entries[Int($0)] }
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end].head == sorted[start].head { end += 1 }
      if end - start > 1 { sorted[start..<end].sort(by: isBefore) }
      start = end
    }
    entries = sorted
  }

  private static func entry(_ text: String, _ position: Int) -> Entry {
    var copy = text
    return copy.withUTF8 { bytes in
      Entry(
        head: unsafe word(bytes, 0),
        tail: unsafe word(bytes, 8),
        position: Int32(position)
      )
    }
  }

  /// Eight bytes from an offset on, big-endian, padded with zeros.
  private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> UInt64 {
    if bytes.count >= offset + 8, let base = bytes.baseAddress {
      return UInt64(
        bigEndian: unsafe UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self)
      )
    }
    var word: UInt64 = 0
    for index in offset..<(offset + 8) {
      word = unsafe word << 8 | UInt64(index < bytes.count ? bytes[index] : 0)
    }
    return word
  }
}
