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
  private let isSingleInteger: Bool
  private var slots: Slots?

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
  func rows(ofIntegers keys: [Int64], missing: RowID, in table: Table) -> [RowID] {
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
  private static func probe(
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

  private func hash(of row: RowID, in table: Table) -> UInt64 {
    var hash: UInt64 = 0
    for (position, column) in columns.enumerated() {
      let part = table.columns[column].hash(Int(row))
      hash = position == 0 ? part : Hash.combine(hash, part)
    }
    return hash
  }
}

// MARK: - Maintenance

extension UniqueIndex {
  /// Adds the row under the key it has in the table.
  ///
  /// - Returns: The row that has the key already, in which case nothing is added; else -1.
  mutating func insert(_ row: RowID, in table: Table, epoch: Epoch) -> RowID {
    if hasNull(row, in: table) { return -1 }
    if isSingleInteger, let key = integerKey(row, in: table),
      addressDirectly(key, in: table, epoch),
      case .direct(let base, let cells) = slots
    {
      let slot = Int(key - base)
      let holder = cells[slot]
      if holder >= 0, holder != row { return holder }
      cells.set(slot, row, epoch: epoch)
      return -1
    }
    let hash = hash(of: row, in: table)
    reserveHashed(in: table, epoch: epoch)
    guard case .hashed(let cells, let used) = slots else { return -1 }
    let slot = Self.probe(cells, hash) { other in
      columns.allSatisfy { table.columns[$0].equals(Int(row), otherRow: Int(other)) }
    }
    if cells[slot] >= 0 { return cells[slot] == row ? -1 : cells[slot] }
    cells.set(slot, row, epoch: epoch)
    slots = .hashed(cells, used: used + 1)
    return -1
  }

  /// Adds new rows under the keys of a single integer column that are addressed directly, as far as it
  /// goes: up to the first that clashes, is NULL or does not fit.
  ///
  /// - Returns: How many were added.
  mutating func insertDirectly(
    _ rows: Range<Int>,
    _ vectors: [Vector],
    in table: Table,
    epoch: Epoch
  ) -> Int {
    guard isSingleInteger, case .integers(let keys) = vectors[columns[0]].cells,
      vectors[columns[0]].nulls == nil, let first = keys.first,
      addressDirectly(first, in: table, epoch), case .direct(let base, let cells) = slots
    else { return 0 }
    var row = RowID(rows.lowerBound)
    for (position, key) in keys.enumerated() {
      let slot = key &- base
      if slot == cells.count {
        cells.append(row, epoch: epoch)
      } else if slot >= 0, slot < cells.count, cells[Int(slot)] < 0 {
        cells.set(Int(slot), row, epoch: epoch)
      } else {
        return position
      }
      row += 1
    }
    return keys.count
  }

  /// Adds the row even if another has its key: for undoing, where such a clash is gone at the end.
  mutating func restore(_ row: RowID, in table: Table, epoch: Epoch) {
    if hasNull(row, in: table) { return }
    if isSingleInteger, let key = integerKey(row, in: table),
      addressDirectly(key, in: table, epoch),
      case .direct(let base, let cells) = slots
    {
      return cells.set(Int(key - base), row, epoch: epoch)
    }
    let hash = hash(of: row, in: table)
    reserveHashed(in: table, epoch: epoch)
    guard case .hashed(let cells, let used) = slots else { return }
    let slot = Self.probe(cells, hash) { $0 == row }
    cells.set(slot, row, epoch: epoch)
    slots = .hashed(cells, used: used + 1)
  }

  /// Removes the row, under the key it has in the table, if it is there.
  mutating func remove(_ row: RowID, in table: Table, epoch: Epoch) {
    guard let slots, !hasNull(row, in: table) else { return }
    switch slots {
    case .direct(let base, let cells):
      guard let key = integerKey(row, in: table) else { return }
      let slot = key &- base
      if slot >= 0, slot < cells.count, cells[Int(slot)] == row {
        cells.set(Int(slot), Self.empty, epoch: epoch)
      }
    case .hashed(let cells, _):
      let slot = Self.probe(cells, hash(of: row, in: table)) { $0 == row }
      if cells[slot] == row { cells.set(slot, Self.removed, epoch: epoch) }
    }
  }

  private func hasNull(_ row: RowID, in table: Table) -> Bool {
    for column in columns where table.columns[column].isNull(Int(row)) { return true }
    return false
  }

  private func integerKey(_ row: RowID, in table: Table) -> Int64? {
    guard case .integers(let cells) = table.columns[columns[0]].cells else { return nil }
    return cells[Int(row)]
  }

  /// Makes the slot of the key exist, if the keys are dense enough for direct address.
  private mutating func addressDirectly(_ key: Int64, in table: Table, _ epoch: Epoch) -> Bool {
    if slots == nil, key.magnitude < 1 << 62 {
      slots = .direct(base: (0...4096).contains(key) ? 0 : key, ChunkedColumn())
    }
    guard case .direct(let base, let cells) = slots else { return false }
    let slot = key &- base
    if slot >= 0, slot < cells.count { return true }
    guard slot >= 0, slot < 4 * Int64(table.slotCount) + 4096 else {
      rehash(cells, in: table, epoch: epoch)
      return false
    }
    cells.append(repeating: Self.empty, count: Int(slot) + 1 - cells.count, epoch: epoch)
    return true
  }

  private mutating func reserveHashed(in table: Table, epoch: Epoch) {
    switch slots {
    case nil: rehash(ChunkedColumn(), in: table, epoch: epoch)
    case .direct(_, let cells): rehash(cells, in: table, epoch: epoch)
    case .hashed(let cells, let used):
      if (used + 1) * 2 > cells.count { rehash(cells, in: table, epoch: epoch) }
    }
  }

  /// Enters the rows of the old slots into a new table, a quarter full.
  private mutating func rehash(_ old: ChunkedColumn<Int32>, in table: Table, epoch: Epoch) {
    var rows: [RowID] = []
    for slot in 0..<old.count where old[slot] >= 0 { rows.append(old[slot]) }
    var capacity = 32
    while capacity < rows.count * 4 { capacity *= 2 }
    let cells = ChunkedColumn<Int32>()
    cells.append(repeating: Self.empty, count: capacity, epoch: epoch)
    for row in rows {
      cells.set(Self.probe(cells, hash(of: row, in: table)) { _ in false }, row, epoch: epoch)
    }
    slots = .hashed(cells, used: rows.count)
  }
}
