// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema
import KindredStorage

/// Yields the rows in ranges of an ordered index.
///
/// No input. In row-id order, which buffers the row ids found; or in the order of the index or its
/// reverse, a few leaves at a time, so that who stops early has read little. Ties of the parts whose
/// order was asked for come in row-id order. Each row once. Or only the row at an end of the range.
///
/// - Complexity: O(log *n*) per range; then O(*r*) for *r* rows read, or a radix sort of their ids.
final class IndexRangeScan: Operator {
  private let index: OrderedIndex
  private let isReversed: Bool
  /// Whether two rows have equal keys, where that must be known to put ties right.
  private let areTied: ((RowID, RowID) -> Bool)?
  private let isByRowID: Bool
  /// Whether only the first row is asked for, in the order of the index or its reverse.
  private let isEnd: Bool
  /// What is left of the ranges, the next one last.
  private var runs: [OrderedIndex.Run]
  /// Read, and not yet handed on.
  private var rows: [RowID] = []
  private var position = 0
  /// How many of them may be handed on: those after are tied with rows to come.
  private var ready = 0
  /// How many rows are read at a time: more each time.
  private var readAhead = 64

  init(_ scan: IndexScan, _ ranges: [KeyRange], _ snapshot: Snapshot) {
    let table = snapshot[scan.index.table]
    index = table.orderedIndexes[scan.index.index]
    runs = ranges.map { [index] in index.run($0, in: table) }
    switch scan.order {
    case .rowID: (isByRowID, isEnd, isReversed, areTied) = (true, false, false, nil)
    case .end(let isLast): (isByRowID, isEnd, isReversed, areTied) = (false, true, isLast, nil)
    case .index(let parts, let isReversed):
      (isByRowID, isEnd) = (false, false)
      self.isReversed = isReversed
      let isTotal = parts == index.parts.count && !isReversed
      areTied = isTotal ? nil : index.tieTest(parts: parts, in: table)
    }
    super.init(Layout(scan.source, table.id))
    probes = ranges.count
  }

  override func next() throws(KindredError) -> Batch? {
    if isByRowID { collect() }
    if isEnd { readEnd() }
    if position == ready, isByRowID || isEnd || !refill() { return nil }
    let range = position..<min(ready, position + batchCapacity)
    position = range.upperBound
    return Batch(count: range.count, rows: [RowVector.ids(rows).slice(range)])
  }

  /// Reads all rows and puts them into row-id order.
  private func collect() {
    guard !runs.isEmpty else { return }
    rows.reserveCapacity(runs.reduce(0) { $0 + $1.count })
    while read() {}
    ready = rows.count
    guard rows.count > 256 else { return rows.sort() }
    let bits = Int(RowID.bitWidth - (rows.max() ?? 0).leadingZeroBitCount)
    rows = rows.gathered(RadixSort.permutation(rows.map { UInt64($0) }, bits: bits))
  }

  /// Reads one leaf, for its first row.
  private func readEnd() {
    guard !runs.isEmpty else { return }
    _ = read()
    runs = []
    rows.removeLast(max(0, rows.count - 1))
    ready = rows.count
  }

  /// Reads the next rows to hand on.
  ///
  /// - Returns: Whether there are any.
  private func refill() -> Bool {
    rows.removeFirst(ready)
    (position, ready) = (0, 0)
    var goal = readAhead
    readAhead = min(batchCapacity, readAhead * 4)
    while true {
      while rows.count < goal, read() {}
      let isAll = rows.count < goal
      ready = isAll || areTied == nil ? rows.count : startOfLastTies
      if ready > 0 || isAll { break }
      goal *= 2
    }
    orderTies()
    return ready > 0
  }

  /// Takes the next rows off the runs.
  private func read() -> Bool {
    while var run = runs.popLast() {
      let hasMore =
        isReversed ? index.takeLast(&run, into: &rows) : index.takeFirst(&run, into: &rows)
      if hasMore {
        runs.append(run)
        return true
      }
    }
    return false
  }

  /// Where the last rows with equal keys begin: there may be more of them.
  private var startOfLastTies: Int {
    guard let areTied else { return rows.count }
    var start = rows.count - 1
    while start > 0, areTied(rows[start - 1], rows[start]) { start -= 1 }
    return start
  }

  /// Puts tied rows into row-id order.
  private func orderTies() {
    guard let areTied else { return }
    var start = 0
    while start < ready {
      var end = start + 1
      while end < ready, areTied(rows[end - 1], rows[end]) { end += 1 }
      if end - start > 1 { rows[start..<end].sort() }
      start = end
    }
  }
}
