// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Several stored columns as one integer: how their cells are packed side by side.
///
/// Possible for integers, and for text in a dictionary by its handles. A nullable column takes one
/// more code, 0, for NULL.
package struct KeyPacking: Sendable {
  private struct Part {
    let column: Column
    /// The least value, which has the least code.
    let low: Int64
    let bits: Int
    let isNullable: Bool
  }

  /// Codes of so few bits index an array; wider ones are hashed.
  package static let denseBits = 18

  private let parts: [Part]
  /// Of all codes together.
  package let bits: Int

  /// Nil when the columns cannot be packed into 64 bits.
  ///
  /// - Parameter expectedRows: How many rows will be packed. The bounds of a column are looked up cell
  ///   by cell if that is worth it; else the width of the cells must do.
  package init?(_ columns: [Column], expectedRows: Double) {
    var parts: [Part] = []
    var bits = 0
    for column in columns {
      let isWorthReading = expectedRows * 4 >= Double(column.count)
      guard let part = Self.part(column, isWorthReading: isWorthReading) else { return nil }
      parts.append(part)
      bits += part.bits
    }
    guard bits < 64 else { return nil }
    self.parts = parts
    self.bits = bits
  }

  private static func part(_ column: Column, isWorthReading: Bool) -> Part? {
    let isNullable = !column.hasNoNulls
    let bounds: ClosedRange<Int64>
    switch column.cells {
    case .integers(let cells):
      bounds = isWorthReading ? cells.bounds : cells.widthBounds
    case .reals: return nil
    case .texts(_, let pool):
      guard pool.isDictionary else { return nil }
      bounds = 0...Int64(max(0, pool.handleLimit - 1))
    }
    let span = UInt64(bitPattern: bounds.upperBound &- bounds.lowerBound)
    guard span < UInt64.max - 1 else { return nil }
    let codes = span + (isNullable ? 1 : 0)
    return Part(
      column: column, low: bounds.lowerBound, bits: 64 - codes.leadingZeroBitCount,
      isNullable: isNullable)
  }

  /// The code of each row; `rows` has the row ids for each column.
  package func codes(_ rows: [RowVector]) -> [Int64] {
    var codes: [Int64] = []
    for (part, rows) in zip(parts, rows) {
      let more = Self.codes(part, rows)
      if codes.isEmpty {
        codes = more
      } else {
        for index in codes.indices { codes[index] = codes[index] << Int64(part.bits) | more[index] }
      }
    }
    return codes
  }

  /// The code of each row where few bits are in use.
  package func denseCodes(_ rows: [RowVector]) -> [Int32] {
    codes(rows).map { Int32(truncatingIfNeeded: $0) }
  }

  private static func codes(_ part: Part, _ rows: RowVector) -> [Int64] {
    var codes: [Int64]
    switch part.column.cells {
    case .integers(let cells): codes = cells.values(at: rows)
    case .texts(let handles, _): codes = handles.values(at: rows).map { Int64($0) }
    case .reals: preconditionFailure("reals are not packed")
    }
    let shift = part.low &- (part.isNullable ? 1 : 0)
    for index in codes.indices { codes[index] &-= shift }
    if let nulls = part.column.nullBytes(at: rows) {
      for index in codes.indices where nulls[index] != 0 { codes[index] = 0 }
    }
    return codes
  }
}

extension IntegerCells {
  /// Bounds of the cells, those of NULL and deleted rows included.
  fileprivate var bounds: ClosedRange<Int64> {
    switch self {
    case .int8: widthBounds
    case .int16(let cells): cellBounds(cells)
    case .int32(let cells): cellBounds(cells)
    case .int64(let cells): cellBounds(cells)
    }
  }

  /// Bounds that the width of the cells gives.
  fileprivate var widthBounds: ClosedRange<Int64> {
    switch self {
    case .int8: Int64(Int8.min)...Int64(Int8.max)
    case .int16: Int64(Int16.min)...Int64(Int16.max)
    case .int32: Int64(Int32.min)...Int64(Int32.max)
    case .int64: Int64.min...Int64.max
    }
  }
}

private func cellBounds<Cell: FixedWidthInteger & BitwiseCopyable & Sendable>(
  _ column: ChunkedColumn<Cell>
) -> ClosedRange<Int64> {
  var (low, high) = (Cell.max, Cell.min)
  var start = 0
  while start < column.count {
    let end = min(column.count, start + chunkCapacity)
    let cells = unsafe column.directory[start >> 11]
    for index in 0..<(end - start) {
      low = unsafe min(low, cells[index])
      high = unsafe max(high, cells[index])
    }
    start = end
  }
  return low > high ? 0...0 : Int64(low)...Int64(high)
}
