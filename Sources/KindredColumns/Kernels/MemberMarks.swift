// SPDX-License-Identifier: Apache-2.0

/// Which of the first so many numbers have been met.
package struct MemberMarks: Sendable {
  private var isLeft: [UInt8]

  /// The members are the numbers below `count`.
  package init(count: Int) { isLeft = [UInt8](repeating: 1, count: count) }

  package var isEmpty: Bool { isLeft.isEmpty }

  /// The members that have not been met, ascending.
  package var unmet: [Int32] { Truth.positions(of: 1, in: isLeft) }

  /// Notes that the numbers have been met, those that are -1 apart.
  package mutating func meet(_ numbers: [Int32]) {
    unsafe isLeft.withUnsafeMutableBufferPointer { isLeft in
      for number in numbers where number >= 0 { unsafe isLeft[Int(number)] = 0 }
    }
  }

  /// The positions of the members that had not been met, ascending.
  package mutating func take(_ numbers: [Int32]) -> [Int32] {
    let count = isLeft.count
    return unsafe isLeft.withUnsafeMutableBufferPointer { isLeft in
      unsafe numbers.withUnsafeBufferPointer { numbers in
        unsafe compacted(numbers.count) { out in
          var written = 0
          for index in 0..<numbers.count {
            let number = unsafe Int(numbers[index])
            guard number < count else { continue }
            unsafe out[written] = Int32(truncatingIfNeeded: index)
            written &+= unsafe Int(isLeft[number])
            unsafe isLeft[number] = 0
          }
          return written
        }
      }
    }
  }
}
