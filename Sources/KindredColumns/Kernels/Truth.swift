// SPDX-License-Identifier: Apache-2.0

/// Three-valued logic on bytes: 0 false, 1 true, 2 unknown.
package enum Truth {
  package static let no: UInt8 = 0
  package static let yes: UInt8 = 1
  package static let unknown: UInt8 = 2

  /// `left AND right`, row by row, in place: false beats unknown beats true.
  package static func and(_ left: inout [UInt8], _ right: [UInt8]) {
    for index in left.indices {
      let (a, b) = (left[index], right[index])
      // A table of 3 × 3 two-bit answers.
      left[index] =
        UInt8(truncatingIfNeeded: 0b10_10_00_10_01_00_00_00_00 >> UInt32((a * 3 + b) * 2)) & 3
    }
  }

  /// `left OR right`, row by row, in place: true beats unknown beats false.
  package static func or(_ left: inout [UInt8], _ right: [UInt8]) {
    for index in left.indices {
      let (a, b) = (left[index], right[index])
      left[index] =
        UInt8(truncatingIfNeeded: 0b10_01_10_01_01_01_10_01_00 >> UInt32((a * 3 + b) * 2)) & 3
    }
  }

  /// `NOT`, row by row; unknown stays unknown.
  package static func not(_ truths: inout [UInt8]) {
    for index in truths.indices {
      let truth = truths[index]
      truths[index] = truth ^ (1 & ~(truth >> 1))
    }
  }

  /// 1 where the truth is this one, else 0.
  package static func matching(_ truth: UInt8, _ truths: [UInt8]) -> [UInt8] {
    mapped(truths) { byte($0 == truth) }
  }

  /// The positions where it is this one.
  package static func positions(of truth: UInt8, in truths: [UInt8]) -> [Int32] {
    unsafe compacted(truths.count) { out in
      var written = 0
      for index in truths.indices {
        unsafe out[written] = Int32(truncatingIfNeeded: index)
        if truths[index] == truth { written &+= 1 }
      }
      return written
    }
  }

  /// The positions where it is not this one.
  package static func positions(notOf truth: UInt8, in truths: [UInt8]) -> [Int32] {
    unsafe compacted(truths.count) { out in
      var written = 0
      for index in truths.indices {
        unsafe out[written] = Int32(truncatingIfNeeded: index)
        if truths[index] != truth { written &+= 1 }
      }
      return written
    }
  }

  /// Truths as the values of a boolean expression.
  package static func vector(_ truths: [UInt8]) -> Vector {
    var any: UInt8 = 0
    for truth in truths { any |= truth }
    let cells = mapped(truths) { Int64($0 & 1) }
    return Vector(.integers(cells), nulls: any & 2 == 0 ? nil : mapped(truths) { $0 >> 1 })
  }

  /// The values of a boolean expression as truths: any integer but 0 is true.
  package static func truths(_ vector: Vector) -> [UInt8] {
    guard case .integers(let cells) = vector.cells else {
      preconditionFailure("a condition is not of type boolean")
    }
    var truths = mapped(cells) { byte($0 != 0) }
    setUnknown(&truths, where: vector.nulls)
    return truths
  }

  /// 1 at the positions, and elsewhere what `otherwise` says.
  package static func truths(_ count: Int, trueAt positions: [Int32], otherwise: UInt8 = no)
    -> [UInt8]
  {
    var truths = [UInt8](repeating: otherwise, count: count)
    for position in positions { truths[Int(position)] = yes }
    return truths
  }

  /// Makes the positions of set null bytes unknown.
  package static func setUnknown(_ truths: inout [UInt8], where nulls: [UInt8]?) {
    guard let nulls else { return }
    for index in truths.indices where nulls[index] != 0 { truths[index] = unknown }
  }
}

// MARK: - Numbers that are -1 for nothing

extension Truth {
  /// The positions whose number, row id or cursor is not -1.
  package static func positions(whereNotNegative numbers: [Int32]) -> [Int32] {
    unsafe compacted(numbers.count) { out in
      var written = 0
      for index in numbers.indices {
        unsafe out[written] = Int32(truncatingIfNeeded: index)
        if numbers[index] >= 0 { written &+= 1 }
      }
      return written
    }
  }

  /// The positions whose number, row id or cursor is -1.
  package static func positions(whereNegative numbers: [Int32]) -> [Int32] {
    unsafe compacted(numbers.count) { out in
      var written = 0
      for index in numbers.indices {
        unsafe out[written] = Int32(truncatingIfNeeded: index)
        if numbers[index] < 0 { written &+= 1 }
      }
      return written
    }
  }
}
