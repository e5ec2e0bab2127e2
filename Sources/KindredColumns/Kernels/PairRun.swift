// SPDX-License-Identifier: Apache-2.0

/// A part of the pairs of a join: positions in a probe batch, and for each a partner.
///
/// A probe row's partners are walked by a cursor, -1 at the end, so that a row with very many of them
/// never has all its pairs in memory at once. This holds how far the walk has come.
package struct PairRun: Sendable {
  /// The first probe row whose partners have not all been walked.
  package private(set) var position = 0
  /// The cursor of that row; nil when none of its partners has been walked.
  package private(set) var cursor: Int32?
  package private(set) var positions: [Int32] = []
  package private(set) var partners: [Int32] = []
  private let capacity: Int

  /// - Parameter capacity: The largest number of pairs at a time.
  package init(capacity: Int) { self.capacity = capacity }

  /// Forgets the pairs but not how far the walk has come.
  package mutating func removePairs() {
    positions = []
    partners = []
  }

  /// Walks on, up to the capacity.
  ///
  /// - `step`: the partner at a cursor, and the cursor that follows.
  @inline(__always)
  mutating func fill(
    _ cursors: [Int32],
    _ step: (Int32) -> (partner: Int32, next: Int32)
  ) {
    var (position, open) = (self.position, self.cursor)
    var made: [Int32] = []
    let capacity = capacity
    positions = unsafe compacted(capacity) { positions in
      var written = 0
      made = unsafe compacted(capacity) { partners in
        while position < cursors.count {
          var cursor = open ?? cursors[position]
          open = nil
          while cursor >= 0, written < capacity {
            let (partner, next) = step(cursor)
            unsafe partners[written] = partner
            unsafe positions[written] = Int32(truncatingIfNeeded: position)
            written &+= 1
            cursor = next
          }
          if cursor >= 0 {
            open = cursor
            break
          }
          position &+= 1
        }
        return written
      }
      return written
    }
    partners = made
    (self.position, self.cursor) = (position, open)
  }
}

/// The first few partners of some rows each, for who only asks whether there is one that will do.
package struct PartnerRounds: Sendable {
  /// Per probe row the cursor to the next partner, -1 at the end.
  package private(set) var cursors: [Int32]
  package private(set) var positions: [Int32] = []
  package private(set) var partners: [Int32] = []

  package init(_ cursors: [Int32]) { self.cursors = cursors }

  /// Walks up to `limit` partners of each of the rows.
  @inline(__always)
  mutating func walk(
    _ rows: ArraySlice<Int32>,
    _ limit: Int,
    _ step: (Int32) -> (partner: Int32, next: Int32)
  ) {
    positions.removeAll(keepingCapacity: true)
    partners.removeAll(keepingCapacity: true)
    for row in rows {
      var cursor = cursors[Int(row)]
      var left = limit
      while cursor >= 0, left > 0 {
        let (partner, next) = step(cursor)
        positions.append(row)
        partners.append(partner)
        cursor = next
        left &-= 1
      }
      cursors[Int(row)] = cursor
    }
  }
}

/// The children of rows as partners: a cursor is a child's row id, chained by the index's columns.
package struct ChildChains: Sendable {
  private let firstRows: ChunkedColumn<Int32>
  private let nextRows: ChunkedColumn<Int32>

  package init(first: ChunkedColumn<Int32>, next: ChunkedColumn<Int32>) {
    firstRows = first
    nextRows = next
  }

  /// For each parent row a cursor to its first child; -1 for none, and for row -1.
  package func cursors(of parents: RowVector) -> [Int32] {
    let known = firstRows.count
    if case .range(let start, let count) = parents, Int(start) + count <= known {
      return firstRows.values(at: parents)
    }
    return mapped(parents.ids) { $0 >= 0 && Int($0) < known ? firstRows[Int($0)] : -1 }
  }

  package func fill(_ pairs: inout PairRun, _ cursors: [Int32]) {
    let directory = unsafe nextRows.directory
    pairs.fill(cursors) { child in
      let row = Int(truncatingIfNeeded: child)
      return unsafe (child, directory[row >> 11][row & 2047])
    }
  }

  package func walk(_ rounds: inout PartnerRounds, _ rows: ArraySlice<Int32>, limit: Int) {
    rounds.walk(rows, limit) { ($0, nextRows[Int($0)]) }
  }
}

extension RowRuns {
  package func walk(_ rounds: inout PartnerRounds, _ rows: ArraySlice<Int32>, limit: Int) {
    rounds.walk(rows, limit) { cursor in
      switch form {
      case .identity: return (cursor, -1)
      case .unique(let only): return (only[Int(cursor)], -1)
      case .runs(_, let rows):
        let row = rows[Int(cursor)]
        return row < 0 ? (~row, -1) : (row, cursor + 1)
      }
    }
  }
}
