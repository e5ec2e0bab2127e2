// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension Column {
  /// The values of the rows, NULL for row -1.
  ///
  /// Text comes as handles of the column's own pool.
  ///
  /// - `isPadded`: whether a row may be -1.
  package func values(at rows: RowVector, isPadded: Bool) -> Vector {
    guard isPadded, case .ids(let ids) = rows else { return values(atValid: rows) }
    if count == 0 { return .allNull(ids.count, of: storageClass) }
    let padding = ids.paddingBytes
    guard let padding else { return values(atValid: rows) }
    var vector = values(atValid: .ids(mapped(ids) { max($0, 0) }))
    vector.nulls = mergedNulls(vector.nulls, padding)
    return vector
  }

  package var storageClass: StorageClass {
    switch cells {
    case .integers: .integer
    case .reals: .real
    case .texts: .text
    }
  }

  private func values(atValid rows: RowVector) -> Vector {
    let nulls = nullBytes(at: rows)
    switch cells {
    case .integers(let cells): return Vector(.integers(cells.values(at: rows)), nulls: nulls)
    case .reals(let cells): return Vector(.reals(cellValues(cells, at: rows)), nulls: nulls)
    case .texts(let handles, let pool):
      return Vector(.handles(cellValues(handles, at: rows), pool), nulls: nulls)
    }
  }
}

extension IntegerCells {
  /// The cells of the rows, widened.
  package func values(at rows: RowVector) -> [Int64] {
    switch self {
    case .int8(let cells): widenedValues(cells, at: rows)
    case .int16(let cells): widenedValues(cells, at: rows)
    case .int32(let cells): widenedValues(cells, at: rows)
    case .int64(let cells): cellValues(cells, at: rows)
    }
  }
}

extension ChunkedColumn<Int32> {
  /// The cells of valid rows: handles, or the stored row ids of parents.
  package func values(at rows: RowVector) -> [Int32] { cellValues(self, at: rows) }
}

extension [RowID] {
  /// 1 where the row is -1; nil when none is.
  package var paddingBytes: [UInt8]? {
    var any: Int32 = 0
    for row in self { any |= row }
    guard any < 0 else { return nil }
    return mapped(self) { byte($0 < 0) }
  }
}

@inline(__always)
private func cellValues<Cell: BitwiseCopyable & Sendable>(
  _ column: ChunkedColumn<Cell>,
  at rows: RowVector
) -> [Cell] {
  switch rows {
  case .range(let start, let count):
    return unsafe filled(count) { out in
      unsafe column.forEachRun(Int(start), count) { cells, offset, count in
        unsafe (out + offset).update(from: cells, count: count)
      }
    }
  case .ids(let ids):
    return unsafe ids.withUnsafeBufferPointer { ids in
      unsafe filled(ids.count) { out in
        let directory = unsafe column.directory
        for index in 0..<ids.count {
          let row = unsafe Int(truncatingIfNeeded: ids[index])
          unsafe out[index] = directory[row >> 11][row & 2047]
        }
      }
    }
  }
}

@inline(__always)
private func widenedValues<Cell: FixedWidthInteger & BitwiseCopyable & Sendable>(
  _ column: ChunkedColumn<Cell>,
  at rows: RowVector
) -> [Int64] {
  switch rows {
  case .range(let start, let count):
    return unsafe filled(count) { out in
      unsafe column.forEachRun(Int(start), count) { cells, offset, count in
        for index in 0..<count {
          unsafe out[offset &+ index] = Int64(truncatingIfNeeded: cells[index])
        }
      }
    }
  case .ids(let ids):
    return unsafe ids.withUnsafeBufferPointer { ids in
      unsafe filled(ids.count) { out in
        let directory = unsafe column.directory
        for index in 0..<ids.count {
          let row = unsafe Int(truncatingIfNeeded: ids[index])
          unsafe out[index] = Int64(truncatingIfNeeded: directory[row >> 11][row & 2047])
        }
      }
    }
  }
}

extension ChunkedColumn {
  /// Visits the cells of consecutive rows in runs that do not cross a chunk: the run's cells, where
  /// it starts among the rows, and its length.
  @inline(__always)
  func forEachRun(
    _ start: Int,
    _ count: Int,
    _ body: (UnsafeMutablePointer<Cell>, Int, Int) -> Void
  ) {
    var done = 0
    while done < count {
      let row = start &+ done
      let run = min(count &- done, chunkCapacity &- (row & 2047))
      unsafe body(directory[row >> 11] + (row & 2047), done, run)
      done &+= run
    }
  }

  /// The cells of a chunk from a row on.
  ///
  /// There must be such a row.
  @inline(__always)
  func run(from row: RowID) -> UnsafeMutablePointer<Cell> {
    unsafe directory[Int(row) >> 11] + (Int(row) & 2047)
  }
}
