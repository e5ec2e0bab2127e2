// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

/// Where rows went that were to be added unless their keys were taken.
package struct Placement: Sendable {
  /// For each row: its own row if it was added, else the one that has its key.
  package internal(set) var rows: [RowID]
  /// The positions of the rows that were not added, ascending.
  package internal(set) var taken: [Int]
  /// How many were added.
  package internal(set) var addedCount: Int
}

extension Transaction {
  /// Adds the rows whose keys are free; the others are told apart by their position.
  ///
  /// Of rows that share a key the first is added. A NULL in a key takes nothing.
  ///
  /// - Parameters:
  ///   - id: The table.
  ///   - columns: One vector per column of the table, each of `count` values.
  ///   - count: How many rows.
  ///   - keys: The unique keys, by position, that may be taken; each other must be free.
  /// - Returns: Where each row is now.
  /// - Throws: As ``insert(into:_:count:)``. A row that is not added must satisfy what a row must by itself:
  ///   types, no NULL where none may be, checks.
  /// - Complexity: O(rows × (columns + keys)) expected.
  package func insert(
    into id: TableID,
    _ columns: [Vector],
    count: Int,
    unlessTaken keys: [Int]
  ) throws(KindredError) -> Placement {
    var consequences = Consequences(of: [], in: id, store.schema)
    return try insert(into: id, columns, count: count, unlessTaken: keys, &consequences)
  }

  /// The same as a statement, or a part of one.
  func insert(
    into id: TableID,
    _ columns: [Vector],
    count: Int,
    unlessTaken keys: [Int],
    _ consequences: inout Consequences
  ) throws(KindredError) -> Placement {
    try store.schema.tables[id.index].check(columns, count: count)
    let proposed = ProposedRows(columns, count: count, of: id, in: store.schema)
    let database = store.withState { $0.database }
    let placement = try proposed.placement(keys, in: database.tables[id.index])
    let kept = placement.keptPositions
    try database.check(proposed, at: placement.taken, of: id)
    do throws(KindredError) {
      _ = try insert(into: id, proposed.vectors(at: kept), count: kept.count, &consequences)
    } catch {
      throw error.moved { kept[$0] }
    }
    return placement
  }
}

extension Placement {
  fileprivate var keptPositions: [Int] {
    var kept: [Int] = []
    kept.reserveCapacity(addedCount)
    var next = 0
    for position in rows.indices {
      if next < taken.count, taken[next] == position {
        next += 1
      } else {
        kept.append(position)
      }
    }
    return kept
  }
}

extension DatabaseState {
  /// Applies the table's checks to rows that are not stored.
  fileprivate func check(
    _ proposed: ProposedRows,
    at positions: [Int],
    of id: TableID
  ) throws(KindredError) {
    guard !positions.isEmpty, let checker, checker.hasChecks(of: id, reading: nil) else { return }
    var other = self
    for start in stride(from: 0, to: positions.count, by: chunkCapacity) {
      let part = Array(positions[start..<min(start + chunkCapacity, positions.count)])
      other.tables[id.index] = try proposed.table(of: part)
      do throws(KindredError) {
        try other.check(part.indices.map(RowID.init), of: id, from: 0)
      } catch {
        throw error.moved { part[$0] }
      }
    }
  }
}

extension KindredError {
  /// The same with the position of the row as the caller counts.
  package func moved(_ position: (Int) -> Int) -> KindredError {
    var error = self
    error.row = row.map(position)
    return error
  }
}
