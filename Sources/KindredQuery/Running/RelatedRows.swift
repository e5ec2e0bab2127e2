// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// For each of some rows, the owners, the rows that a relation leads to: one run after the other in a
/// shared list.
package struct RelatedRows {
  /// The owners' runs, in the order of the owners.
  package private(set) var rows: [RowID]
  /// How long each owner's run is.
  package private(set) var counts: [Int]

  /// Each owner as its own only related row; owners of -1 have none.
  init(owners: [RowID]) {
    rows = owners.filter { $0 >= 0 }
    counts = owners.map { $0 >= 0 ? 1 : 0 }
  }

  /// Replaces every row by those that it leads to.
  ///
  /// - Parameter expand: appends what a row, given with its position, leads to.
  mutating func expand(_ expand: (Int, RowID, inout [RowID]) -> Void) {
    var expanded: [RowID] = []
    expanded.reserveCapacity(rows.count)
    var next = 0
    for owner in counts.indices {
      let start = expanded.count
      for _ in 0..<counts[owner] {
        expand(next, rows[next], &expanded)
        next += 1
      }
      counts[owner] = expanded.count - start
    }
    rows = expanded
  }

  /// Puts each owner's rows into row-id order, each once.
  mutating func order() {
    if areOrdered { return }
    rearrange { run in
      run.sort()
      var kept = 0
      for row in run where kept == 0 || run[kept - 1] != row {
        run[kept] = row
        kept += 1
      }
      run.removeSubrange(kept...)
    }
  }

  /// Keeps of each owner's rows those that have a rank, in its order, and of those the ones in a window.
  package mutating func arrange(
    by ranks: RowPositions,
    offset: Int,
    limit: Int?
  ) {
    var ranked: [(rank: Int, row: RowID)] = []
    rearrange { run in
      ranked.removeAll(keepingCapacity: true)
      for row in run {
        if let rank = ranks[row] { ranked.append((rank, row)) }
      }
      ranked.sort { $0.rank < $1.rank }
      let start = min(offset, ranked.count)
      let end = start + min(limit ?? ranked.count, ranked.count - start)
      run.removeAll(keepingCapacity: true)
      for entry in ranked[start..<end] { run.append(entry.row) }
    }
  }

  /// The owner and the row of each relation; a row of -1 for owners without one.
  package func pairs(_ owners: [RowID]) -> (owners: [RowID], targets: [RowID]) {
    var (repeated, targets): ([RowID], [RowID]) = ([], [])
    repeated.reserveCapacity(max(rows.count, owners.count))
    targets.reserveCapacity(max(rows.count, owners.count))
    var next = 0
    for (owner, count) in zip(owners, counts) {
      repeated.append(contentsOf: repeatElement(owner, count: max(count, 1)))
      if count == 0 { targets.append(-1) }
      targets += rows[next..<(next + count)]
      next += count
    }
    return (repeated, targets)
  }

  private var areOrdered: Bool {
    var next = 0
    for count in counts {
      if count > 1 {
        for place in (next + 1)..<(next + count) where rows[place - 1] >= rows[place] {
          return false
        }
      }
      next += count
    }
    return true
  }

  private mutating func rearrange(_ body: (inout [RowID]) -> Void) {
    var (arranged, run): ([RowID], [RowID]) = ([], [])
    arranged.reserveCapacity(rows.count)
    var next = 0
    for owner in counts.indices {
      run.removeAll(keepingCapacity: true)
      run.append(contentsOf: rows[next..<(next + counts[owner])])
      next += counts[owner]
      body(&run)
      counts[owner] = run.count
      arranged += run
    }
    rows = arranged
  }
}

/// The positions of rows in a list: by array while that is not much larger than the list.
package struct RowPositions: Sendable {
  private var byRow: [Int32] = []
  private var sparse: [RowID: Int32] = [:]

  /// - Parameter rows: each at most once.
  package init(_ rows: [RowID]) {
    let largest = Int(rows.max() ?? -1)
    if largest < rows.count * 16 + 64 {
      byRow = Array(repeating: -1, count: largest + 1)
      for (position, row) in rows.enumerated() { byRow[Int(row)] = Int32(position) }
    } else {
      for (position, row) in rows.enumerated() { sparse[row] = Int32(position) }
    }
  }

  /// The position of the row; nil if it is not in the list.
  package subscript(row: RowID) -> Int? {
    if sparse.isEmpty {
      guard row >= 0, Int(row) < byRow.count, byRow[Int(row)] >= 0 else { return nil }
      return Int(byRow[Int(row)])
    }
    return sparse[row].map(Int.init)
  }
}
