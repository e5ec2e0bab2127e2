// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema

/// Finds the row that has a key, among live rows; rows with a NULL in the key are not in it.
///
/// While the key is one integer column and its values are dense, a row is found by *direct address*:
/// the slot `key - base` holds the row id. Otherwise by *open addressing* with linear probing over row
/// ids; keys are read from the table's columns, so a slot takes four bytes.
///
/// - Complexity: Look-up, insertion and removal O(1) expected.
package struct UniqueIndex: Sendable {
  enum Slots: Sendable {
    case direct(base: Int64, ChunkedColumn<Int32>)
    /// `used` counts occupied and formerly occupied slots.
    case hashed(ChunkedColumn<Int32>, used: Int)
  }

  static let empty: Int32 = -1
  static let removed: Int32 = -2

  /// The columns of the key, by position in the table.
  package let columns: [Int]
  let isSingleInteger: Bool
  var slots: Slots?

  init(columns: [Int], in schema: TableSchema) {
    self.columns = columns
    isSingleInteger = columns.count == 1 && schema.columns[columns[0]].type.storageClass == .integer
  }

  func shared() -> UniqueIndex {
    var copy = self
    switch slots {
    case nil: break
    case .direct(let base, let cells): copy.slots = .direct(base: base, cells.shared())
    case .hashed(let cells, let used): copy.slots = .hashed(cells.shared(), used: used)
    }
    return copy
  }
}

// MARK: - Look-up

extension UniqueIndex {
  /// The row with the key, -1 for none or when a part is NULL.
  package func row(of key: [Value], in table: Table) -> RowID {
    if isSingleInteger {
      guard case .integer(let value)? = key.first else { return -1 }
      return row(ofInteger: value, in: table)
    }
    guard let slots, !key.contains(where: \.isNull), key.count == columns.count else { return -1 }
    guard case .hashed(let cells, _) = slots else { return -1 }
    let slot = Self.probe(cells, Self.hash(of: key)) { row in
      for (column, value) in zip(columns, key)
      where !table.columns[column].equals(Int(row), value) { return false }
      return true
    }
    return max(cells[slot], -1)
  }

  /// The row with the key of a single integer column, -1 for none.
  package func row(ofInteger key: Int64, in table: Table) -> RowID {
    switch slots {
    case nil: return -1
    case .direct(let base, let cells):
      let slot = key &- base
      return slot >= 0 && slot < cells.count ? cells[Int(slot)] : -1
    case .hashed(let cells, _):
      guard case .integers(let keys) = table.columns[columns[0]].cells else { return -1 }
      let slot = Self.probe(cells, Hash.integer(key)) { keys[Int($0)] == key }
      return max(cells[slot], -1)
    }
  }

  /// The rows with the keys of a single integer column, `missing` where there is none.
  func rows(ofIntegers keys: ArraySlice<Int64>, missing: RowID, in table: Table) -> [RowID] {
    guard case .direct(let base, let cells) = slots else {
      return keys.map { key in
        let row = row(ofInteger: key, in: table)
        return row < 0 ? missing : row
      }
    }
    let limit = cells.count
    return keys.map { key in
      let slot = key &- base
      guard slot >= 0, slot < limit else { return missing }
      let row = cells[Int(slot)]
      return row < 0 ? missing : row
    }
  }

  /// The slot of the first row on the hash's path that matches, or the empty slot at its end.
  @inline(__always)
  static func probe(
    _ cells: ChunkedColumn<Int32>,
    _ hash: UInt64,
    _ matches: (RowID) -> Bool
  ) -> Int {
    let mask = cells.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let row = cells[slot]
      if row == empty || (row >= 0 && matches(row)) { return slot }
      slot = (slot + 1) & mask
    }
  }

  private static func hash(of key: [Value]) -> UInt64 {
    var hash: UInt64 = 0
    for (position, value) in key.enumerated() {
      let part =
        switch value {
        case .null: 0 as UInt64
        case .integer(let value): Hash.integer(value)
        case .real(let value): Hash.real(value)
        case .text(let value): Hash.text(value)
        }
      hash = position == 0 ? part : Hash.combine(hash, part)
    }
    return hash
  }
}
