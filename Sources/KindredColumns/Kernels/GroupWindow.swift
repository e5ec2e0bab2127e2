// SPDX-License-Identifier: Apache-2.0

/// Counts the rows of each group as they pass, and keeps those whose number lies in a range.
package struct GroupWindow: Sendable {
  private let window: Range<Int>
  private var counts: [Int32] = []

  package init(_ window: Range<Int>) {
    self.window = window.clamped(to: 0..<Int(Int32.max))
  }

  /// The positions of the rows that are kept, ascending.
  ///
  /// - `groupCount`: all groups are below it.
  package mutating func positions(_ groups: [Int32], groupCount: Int) -> [Int32] {
    grow(to: groupCount)
    let (first, end) = (Int32(window.lowerBound), Int32(window.upperBound))
    return unsafe counts.withUnsafeMutableBufferPointer { counts in
      unsafe groups.withUnsafeBufferPointer { groups in
        unsafe compacted(groups.count) { out in
          var kept = 0
          for index in 0..<groups.count {
            let group = unsafe Int(groups[index])
            let number = unsafe counts[group]
            unsafe counts[group] = number &+ Int32(byte(number < end))
            unsafe out[kept] = Int32(truncatingIfNeeded: index)
            kept &+= Int(byte(number >= first) & byte(number < end))
          }
          return kept
        }
      }
    }
  }

  /// The same where the rows are counted in the order of a permutation.
  package mutating func positions(
    _ groups: [Int32],
    groupCount: Int,
    inOrder permutation: [Int32]
  ) -> [Int32] {
    let kept = positions(groups.gathered(permutation), groupCount: groupCount)
    var isKept = [UInt8](repeating: 0, count: groups.count)
    for place in kept { isKept[Int(permutation[Int(place)])] = 1 }
    return Truth.positions(of: 1, in: isKept)
  }

  /// The position of the row of each group that has the least code, of equal ones the first; ascending.
  package static func leastOfEach(
    _ groups: [Int32],
    _ codes: [UInt64],
    groupCount: Int
  ) -> [Int32] {
    // Side by side, so that a row touches one cache line.
    var best = [(code: UInt64, position: Int32)](repeating: (.max, -1), count: groupCount)
    unsafe best.withUnsafeMutableBufferPointer { best in
      unsafe groups.withUnsafeBufferPointer { groups in
        unsafe codes.withUnsafeBufferPointer { codes in
          for index in 0..<groups.count {
            // Without a branch: whether a row is the best so far is as good as random.
            let group = unsafe Int(groups[index])
            let (code, old) = unsafe (codes[index], best[group])
            let isBetter = byte(code < old.code) | byte(old.position < 0)
            let mask = 0 &- UInt64(isBetter)
            let position = old.position ^ Int32(truncatingIfNeeded: index)
            unsafe best[group] = (
              old.code ^ ((old.code ^ code) & mask),
              old.position ^ (position & Int32(truncatingIfNeeded: mask))
            )
          }
        }
      }
    }
    var isKept = [UInt8](repeating: 0, count: groups.count)
    for (_, position) in best where position >= 0 { isKept[Int(position)] = 1 }
    return Truth.positions(of: 1, in: isKept)
  }

  private mutating func grow(to count: Int) {
    guard count > counts.count else { return }
    let capacity = max(count, counts.count * 2)
    counts.append(contentsOf: repeatElement(0, count: capacity - counts.count))
  }
}
