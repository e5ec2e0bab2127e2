// SPDX-License-Identifier: Apache-2.0

/// What is known of the values of a sort key before its codes are made: the least and the greatest,
/// so that few bits are used, and whether the rows stand in order already.
package struct SortBounds: Sendable {
  private var low = UInt64.max
  private var high = UInt64.min
  private var last: UInt64?
  private var isRising = true
  private var isFalling = true
  package private(set) var hasNulls = false

  package init() {}

  /// Takes in the next rows.
  package mutating func add(_ vector: Vector) {
    switch vector.cells {
    case .integers(let cells): add(cells, vector.nulls, SortCodes.ordered)
    case .reals(let cells): add(cells, vector.nulls, SortCodes.ordered)
    case .strings, .handles: preconditionFailure("text has ranks instead of bounds")
    }
  }

  @inline(__always)
  private mutating func add<Cell: BitwiseCopyable>(
    _ cells: [Cell],
    _ nulls: [UInt8]?,
    _ ordered: (Cell) -> UInt64
  ) {
    if let nulls {
      hasNulls = true
      for index in cells.indices where nulls[index] == 0 {
        let value = ordered(cells[index])
        low = min(low, value)
        high = max(high, value)
      }
      return
    }
    guard let first = cells.first else { return }
    var (low, high) = (low, high)
    var previous = last ?? ordered(first)
    var (rises, falls) = (0 as UInt8, 0 as UInt8)
    for cell in cells {
      let value = ordered(cell)
      low = min(low, value)
      high = max(high, value)
      rises |= byte(value > previous)
      falls |= byte(value < previous)
      previous = value
    }
    (self.low, self.high, last) = (low, high, previous)
    isRising = isRising && falls == 0
    isFalling = isFalling && rises == 0
  }

  /// Whether a stable sort by this key alone would leave the rows where they are.
  package func isSorted(isDescending: Bool) -> Bool {
    !hasNulls && (isDescending ? isFalling : isRising)
  }

  /// How many bits the values take.
  package var bits: Int { low > high ? 0 : 64 - (high - low).leadingZeroBitCount }

  fileprivate var ends: (low: UInt64, high: UInt64) { low > high ? (0, 0) : (low, high) }
}

/// Codes of several keys, packed side by side: comparing them as unsigned integers compares the rows.
package struct SortCodes: Sendable {
  package private(set) var codes: [UInt64]
  /// How many low bits of the codes are in use.
  package private(set) var bits = 0

  package init(count: Int) { codes = [UInt64](repeating: 0, count: count) }

  /// Whether so many more bits fit.
  package func hasRoom(for more: Int) -> Bool { bits + more <= 64 }

  /// Adds a less significant key, whose codes are placed next, piece by piece.
  package mutating func begin(bits more: Int) {
    bits += more
  }

  /// Places the codes of the rows from `start` on below what stands there.
  package mutating func place(
    _ vector: Vector,
    at start: Int,
    _ bounds: SortBounds,
    isDescending: Bool
  ) {
    let shift = UInt64(bounds.bits)
    let (low, high) = bounds.ends
    switch vector.cells {
    case .integers(let cells):
      place(cells, vector.nulls, start, shift, low, high, isDescending, Self.ordered)
    case .reals(let cells):
      place(cells, vector.nulls, start, shift, low, high, isDescending, Self.ordered)
    case .strings, .handles: preconditionFailure("text has ranks instead of bounds")
    }
  }

  /// Places where NULLs go, one bit, below what stands there.
  package mutating func placeNulls(_ nulls: [UInt8]?, count: Int, at start: Int, first: Bool) {
    for index in 0..<count {
      let isNull = UInt64(nulls?[index] ?? 0)
      codes[start + index] = codes[start + index] << 1 | (first ? isNull ^ 1 : isNull)
    }
  }

  /// Places the ranks of texts below what stands there.
  ///
  /// The rank of NULL may be anything.
  package mutating func place(_ ranks: TextRanks, isDescending: Bool) {
    for (index, rank) in ranks.ranks.enumerated() {
      let code = isDescending ? ranks.last &- rank : rank
      codes[index] = codes[index] << UInt64(ranks.bits) | code
    }
  }

  @inline(__always)
  private mutating func place<Cell: BitwiseCopyable>(
    _ cells: [Cell],
    _ nulls: [UInt8]?,
    _ start: Int,
    _ shift: UInt64,
    _ low: UInt64,
    _ high: UInt64,
    _ isDescending: Bool,
    _ ordered: (Cell) -> UInt64
  ) {
    unsafe codes.withUnsafeMutableBufferPointer { codes in
      guard let out = unsafe codes.baseAddress.map({ unsafe $0 + start }) else { return }
      if let nulls {
        // Whatever the cell of a NULL holds must not reach the other keys' bits.
        for index in cells.indices {
          let value = ordered(cells[index])
          let code = nulls[index] != 0 ? 0 : isDescending ? high &- value : value &- low
          unsafe out[index] = out[index] << shift | code
        }
      } else if isDescending {
        for index in cells.indices {
          unsafe out[index] = out[index] << shift | (high &- ordered(cells[index]))
        }
      } else {
        for index in cells.indices {
          unsafe out[index] = out[index] << shift | (ordered(cells[index]) &- low)
        }
      }
    }
  }

  @inline(__always)
  static func ordered(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) ^ (1 << 63) }

  /// Reals in the order of their bits: negative ones complemented, -0.0 as 0.0.
  @inline(__always)
  static func ordered(_ value: Double) -> UInt64 {
    let bits = Int64(bitPattern: (value + 0.0).bitPattern)
    return UInt64(bitPattern: bits ^ (bits >> 63 & .max)) ^ (1 << 63)
  }

  /// The real with this code.
  static func real(ordered code: UInt64) -> Double {
    let bits = Int64(bitPattern: code ^ (1 << 63))
    return Double(bitPattern: UInt64(bitPattern: bits ^ (bits >> 63 & .max)))
  }
}
