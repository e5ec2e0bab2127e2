// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// Integer cells at the narrowest width that holds all values ever stored in the column.
///
/// A value that does not fit rebuilds the column at the next width that does: at most three times in
/// the life of a column. Narrow cells scan faster and take less memory.
@usableFromInline
package enum IntegerCells: Sendable {
  case int8(ChunkedColumn<Int8>)
  case int16(ChunkedColumn<Int16>)
  case int32(ChunkedColumn<Int32>)
  case int64(ChunkedColumn<Int64>)

  package init() { self = .int8(ChunkedColumn()) }

  package func shared() -> IntegerCells {
    switch self {
    case .int8(let cells): .int8(cells.shared())
    case .int16(let cells): .int16(cells.shared())
    case .int32(let cells): .int32(cells.shared())
    case .int64(let cells): .int64(cells.shared())
    }
  }

  package var count: Int {
    switch self {
    case .int8(let cells): cells.count
    case .int16(let cells): cells.count
    case .int32(let cells): cells.count
    case .int64(let cells): cells.count
    }
  }

  @inlinable
  package subscript(row: Int) -> Int64 {
    switch self {
    case .int8(let cells): Int64(cells[row])
    case .int16(let cells): Int64(cells[row])
    case .int32(let cells): Int64(cells[row])
    case .int64(let cells): cells[row]
    }
  }

  /// Adds the values of a part of an array at the end.
  ///
  /// Where one is NULL its cell is unspecified.
  package mutating func append(
    _ values: [Int64],
    nulls: [UInt8]?,
    part: Range<Int>,
    epoch: Epoch
  ) {
    widen(toHold: Self.bounds(values, nulls, part), epoch: epoch)
    switch self {
    case .int8(let cells): Self.append(values, part, to: cells, epoch: epoch)
    case .int16(let cells): Self.append(values, part, to: cells, epoch: epoch)
    case .int32(let cells): Self.append(values, part, to: cells, epoch: epoch)
    case .int64(let cells): Self.append(values, part, to: cells, epoch: epoch)
    }
  }

  /// Stores the values of a part of an array in the rows at the same positions.
  package mutating func set(
    _ rows: [RowID],
    to values: [Int64],
    nulls: [UInt8]?,
    part: Range<Int>,
    epoch: Epoch
  ) {
    widen(toHold: Self.bounds(values, nulls, part), epoch: epoch)
    switch self {
    case .int8(let cells): Self.set(rows, to: values, part, in: cells, epoch: epoch)
    case .int16(let cells): Self.set(rows, to: values, part, in: cells, epoch: epoch)
    case .int32(let cells): Self.set(rows, to: values, part, in: cells, epoch: epoch)
    case .int64(let cells): Self.set(rows, to: values, part, in: cells, epoch: epoch)
    }
  }

  package func truncate(to count: Int) {
    switch self {
    case .int8(let cells): cells.truncate(to: count)
    case .int16(let cells): cells.truncate(to: count)
    case .int32(let cells): cells.truncate(to: count)
    case .int64(let cells): cells.truncate(to: count)
    }
  }

  /// The least and the greatest of the values that are not NULL, and zero.
  private static func bounds(
    _ values: [Int64],
    _ nulls: [UInt8]?,
    _ part: Range<Int>
  ) -> ClosedRange<Int64> {
    var low: Int64 = 0
    var high: Int64 = 0
    if let nulls {
      for index in part where nulls[index] == 0 {
        low = min(low, values[index])
        high = max(high, values[index])
      }
    } else {
      for value in values[part] {
        low = min(low, value)
        high = max(high, value)
      }
    }
    return low...high
  }

  private mutating func widen(toHold bounds: ClosedRange<Int64>, epoch: Epoch) {
    let low = bounds.lowerBound
    let high = bounds.upperBound
    switch self {
    case .int8(let cells):
      if Int8(exactly: low) != nil, Int8(exactly: high) != nil { return }
      if Int16(exactly: low) != nil, Int16(exactly: high) != nil {
        self = .int16(Self.widened(cells, epoch: epoch))
      } else if Int32(exactly: low) != nil, Int32(exactly: high) != nil {
        self = .int32(Self.widened(cells, epoch: epoch))
      } else {
        self = .int64(Self.widened(cells, epoch: epoch))
      }
    case .int16(let cells):
      if Int16(exactly: low) != nil, Int16(exactly: high) != nil { return }
      if Int32(exactly: low) != nil, Int32(exactly: high) != nil {
        self = .int32(Self.widened(cells, epoch: epoch))
      } else {
        self = .int64(Self.widened(cells, epoch: epoch))
      }
    case .int32(let cells):
      if Int32(exactly: low) != nil, Int32(exactly: high) != nil { return }
      self = .int64(Self.widened(cells, epoch: epoch))
    case .int64: return
    }
  }

  private static func widened<Narrow: FixedWidthInteger, Wide: FixedWidthInteger>(
    _ narrow: ChunkedColumn<Narrow>,
    epoch: Epoch
  ) -> ChunkedColumn<Wide> {
    let wide = ChunkedColumn<Wide>()
    unsafe wide.extend(by: narrow.count, epoch: epoch) { cells, start in
      for index in cells.indices {
        unsafe cells[index] = Wide(truncatingIfNeeded: narrow[start + index])
      }
    }
    return wide
  }

  private static func append<Cell: FixedWidthInteger>(
    _ values: [Int64],
    _ part: Range<Int>,
    to column: ChunkedColumn<Cell>,
    epoch: Epoch
  ) {
    unsafe values[part].withUnsafeBufferPointer { values in
      unsafe column.extend(by: values.count, epoch: epoch) { cells, start in
        for index in cells.indices {
          unsafe cells[index] = Cell(truncatingIfNeeded: values[start &+ index])
        }
      }
    }
  }

  private static func set<Cell: FixedWidthInteger>(
    _ rows: [RowID],
    to values: [Int64],
    _ part: Range<Int>,
    in column: ChunkedColumn<Cell>,
    epoch: Epoch
  ) {
    for index in part {
      column.set(Int(rows[index]), Cell(truncatingIfNeeded: values[index]), epoch: epoch)
    }
  }
}
