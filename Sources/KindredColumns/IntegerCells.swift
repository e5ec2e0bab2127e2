// SPDX-License-Identifier: Apache-2.0

/// Integer cells at the narrowest width that holds all values ever stored in the column.
///
/// A value that does not fit rebuilds the column at the next width that does: at most three times in
/// the life of a column. Narrow cells scan faster and take less memory.
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

  package subscript(row: Int) -> Int64 {
    switch self {
    case .int8(let cells): Int64(cells[row])
    case .int16(let cells): Int64(cells[row])
    case .int32(let cells): Int64(cells[row])
    case .int64(let cells): cells[row]
    }
  }

  package mutating func append(_ values: [Int64], epoch: Epoch) {
    var low: Int64 = 0
    var high: Int64 = 0
    for value in values {
      low = min(low, value)
      high = max(high, value)
    }
    widen(toHold: low, high, epoch: epoch)
    switch self {
    case .int8(let cells): Self.append(values, to: cells, epoch: epoch)
    case .int16(let cells): Self.append(values, to: cells, epoch: epoch)
    case .int32(let cells): Self.append(values, to: cells, epoch: epoch)
    case .int64(let cells): Self.append(values, to: cells, epoch: epoch)
    }
  }

  package mutating func set(_ row: Int, _ value: Int64, epoch: Epoch) {
    widen(toHold: value, value, epoch: epoch)
    switch self {
    case .int8(let cells): cells.set(row, Int8(truncatingIfNeeded: value), epoch: epoch)
    case .int16(let cells): cells.set(row, Int16(truncatingIfNeeded: value), epoch: epoch)
    case .int32(let cells): cells.set(row, Int32(truncatingIfNeeded: value), epoch: epoch)
    case .int64(let cells): cells.set(row, value, epoch: epoch)
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

  private mutating func widen(toHold low: Int64, _ high: Int64, epoch: Epoch) {
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
    to column: ChunkedColumn<Cell>,
    epoch: Epoch
  ) {
    unsafe column.extend(by: values.count, epoch: epoch) { cells, start in
      for index in cells.indices {
        unsafe cells[index] = Cell(truncatingIfNeeded: values[start + index])
      }
    }
  }
}
