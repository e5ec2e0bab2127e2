// SPDX-License-Identifier: Apache-2.0

/// One sort key as numbers: comparing codes as unsigned integers compares the rows.
package struct SortCodes: Sendable {
  package private(set) var codes: [UInt64]
  /// How many low bits of the codes are in use.
  package private(set) var bits: Int

  /// The codes of a key: its least value has code 0, so that few bits are in use.
  ///
  /// - Complexity: O(*n*) for numbers; text is sorted first.
  ///
  /// - Returns: One key, or two when NULLs are among the rows: where NULLs go, then the values.
  package static func keys(
    _ vector: Vector, isDescending: Bool, nullsFirst: Bool
  ) -> [SortCodes] {
    let values: [UInt64] =
      switch vector.cells {
      case .integers(let cells): ordered(cells)
      case .reals(let cells): ordered(cells)
      case .strings, .handles: TextRanks.ranks(of: vector)
      }
    var codes = SortCodes(values, vector.nulls, isDescending)
    guard let nulls = vector.nulls else { return [codes] }
    for index in nulls.indices where nulls[index] != 0 { codes.codes[index] = 0 }
    let places = nulls.map { UInt64($0 ^ byte(nullsFirst)) }
    return [SortCodes(codes: places, bits: 1), codes]
  }

  private init(_ values: [UInt64], _ nulls: [UInt8]?, _ isDescending: Bool) {
    let (low, high) = Self.bounds(values, nulls)
    codes =
      isDescending ? Self.mapped(values) { high &- $0 } : Self.mapped(values) { $0 &- low }
    bits = 64 - (high &- low).leadingZeroBitCount
  }

  private init(codes: [UInt64], bits: Int) {
    self.codes = codes
    self.bits = bits
  }

  /// Whether the rows are in order already, as far as this key says.
  package var isAscending: Bool {
    for index in codes.indices.dropFirst() where codes[index] < codes[index - 1] { return false }
    return true
  }

  /// This key and then the next one, as one key. Both fit into 64 bits together.
  package mutating func append(_ next: SortCodes) {
    let shift = UInt64(next.bits)
    for index in codes.indices { codes[index] = codes[index] << shift | next.codes[index] }
    bits += next.bits
  }

  private static func ordered(_ cells: [Int64]) -> [UInt64] {
    mapped(cells) { UInt64(bitPattern: $0) ^ (1 << 63) }
  }

  /// Reals in the order of their bits: negative ones complemented, -0.0 as 0.0.
  private static func ordered(_ cells: [Double]) -> [UInt64] { mapped(cells, orderedBits) }

  @inline(__always)
  package static func orderedBits(_ value: Double) -> UInt64 {
    let bits = Int64(bitPattern: (value + 0.0).bitPattern)
    return UInt64(bitPattern: bits ^ (bits >> 63 & .max)) ^ (1 << 63)
  }

  private static func bounds(_ values: [UInt64], _ nulls: [UInt8]?) -> (UInt64, UInt64) {
    var (low, high) = (UInt64.max, UInt64.min)
    if let nulls {
      for index in values.indices where nulls[index] == 0 {
        low = min(low, values[index])
        high = max(high, values[index])
      }
    } else {
      for value in values {
        low = min(low, value)
        high = max(high, value)
      }
    }
    return low > high ? (0, 0) : (low, high)
  }

  @inline(__always)
  private static func mapped<Cell: BitwiseCopyable>(
    _ cells: [Cell], _ code: (Cell) -> UInt64
  ) -> [UInt64] {
    unsafe cells.withUnsafeBufferPointer { cells in
      unsafe filled(cells.count) { out in
        for index in 0..<cells.count { unsafe out[index] = code(cells[index]) }
      }
    }
  }
}

/// A whole order: the permutation of rows that several keys ask for.
package enum SortOrder {
  /// Row numbers in the order of the keys, most significant first. Stable.
  ///
  /// Trailing keys by which the rows are in order already are dropped, as a stable sort keeps them so;
  /// neighbouring keys are packed into one word while they fit.
  package static func permutation(_ count: Int, by keys: [SortCodes]) -> [Int32] {
    var keys = keys
    while let last = keys.last, last.isAscending { keys.removeLast() }
    var words: [SortCodes] = []
    for key in keys where key.bits > 0 {
      if let last = words.last, last.bits + key.bits <= 64 {
        words[words.count - 1].append(key)
      } else {
        words.append(key)
      }
    }
    var permutation = allPositions(count)
    for word in words.reversed() {
      RadixSort.sort(&permutation, by: word.codes, bits: word.bits)
    }
    return permutation
  }
}
