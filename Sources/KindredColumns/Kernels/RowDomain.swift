// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// Row ids of one table as keys: arrays indexed by the row id instead of hashing.
///
/// NULL (-1) has a place of its own after the last row.
package enum RowDomain {
  /// Row ids out of the values of an integer expression: -1 for NULL.
  package static func rowIDs(_ vector: Vector) -> [RowID] {
    guard case .integers(let cells) = vector.cells else {
      preconditionFailure("a row id is not an integer")
    }
    guard let nulls = vector.nulls else { return mapped(cells) { RowID(truncatingIfNeeded: $0) } }
    return zip(cells, nulls).map { $1 != 0 ? -1 : RowID(truncatingIfNeeded: $0) }
  }

  /// Row ids as numbers below `slotCount + 1`: NULL is the last.
  package static func numbers(_ rows: RowVector, slotCount: Int) -> [Int32] {
    guard case .ids(let ids) = rows else { return rows.ids }
    // As an unsigned number -1 is beyond all others.
    let none = UInt32(truncatingIfNeeded: slotCount)
    return mapped(ids) { Int32(bitPattern: min(UInt32(bitPattern: $0), none)) }
  }

  /// Row ids as the values of an integer expression: NULL for -1.
  package static func vector(_ ids: [RowID]) -> Vector {
    Vector(.integers(mapped(ids) { Int64($0) }), nulls: ids.paddingBytes)
  }

  /// Sets the byte of each row id.
  package static func mark(_ rows: RowVector, in marks: inout [UInt8], marksNull: Bool) {
    let nullPlace = marks.count - 1
    unsafe marks.withUnsafeMutableBufferPointer { marks in
      switch rows {
      case .range(let start, let count):
        for index in 0..<count { unsafe marks[Int(start) &+ index] = 1 }
      case .ids(let ids):
        for id in ids {
          // NULL lands on the last place, which is reset below unless NULL counts.
          let place = id < 0 ? nullPlace : Int(truncatingIfNeeded: id)
          unsafe marks[place] = 1
        }
      }
    }
    if !marksNull { marks[nullPlace] = 0 }
  }

  /// The positions whose row id is marked, or is not.
  ///
  /// NULL is marked if its place is.
  package static func positions(
    _ rows: RowVector,
    marked isMarked: Bool,
    in marks: [UInt8]
  ) -> [Int32] {
    let wanted = byte(isMarked)
    let nullPlace = marks.count - 1
    return unsafe marks.withUnsafeBufferPointer { marks in
      unsafe compacted(rows.count) { out in
        var written = 0
        switch rows {
        case .range(let start, let count):
          for index in 0..<count {
            unsafe out[written] = Int32(truncatingIfNeeded: index)
            if unsafe marks[Int(start) &+ index] == wanted { written &+= 1 }
          }
        case .ids(let ids):
          for index in ids.indices {
            let id = ids[index]
            let place = id < 0 ? nullPlace : Int(truncatingIfNeeded: id)
            unsafe out[written] = Int32(truncatingIfNeeded: index)
            if unsafe marks[place] == wanted { written &+= 1 }
          }
        }
        return written
      }
    }
  }
}

/// Small numbers below a bound, as keys: an array by number instead of hashing.
///
/// - Complexity: O(1) per row; 4 bytes per possible number.
package struct DenseGroups: Sendable {
  /// The group of each number, -1 while it has none.
  private var groups: [Int32]
  package private(set) var groupCount = 0

  package init(bound: Int) { groups = [Int32](repeating: -1, count: bound) }

  /// The group of each row; new ones get the next numbers.
  package mutating func assign(_ numbers: [Int32], newPositions: inout [Int32]) -> [Int32] {
    let before = groupCount
    var next = Int32(truncatingIfNeeded: groupCount)
    let assigned: [Int32] = unsafe groups.withUnsafeMutableBufferPointer { groups in
      unsafe numbers.withUnsafeBufferPointer { numbers in
        unsafe filled(numbers.count) { out in
          for index in 0..<numbers.count {
            let number = unsafe Int(truncatingIfNeeded: numbers[index])
            var group = unsafe groups[number]
            if group < 0 {
              group = next
              unsafe groups[number] = group
              next &+= 1
            }
            unsafe out[index] = group
          }
        }
      }
    }
    groupCount = Int(next)
    if groupCount > before {
      GroupKernels.appendFresh(assigned, from: before, to: &newPositions)
    }
    return assigned
  }
}

/// Which of the numbers below a bound have been seen.
///
/// A byte each.
package struct SeenNumbers: Sendable {
  private var seen: [UInt8]

  package init(bound: Int) { seen = [UInt8](repeating: 0, count: bound) }

  /// The positions of the numbers that had not been seen.
  package mutating func firstPositions(_ numbers: [Int32]) -> [Int32] {
    unsafe seen.withUnsafeMutableBufferPointer { seen in
      unsafe numbers.withUnsafeBufferPointer { numbers in
        unsafe compacted(numbers.count) { out in
          var written = 0
          for index in 0..<numbers.count {
            let number = unsafe Int(truncatingIfNeeded: numbers[index])
            unsafe out[written] = Int32(truncatingIfNeeded: index)
            if unsafe seen[number] == 0 { written &+= 1 }
            unsafe seen[number] = 1
          }
          return written
        }
      }
    }
  }
}
