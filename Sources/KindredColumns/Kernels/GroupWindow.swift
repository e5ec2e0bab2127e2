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
    var least = [UInt64](repeating: .max, count: groupCount)
    var position = [Int32](repeating: -1, count: groupCount)
    unsafe least.withUnsafeMutableBufferPointer { least in
      unsafe position.withUnsafeMutableBufferPointer { position in
        unsafe groups.withUnsafeBufferPointer { groups in
          unsafe codes.withUnsafeBufferPointer { codes in
            for index in 0..<groups.count {
              let group = unsafe Int(groups[index])
              let code = unsafe codes[index]
              if unsafe code < least[group] || position[group] < 0 {
                unsafe least[group] = code
                unsafe position[group] = Int32(truncatingIfNeeded: index)
              }
            }
          }
        }
      }
    }
    var isKept = [UInt8](repeating: 0, count: groups.count)
    for place in position where place >= 0 { isKept[Int(place)] = 1 }
    return Truth.positions(of: 1, in: isKept)
  }

  private mutating func grow(to count: Int) {
    guard count > counts.count else { return }
    let capacity = max(count, counts.count * 2)
    counts.append(contentsOf: repeatElement(0, count: capacity - counts.count))
  }
}
