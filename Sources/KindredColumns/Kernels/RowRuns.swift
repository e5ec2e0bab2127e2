// SPDX-License-Identifier: Apache-2.0

/// For each group the rows that belong to it, in their order: what the build side of a join becomes.
///
/// Made by counting, so that the rows of a group stand together in memory. Where no group has two rows
/// it is one array from group to row, or none at all if group and row are the same.
///
/// - Complexity: O(groups + rows) to make; 4 bytes for each of both.
package struct RowRuns: Sendable {
  enum Form: Sendable {
    /// Group *n* has row *n*.
    case identity
    /// Each group's row, -1 for none.
    case unique([Int32])
    /// Where each group's rows start, and the rows by group, the last of each group complemented.
    case runs(starts: [Int32], rows: [Int32])
  }

  let form: Form

  /// Whether no group has more than one row.
  package var isUnique: Bool {
    switch form {
    case .identity, .unique: true
    case .runs: false
    }
  }

  /// - `groups`: each row's group; -1 for rows that belong to none.
  /// - `isNumberedByRow`: whether groups were numbered in the order of their first row, so that as
  ///     many groups as rows means that each row is its own group.
  package init(groups: [Int32], groupCount: Int, isNumberedByRow: Bool) {
    if isNumberedByRow, groupCount == groups.count {
      form = .identity
      return
    }
    var counts = [Int32](repeating: 0, count: groupCount + 1)
    var most: Int32 = 0
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      for group in groups where group >= 0 {
        let count = unsafe counts[Int(truncatingIfNeeded: group)] &+ 1
        unsafe counts[Int(truncatingIfNeeded: group)] = count
        most = max(most, count)
      }
    }
    form = most <= 1 ? .unique(Self.only(groups, groupCount)) : Self.runs(groups, counts)
  }

  /// Every row in the one group 0.
  package init(allOf rowCount: Int) {
    self.init(
      groups: [Int32](repeating: 0, count: rowCount),
      groupCount: 1,
      isNumberedByRow: true
    )
  }

  private static func only(_ groups: [Int32], _ groupCount: Int) -> [Int32] {
    var only = [Int32](repeating: -1, count: groupCount)
    for row in groups.indices where groups[row] >= 0 {
      only[Int(groups[row])] = Int32(truncatingIfNeeded: row)
    }
    return only
  }

  private static func runs(_ groups: [Int32], _ counts: [Int32]) -> Form {
    var starts = counts
    var sum: Int32 = 0
    for group in starts.indices {
      let count = starts[group]
      starts[group] = sum
      sum &+= count
    }
    var places = starts
    let rows: [Int32] = unsafe filled(Int(sum)) { rows in
      unsafe places.withUnsafeMutableBufferPointer { places in
        unsafe groups.withUnsafeBufferPointer { groups in
          for row in 0..<groups.count where unsafe groups[row] >= 0 {
            let group = unsafe Int(truncatingIfNeeded: groups[row])
            let place = unsafe places[group]
            unsafe places[group] = place &+ 1
            unsafe rows[Int(truncatingIfNeeded: place)] = Int32(truncatingIfNeeded: row)
          }
          for group in 0..<(starts.count - 1) where starts[group] < starts[group + 1] {
            let last = Int(starts[group + 1]) - 1
            unsafe rows[last] = ~rows[last]
          }
        }
      }
    }
    return .runs(starts: starts, rows: rows)
  }

  /// For each group a cursor to its first row; -1 for a group without rows, and for group -1.
  package func cursors(of groups: [Int32]) -> [Int32] {
    switch form {
    case .identity: return groups
    case .unique(let only):
      return unsafe only.withUnsafeBufferPointer { only in
        mapped(groups) { unsafe $0 >= 0 && only[Int($0)] >= 0 ? $0 : -1 }
      }
    case .runs(let starts, _):
      return unsafe starts.withUnsafeBufferPointer { starts in
        mapped(groups) { group in
          guard group >= 0 else { return -1 }
          let start = unsafe starts[Int(group)]
          return unsafe start < starts[Int(group) + 1] ? start : -1
        }
      }
    }
  }

  /// For each group its only row, -1 for none and for group -1.
  ///
  /// The runs are unique.
  package func onlyRows(of groups: [Int32]) -> [Int32] {
    guard case .unique(let only) = form else { return groups }
    return unsafe only.withUnsafeBufferPointer { only in
      mapped(groups) { unsafe $0 < 0 ? -1 : only[Int($0)] }
    }
  }

  /// The partners of rows from a place in their cursors on.
  package func fill(_ pairs: inout PairRun, _ cursors: [Int32]) {
    switch form {
    case .identity: pairs.fill(cursors) { ($0, -1) }
    case .unique(let only):
      unsafe only.withUnsafeBufferPointer { only in
        pairs.fill(cursors) { unsafe (only[Int(truncatingIfNeeded: $0)], -1) }
      }
    case .runs(_, let rows):
      unsafe rows.withUnsafeBufferPointer { rows in
        pairs.fill(cursors) { place in
          let row = unsafe rows[Int(truncatingIfNeeded: place)]
          return row < 0 ? (~row, -1) : (row, place &+ 1)
        }
      }
    }
  }
}
