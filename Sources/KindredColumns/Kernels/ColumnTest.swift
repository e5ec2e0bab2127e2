// SPDX-License-Identifier: Apache-2.0

/// A comparison of a stored column with constants, which one kernel answers on the stored cells.
///
/// True is kept; false and unknown (NULL) are not told apart here.
package enum ColumnTest: Sendable {
  case integers(IntegerRange)
  case reals(RealRange)
  case integerSet(IntegerSet)
  case text(TextFilter)
}

extension Column {
  /// The positions, among the given ones, whose value passes the test.
  ///
  /// Ascending.
  ///
  /// - `candidates`: positions in `rows`; nil for all of them.
  /// - `isPadded`: whether a row may be -1, which passes no test.
  package func positions(
    passing test: ColumnTest,
    rows: RowVector,
    among candidates: [Int32]?,
    isPadded: Bool
  ) -> [Int32] {
    var candidates = candidates
    if isPadded, case .ids(let ids) = rows, ids.paddingBytes != nil {
      candidates = (candidates ?? allPositions(ids.count)).filter { ids[Int($0)] >= 0 }
    }
    if count == 0 { return [] }
    if case .range(let start, let count) = rows, Int(start) & 2047 + count > chunkCapacity {
      return positions(passing: test, rows: .ids(rows.ids), among: candidates, isPadded: false)
    }
    let passing = positions(passing: test, valid: rows, among: candidates)
    return droppingNulls(passing, rows: rows)
  }

  private func positions(
    passing test: ColumnTest,
    valid rows: RowVector,
    among candidates: [Int32]?
  ) -> [Int32] {
    switch (cells, test) {
    case (.integers(let cells), .integers(let range)):
      return cells.positions(within: range, rows: rows, among: candidates)
    case (.integers(let cells), .integerSet(let set)):
      return cells.positions(in: set, rows: rows, among: candidates)
    case (.reals(let cells), .reals(let range)):
      return realPositions(cells, range, rows, candidates)
    case (.texts(let handles, let pool), .text(let filter)):
      return filter.positions(handles, pool, rows: rows, among: candidates)
    case (.integers, _), (.reals, _), (.texts, _):
      preconditionFailure("a test of another class was bound to a column")
    }
  }
}

extension IntegerCells {
  func positions(within range: IntegerRange, rows: RowVector, among: [Int32]?) -> [Int32] {
    switch self {
    case .int8(let cells): integerPositions(cells, range, rows, among)
    case .int16(let cells): integerPositions(cells, range, rows, among)
    case .int32(let cells): integerPositions(cells, range, rows, among)
    case .int64(let cells): integerPositions(cells, range, rows, among)
    }
  }

  func positions(in set: IntegerSet, rows: RowVector, among: [Int32]?) -> [Int32] {
    switch self {
    case .int8(let cells): selected(cells, rows, among) { set.contains(Int64($0)) }
    case .int16(let cells): selected(cells, rows, among) { set.contains(Int64($0)) }
    case .int32(let cells): selected(cells, rows, among) { set.contains(Int64($0)) }
    case .int64(let cells): selected(cells, rows, among) { set.contains($0) }
    }
  }
}

@inline(__always)
private func realPositions(
  _ cells: ChunkedColumn<Double>,
  _ range: RealRange,
  _ rows: RowVector,
  _ among: [Int32]?
) -> [Int32] {
  let (low, high, isNegated) = (range.low, range.high, range.isNegated)
  if range.isEmpty { return [] }
  if isNegated { return selected(cells, rows, among) { !((low <= $0) && ($0 <= high)) } }
  if high == .infinity { return selected(cells, rows, among) { low <= $0 } }
  if low == -.infinity { return selected(cells, rows, among) { $0 <= high } }
  return selected(cells, rows, among) { byte(low <= $0) & byte($0 <= high) != 0 }
}

/// Clamps the bounds to the cell's width, so that the loop compares once, at that width.
@inline(__always)
private func integerPositions<Cell: FixedWidthInteger & BitwiseCopyable & Sendable>(
  _ cells: ChunkedColumn<Cell>,
  _ range: IntegerRange,
  _ rows: RowVector,
  _ among: [Int32]?
) -> [Int32] {
  let isOutside = range.low > Int64(Cell.max) || range.high < Int64(Cell.min)
  if isOutside || range.low > range.high {
    return range.isNegated ? among ?? allPositions(rows.count) : []
  }
  let low = Cell(clamping: range.low)
  let span = Cell.Magnitude(truncatingIfNeeded: Cell(clamping: range.high) &- low)
  if range.isNegated {
    return selected(cells, rows, among) { Cell.Magnitude(truncatingIfNeeded: $0 &- low) > span }
  }
  return selected(cells, rows, among) { Cell.Magnitude(truncatingIfNeeded: $0 &- low) <= span }
}

/// The one selection loop: positions whose cell passes, for each way to address rows.
@inline(__always)
func selected<Cell: BitwiseCopyable & Sendable>(
  _ column: ChunkedColumn<Cell>,
  _ rows: RowVector,
  _ among: [Int32]?,
  _ test: (Cell) -> Bool
) -> [Int32] {
  switch (rows, among) {
  case (.range(let start, let count), nil):
    return unsafe compacted(count) { out in
      let cells = unsafe column.run(from: start)
      var written = 0
      for index in 0..<count {
        unsafe out[written] = Int32(truncatingIfNeeded: index)
        if unsafe test(cells[index]) { written &+= 1 }
      }
      return written
    }
  case (.range(let start, _), .some(let among)):
    return unsafe compacted(among.count) { out in
      let cells = unsafe column.run(from: start)
      var written = 0
      for position in among {
        unsafe out[written] = position
        if unsafe test(cells[Int(truncatingIfNeeded: position)]) { written &+= 1 }
      }
      return written
    }
  case (.ids(let ids), nil):
    return unsafe compacted(ids.count) { out in
      let directory = unsafe column.directory
      var written = 0
      for index in ids.indices {
        let row = Int(truncatingIfNeeded: ids[index])
        unsafe out[written] = Int32(truncatingIfNeeded: index)
        if unsafe test(directory[row >> 11][row & 2047]) { written &+= 1 }
      }
      return written
    }
  case (.ids(let ids), .some(let among)):
    return unsafe compacted(among.count) { out in
      let directory = unsafe column.directory
      var written = 0
      for position in among {
        let row = Int(truncatingIfNeeded: ids[Int(truncatingIfNeeded: position)])
        unsafe out[written] = position
        if unsafe test(directory[row >> 11][row & 2047]) { written &+= 1 }
      }
      return written
    }
  }
}
