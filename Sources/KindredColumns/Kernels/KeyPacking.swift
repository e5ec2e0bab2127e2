// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Several stored columns as one integer: how their cells are packed side by side.
///
/// Possible for integers, and for text in a dictionary: its handles are renumbered as they are met, so
/// that few distinct texts take few bits. A nullable column takes one more code, 0, for NULL.
package struct KeyPacking: Sendable {
  fileprivate struct Part {
    let column: Column
    /// The least value, which has the least code.
    let low: Int64
    let bits: Int
    let isNullable: Bool
    /// Of text: the number of each handle met, -1 for the others.
    var numbers: [Int32] = []
    var numberCount: Int32 = 0
  }

  /// Codes of so few bits index an array; wider ones are hashed.
  package static let denseBits = 18

  private var parts: [Part]
  /// Of all codes together.
  package let bits: Int

  package var isDense: Bool { bits <= Self.denseBits }

  /// Nil when the columns cannot be packed into 63 bits.
  ///
  /// - `expectedRows`: how many rows will be packed. The bounds of a column are looked up cell
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
    var numbers: [Int32] = []
    switch column.cells {
    case .integers(let cells):
      bounds = isWorthReading ? cells.bounds : cells.widthBounds
    case .reals: return nil
    case .texts(_, let pool):
      guard pool.isDictionary else { return nil }
      bounds = 0...Int64(max(0, pool.stringCount - 1))
      numbers = [Int32](repeating: -1, count: pool.handleLimit)
    }
    let span = UInt64(bitPattern: bounds.upperBound &- bounds.lowerBound)
    guard span < UInt64.max - 1 else { return nil }
    let codes = span + (isNullable ? 1 : 0)
    return Part(
      column: column,
      low: bounds.lowerBound,
      bits: 64 - codes.leadingZeroBitCount,
      isNullable: isNullable,
      numbers: numbers
    )
  }

  /// The code of each row; `rows` has the row ids for each column.
  package mutating func codes(_ rows: [RowVector]) -> [Int64] {
    var codes = [Int64](repeating: 0, count: rows.first?.count ?? 0)
    for part in parts.indices { parts[part].add(to: &codes, rows[part]) }
    return codes
  }

  /// The code of each row where few bits are in use.
  package mutating func denseCodes(_ rows: [RowVector]) -> [Int32] {
    var codes = [Int32](repeating: 0, count: rows.first?.count ?? 0)
    for part in parts.indices { parts[part].add(to: &codes, rows[part]) }
    return codes
  }
}

extension KeyPacking.Part {
  /// Adds the part's codes below those that stand there.
  @inline(__always)
  fileprivate mutating func add<Code: FixedWidthInteger & BitwiseCopyable & SignedInteger>(
    to codes: inout [Code],
    _ rows: RowVector
  ) {
    let nulls = isNullable ? column.nullBytes(at: rows) : nil
    switch column.cells {
    case .integers(.int8(let cells)):
      append(cells, rows, nulls, &codes) { Code(truncatingIfNeeded: $0) }
    case .integers(.int16(let cells)):
      append(cells, rows, nulls, &codes) { Code(truncatingIfNeeded: $0) }
    case .integers(.int32(let cells)):
      append(cells, rows, nulls, &codes) { Code(truncatingIfNeeded: $0) }
    case .integers(.int64(let cells)):
      append(cells, rows, nulls, &codes) { Code(truncatingIfNeeded: $0) }
    case .texts(let handles, _): appendTexts(handles, rows, nulls, &codes)
    case .reals: preconditionFailure("reals are not packed")
    }
  }

  @inline(__always)
  private mutating func appendTexts<Code: FixedWidthInteger & BitwiseCopyable & SignedInteger>(
    _ handles: ChunkedColumn<Int32>,
    _ rows: RowVector,
    _ nulls: [UInt8]?,
    _ codes: inout [Code]
  ) {
    // Taken out while they are changed, as the closure may not write to the part itself.
    var (numbers, next) = (self.numbers, numberCount)
    self.numbers = []
    unsafe numbers.withUnsafeMutableBufferPointer { numbers in
      append(handles, rows, nulls, &codes) { handle in
        let position = Int(truncatingIfNeeded: handle)
        var number = unsafe numbers[position]
        if number < 0 {
          number = next
          unsafe numbers[position] = number
          next &+= 1
        }
        return Code(truncatingIfNeeded: number)
      }
    }
    (self.numbers, numberCount) = (numbers, next)
  }

  @inline(__always)
  private func append<
    Cell: BitwiseCopyable & Sendable,
    Code: FixedWidthInteger & BitwiseCopyable & SignedInteger
  >(
    _ cells: ChunkedColumn<Cell>,
    _ rows: RowVector,
    _ nulls: [UInt8]?,
    _ codes: inout [Code],
    _ code: (Cell) -> Code
  ) {
    let shift = Code(truncatingIfNeeded: bits)
    let base = Code(truncatingIfNeeded: low &- (isNullable ? 1 : 0))
    unsafe codes.withUnsafeMutableBufferPointer { codes in
      forEachCell(cells, rows) { cell, index in
        var added = code(cell) &- base
        if let nulls, nulls[index] != 0 { added = 0 }
        unsafe codes[index] = codes[index] << shift | added
      }
    }
  }
}

/// Visits the cells of valid rows, each with its position.
@inline(__always)
func forEachCell<Cell: BitwiseCopyable & Sendable>(
  _ column: ChunkedColumn<Cell>,
  _ rows: RowVector,
  _ body: (Cell, Int) -> Void
) {
  switch rows {
  case .range(let start, let count):
    unsafe column.forEachRun(Int(start), count) { cells, offset, count in
      for index in 0..<count { unsafe body(cells[index], offset &+ index) }
    }
  case .ids(let ids):
    unsafe ids.withUnsafeBufferPointer { ids in
      let directory = unsafe column.directory
      for index in 0..<ids.count {
        let row = unsafe Int(truncatingIfNeeded: ids[index])
        unsafe body(directory[row >> 11][row & 2047], index)
      }
    }
  }
}

extension IntegerCells {
  /// Bounds of the cells, those of NULL and deleted rows included.
  fileprivate var bounds: ClosedRange<Int64> {
    switch self {
    case .int8(let cells): cellBounds(cells)
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
  unsafe column.forEachRun(0, column.count) { cells, _, count in
    for index in 0..<count {
      low = unsafe min(low, cells[index])
      high = unsafe max(high, cells[index])
    }
  }
  return low > high ? 0...0 : Int64(low)...Int64(high)
}
