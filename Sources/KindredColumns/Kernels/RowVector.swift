// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// The rows of one table that a batch refers to, in the batch's order.
package enum RowVector: Sendable {
  /// Consecutive rows, all live: what a scan yields a chunk at a time, and read without a gather.
  case range(start: RowID, count: Int)
  /// Any rows; -1 where an outer join padded.
  case ids([RowID])

  package var count: Int {
    switch self {
    case .range(_, let count): count
    case .ids(let ids): ids.count
    }
  }

  package subscript(position: Int) -> RowID {
    switch self {
    case .range(let start, _): start + RowID(position)
    case .ids(let ids): ids[position]
    }
  }

  /// The row ids one by one.
  package var ids: [RowID] {
    switch self {
    case .range(let start, let count):
      unsafe filled(count) { out in
        for index in 0..<count { unsafe out[index] = start &+ RowID(truncatingIfNeeded: index) }
      }
    case .ids(let ids): ids
    }
  }

  /// The rows at the positions, which are all valid.
  package func gathered(_ positions: [Int32]) -> RowVector {
    switch self {
    case .range(let start, _):
      unsafe .ids(
        filled(positions.count) { out in
          unsafe positions.withUnsafeBufferPointer { positions in
            for index in 0..<positions.count {
              unsafe out[index] = start &+ positions[index]
            }
          }
        }
      )
    case .ids(let ids): .ids(ids.gathered(positions))
    }
  }

  /// The rows at the positions, -1 where a position is -1.
  package func gatheredPadding(_ positions: [Int32]) -> RowVector {
    let ids = self.ids
    return .ids(
      unsafe ids.withUnsafeBufferPointer { ids in
        mapped(positions) { unsafe $0 < 0 ? -1 : ids[Int(truncatingIfNeeded: $0)] }
      }
    )
  }

  /// The rows of a part of the batch.
  package func slice(_ range: Range<Int>) -> RowVector {
    switch self {
    case .range(let start, _): .range(start: start + RowID(range.lowerBound), count: range.count)
    case .ids(let ids): .ids(Array(ids[range]))
    }
  }
}

extension [Int32] {
  /// The elements at the positions, which are all valid.
  package func gathered(_ positions: [Int32]) -> [Int32] { gatheredCells(self, positions) }
}

/// The cells at the positions, which are all valid.
@inline(__always)
func gatheredCells<Cell: BitwiseCopyable>(_ cells: [Cell], _ positions: [Int32]) -> [Cell] {
  unsafe cells.withUnsafeBufferPointer { cells in
    unsafe positions.withUnsafeBufferPointer { positions in
      unsafe filled(positions.count) { out in
        guard let cells = cells.baseAddress else { return }
        for index in 0..<positions.count {
          unsafe out[index] = cells[Int(truncatingIfNeeded: positions[index])]
        }
      }
    }
  }
}

/// Positions from 0, all of them.
package func allPositions(_ count: Int) -> [Int32] {
  unsafe filled(count) { out in
    for index in 0..<count { unsafe out[index] = Int32(truncatingIfNeeded: index) }
  }
}
