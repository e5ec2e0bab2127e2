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
    guard let nulls = vector.nulls else { return cells.map { RowID(truncatingIfNeeded: $0) } }
    return zip(cells, nulls).map { $1 != 0 ? -1 : RowID(truncatingIfNeeded: $0) }
  }

  /// Row ids as the values of an integer expression: NULL for -1.
  package static func vector(_ ids: [RowID]) -> Vector {
    Vector(.integers(ids.map { Int64($0) }), nulls: ids.paddingBytes)
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

  /// The positions whose row id is marked, or is not. NULL is marked if its place is.
  package static func positions(
    _ rows: RowVector, marked isMarked: Bool, in marks: [UInt8]
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

/// Numbers distinct row ids of one table in the order of their first occurrence.
///
/// - Complexity: O(1) per row; 4 bytes per slot of the table.
package struct RowGroups: Sendable {
  /// The number of each row id, and of NULL at the end; -1 while it has none.
  private var numbers: [Int32]
  package private(set) var groupCount = 0

  package init(slotCount: Int) { numbers = [Int32](repeating: -1, count: slotCount + 1) }

  /// The number of each row id; new ones get the next numbers.
  package mutating func assign(_ ids: [RowID], newPositions: inout [Int32]) -> [Int32] {
    let nullPlace = numbers.count - 1
    var next = Int32(truncatingIfNeeded: groupCount)
    var fresh: [Int32] = []
    let assigned: [Int32] = unsafe numbers.withUnsafeMutableBufferPointer { numbers in
      unsafe filled(ids.count) { out in
        for index in ids.indices {
          let id = ids[index]
          let place = id < 0 ? nullPlace : Int(truncatingIfNeeded: id)
          var number = unsafe numbers[place]
          if number < 0 {
            number = next
            unsafe numbers[place] = number
            next &+= 1
            fresh.append(Int32(truncatingIfNeeded: index))
          }
          unsafe out[index] = number
        }
      }
    }
    groupCount = Int(next)
    newPositions.append(contentsOf: fresh)
    return assigned
  }

  /// The number of each row id, -1 for those without one.
  package func find(_ ids: [RowID], matchesNull: Bool) -> [Int32] {
    let nullNumber = matchesNull ? numbers[numbers.count - 1] : -1
    return unsafe numbers.withUnsafeBufferPointer { numbers in
      unsafe filled(ids.count) { out in
        for index in ids.indices {
          let id = ids[index]
          unsafe out[index] = id < 0 ? nullNumber : numbers[Int(truncatingIfNeeded: id)]
        }
      }
    }
  }
}
