// SPDX-License-Identifier: Apache-2.0

/// For each group the rows that belong to it, in their order: what the build side of a join becomes.
///
/// Made by counting, so that the rows of a group stand together in memory. Where no group has two rows
/// it is one array from group to row.
///
/// - Complexity: O(groups + rows) to make; 4 bytes for each of both.
package struct RowRuns: Sendable {
  /// Where each group's rows start in `rows`, and where the last one ends; empty when unique.
  private let starts: [Int32]
  /// The rows by group, the last of each group complemented; when unique, each group's row or -1.
  private let rows: [Int32]
  /// Whether no group has more than one row.
  package let isUnique: Bool

  /// - Parameter groups: Each row's group; -1 for rows that belong to none.
  package init(groups: [Int32], groupCount: Int) {
    var counts = [Int32](repeating: 0, count: groupCount + 1)
    var most: Int32 = 0
    for group in groups where group >= 0 {
      let count = counts[Int(group)] &+ 1
      counts[Int(group)] = count
      most = max(most, count)
    }
    isUnique = most <= 1
    if isUnique {
      var only = [Int32](repeating: -1, count: groupCount)
      for row in groups.indices where groups[row] >= 0 {
        only[Int(groups[row])] = Int32(truncatingIfNeeded: row)
      }
      starts = []
      rows = only
    } else {
      (starts, rows) = Self.runs(groups, counts)
    }
  }

  /// Every row in the one group 0.
  package init(allOf rowCount: Int) {
    self.init(groups: [Int32](repeating: 0, count: rowCount), groupCount: 1)
  }

  private static func runs(_ groups: [Int32], _ counts: [Int32]) -> ([Int32], [Int32]) {
    var places = counts
    var sum: Int32 = 0
    for group in places.indices {
      let count = places[group]
      places[group] = sum
      sum &+= count
    }
    let starts = places
    var rows = [Int32](repeating: 0, count: Int(sum))
    for row in groups.indices where groups[row] >= 0 {
      let group = Int(groups[row])
      let place = places[group]
      places[group] = place &+ 1
      let isLast = place &+ 1 == starts[group &+ 1]
      rows[Int(place)] = isLast ? ~Int32(truncatingIfNeeded: row) : Int32(truncatingIfNeeded: row)
    }
    return (starts, rows)
  }

  /// For each group a cursor to its first row; -1 for a group without rows, and for group -1.
  package func starts(of groups: [Int32]) -> [Int32] {
    if isUnique {
      return groups.map { $0 >= 0 && rows[Int($0)] >= 0 ? $0 : -1 }
    }
    return groups.map { group in
      guard group >= 0 else { return -1 }
      let start = starts[Int(group)]
      return start < starts[Int(group) + 1] ? start : -1
    }
  }

  /// For each group its only row, -1 for none and for group -1. The runs are unique.
  package func onlyRows(of groups: [Int32]) -> [Int32] {
    unsafe rows.withUnsafeBufferPointer { rows in
      groups.map { unsafe $0 < 0 ? -1 : rows[Int($0)] }
    }
  }

  /// Adds up to `limit` rows from a cursor on, and as many times `position`; the cursor that follows,
  /// -1 at the end of the group.
  package func append(
    from cursor: Int32, limit: Int, position: Int32, to out: inout [Int32],
    positions: inout [Int32]
  ) -> Int32 {
    guard cursor >= 0 else { return -1 }
    if isUnique {
      out.append(rows[Int(cursor)])
      positions.append(position)
      return -1
    }
    var place = Int(cursor)
    let end = place + limit
    while place < end {
      let row = rows[place]
      positions.append(position)
      if row < 0 {
        out.append(~row)
        return -1
      }
      out.append(row)
      place += 1
    }
    return Int32(place)
  }
}
