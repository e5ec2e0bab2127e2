// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension Column {
  /// 1 where the row's value is NULL; nil when none is.
  ///
  /// The rows are valid.
  package func nullBytes(at rows: RowVector) -> [UInt8]? {
    guard let nulls, nulls.mayHaveSetBits(in: rows) else { return nil }
    return normalizedNulls(nulls.bytes(of: rows))
  }

  /// Whether the column has no NULL among its rows at all: what lets keys do without a code for it.
  package var hasNoNulls: Bool {
    guard let nulls else { return true }
    return !nulls.hasSetBits(inWords: 0..<nulls.words.count)
  }

  /// The positions, among the given ones, whose rows are NULL, or are not.
  ///
  /// Row -1 counts as NULL.
  package func positions(
    whereNull isNull: Bool,
    rows: RowVector,
    among candidates: [Int32]?
  ) -> [Int32] {
    let candidates = candidates ?? allPositions(rows.count)
    return candidates.filter { position in
      let row = rows[Int(position)]
      return (row < 0 || (nulls?[Int(row)] ?? false)) == isNull
    }
  }

  /// Drops the positions whose rows are NULL.
  ///
  /// The rows are valid.
  func droppingNulls(_ positions: [Int32], rows: RowVector) -> [Int32] {
    guard let nulls, !positions.isEmpty, nulls.mayHaveSetBits(in: rows) else { return positions }
    return positions.filter { !nulls[Int(rows[Int($0)])] }
  }
}

extension Bitmap {
  /// A byte per row: 1 where its bit is set.
  fileprivate func bytes(of rows: RowVector) -> [UInt8] {
    let limit = words.count << 6
    return unsafe filled(rows.count) { out in
      let directory = unsafe words.directory
      @inline(__always)
      func bit(_ row: Int) -> UInt8 {
        guard row < limit else { return 0 }
        let word = row >> 6
        return unsafe UInt8(
          truncatingIfNeeded: directory[word >> 11][word & 2047] >> UInt64(row & 63)
        ) & 1
      }
      switch rows {
      case .range(let start, let count):
        for index in 0..<count { unsafe out[index] = bit(Int(start) &+ index) }
      case .ids(let ids):
        for index in ids.indices {
          unsafe out[index] = bit(Int(truncatingIfNeeded: ids[index]))
        }
      }
    }
  }

  /// False only if none of the rows is set.
  func mayHaveSetBits(in rows: RowVector) -> Bool {
    guard case .range(let start, let count) = rows else { return true }
    return hasSetBits(inWords: (Int(start) >> 6)..<((Int(start) + count + 63) >> 6))
  }

  /// The rows of the range that are not set, as ids.
  package func clearRows(in range: Range<Int>) -> [RowID] {
    unsafe compacted(range.count) { out in
      var written = 0
      var row = range.lowerBound
      while row < range.upperBound {
        let end = min((row | 63) + 1, range.upperBound)
        let word = word(row >> 6)
        while row < end {
          unsafe out[written] = RowID(truncatingIfNeeded: row)
          if word & (1 << UInt64(row & 63)) == 0 { written &+= 1 }
          row &+= 1
        }
      }
      return written
    }
  }

  /// Whether one of the rows is set.
  package func hasSetBits(in range: Range<Int>) -> Bool {
    hasSetBits(inWords: (range.lowerBound >> 6)..<((range.upperBound + 63) >> 6))
  }
}
