// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// Numbers distinct combinations of keys of any classes from 0 in the order of their first occurrence.
///
/// Equal is: NULL and NULL, an integer and the real of the same value, -0.0 and 0.0, text of the same
/// bytes. Keeps the keys of each group.
///
/// - Complexity: O(1) per row, expected; the distinct keys in memory, and 12 bytes per slot.
package struct KeyTable: Sendable {
  private var keys: [VectorBuilder]
  /// The keys of the groups as vectors, refreshed after groups were added.
  private var vectors: [Vector]
  private var hashes: [UInt64] = []
  /// Groups by hash, -1 for empty.
  private var slots: [Int32]
  package private(set) var groupCount = 0

  package init(_ classes: [StorageClass]) {
    keys = classes.map(VectorBuilder.init)
    vectors = keys.map(\.vector)
    slots = [Int32](repeating: -1, count: 16)
  }

  /// The number of each row's keys; new ones get the next numbers.
  ///
  /// - `newPositions`: receives the positions of the rows whose keys were not known.
  package mutating func assign(
    _ rows: [Vector],
    count: Int,
    newPositions: inout [Int32]
  ) -> [Int32] {
    let rowHashes = Self.hashes(rows, count: count)
    reserve(groupCount + count)
    let known = groupCount
    var assigned = [Int32](repeating: 0, count: count)
    var fresh: [Int32] = []
    for row in 0..<count {
      var slot = Int(truncatingIfNeeded: rowHashes[row]) & (slots.count - 1)
      while true {
        let group = Int(slots[slot])
        if group < 0 {
          slots[slot] = Int32(groupCount)
          hashes.append(rowHashes[row])
          fresh.append(Int32(row))
          assigned[row] = Int32(groupCount)
          groupCount += 1
          break
        }
        let isSame =
          hashes[group] == rowHashes[row]
          && (group < known
            ? Self.equal(rows, row, vectors, group)
            : Self.equal(rows, row, rows, Int(fresh[group - known])))
        if isSame {
          assigned[row] = Int32(group)
          break
        }
        slot = (slot + 1) & (slots.count - 1)
      }
    }
    remember(rows, fresh)
    newPositions.append(contentsOf: fresh)
    return assigned
  }

  /// The number of each row's keys, -1 where they are not known.
  ///
  /// - `matchesNull`: per key, whether NULL finds NULL; a row with another NULL finds nothing.
  package func find(_ rows: [Vector], count: Int, matchesNull: [Bool]) -> [Int32] {
    let rowHashes = Self.hashes(rows, count: count)
    var found = [Int32](repeating: -1, count: count)
    for row in 0..<count where !Self.hasNull(rows, row, unless: matchesNull) {
      var slot = Int(truncatingIfNeeded: rowHashes[row]) & (slots.count - 1)
      while slots[slot] >= 0 {
        let group = Int(slots[slot])
        if hashes[group] == rowHashes[row], Self.equal(rows, row, vectors, group) {
          found[row] = Int32(group)
          break
        }
        slot = (slot + 1) & (slots.count - 1)
      }
    }
    return found
  }

  /// Whether one of the row's keys is NULL for which that finds nothing.
  package static func hasNull(_ rows: [Vector], _ row: Int, unless matchesNull: [Bool]) -> Bool {
    for (key, vector) in rows.enumerated() where !matchesNull[key] && vector.isNull(at: row) {
      return true
    }
    return false
  }

  private mutating func remember(_ rows: [Vector], _ fresh: [Int32]) {
    guard !fresh.isEmpty else { return }
    // The vectors share the builders' arrays: drop them first, or appending would copy.
    vectors = []
    for key in keys.indices {
      keys[key].append(fresh.count == rows[key].count ? rows[key] : rows[key].gathered(fresh))
    }
    vectors = keys.map(\.vector)
  }

  private mutating func reserve(_ count: Int) {
    guard count * 2 > slots.count else { return }
    slots = [Int32](repeating: -1, count: (count * 2).nextPowerOfTwo)
    for (group, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(group)
    }
  }

  private static func hashes(_ rows: [Vector], count: Int) -> [UInt64] {
    var hashes = [UInt64](repeating: 0, count: count)
    for vector in rows { vector.combineHashes(into: &hashes) }
    return hashes
  }

  private static func equal(_ left: [Vector], _ row: Int, _ right: [Vector], _ other: Int) -> Bool {
    for key in left.indices where !left[key].equals(row, right[key], other) { return false }
    return true
  }
}
