// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

extension UniqueIndex {
  /// Two rows with the same key.
  struct Clash {
    /// Which of the rows that were entered, from 0.
    var position: Int
    /// The row that has its key already.
    var holder: RowID
  }

  /// Enters rows under the keys that they have in the table, up to the first whose key is taken.
  mutating func enter(
    _ rows: some Sequence<RowID>,
    in table: Table,
    epoch: Epoch
  ) -> Clash? {
    let cells = table.columns
    var position = 0
    for row in rows {
      let holder = enter(row, cells, slotCount: table.slotCount, epoch: epoch)
      if holder >= 0 { return Clash(position: position, holder: holder) }
      position += 1
    }
    return nil
  }

  /// Enters new rows under the keys of a single integer column that are addressed directly, as far as it
  /// goes: up to the first that clashes, is NULL or does not fit.
  ///
  /// - Parameters:
  ///   - start: The row of the part's first position.
  ///   - keys: The values of the key's first column.
  ///   - part: Which of the values.
  ///   - slotCount: How many rows the table has, the new ones included.
  ///   - epoch: The writer's.
  /// - Returns: How many were entered.
  mutating func enterDirectly(
    from start: RowID,
    _ keys: Vector,
    part: Range<Int>,
    slotCount: Int,
    epoch: Epoch
  ) -> Int {
    guard isSingleInteger, case .integers(let values) = keys.cells, keys.nulls == nil,
      !part.isEmpty, reach(values[part.lowerBound], slotCount: slotCount, epoch: epoch),
      case .direct(let base, let cells) = slots
    else { return 0 }
    var row = start
    for key in values[part] {
      let slot = key &- base
      if slot == cells.count {
        cells.append(row, epoch: epoch)
      } else if slot >= 0, slot < cells.count, cells[Int(slot)] < 0 {
        cells.set(Int(slot), row, epoch: epoch)
      } else {
        break
      }
      row += 1
    }
    return Int(row - start)
  }

  /// Takes rows out, under the keys that they have in the table, as far as they are there.
  mutating func leave(_ rows: some Sequence<RowID>, in table: Table, epoch: Epoch) {
    guard let slots else { return }
    let columns = table.columns
    switch slots {
    case .direct(let base, let cells):
      guard case .integers(let keys) = columns[self.columns[0]].cells else { return }
      for row in rows where !hasNull(row, columns) {
        let slot = keys[Int(row)] &- base
        if slot >= 0, slot < cells.count, cells[Int(slot)] == row {
          cells.set(Int(slot), Self.empty, epoch: epoch)
        }
      }
    case .hashed(let cells, _):
      for row in rows where !hasNull(row, columns) {
        let slot = Self.probe(cells, hash(of: row, columns)) { $0 == row }
        if cells[slot] == row { cells.set(slot, Self.removed, epoch: epoch) }
      }
    }
  }

  /// Enters rows even if others have their keys: for undoing, where such a clash is gone at the end.
  mutating func restore(_ rows: some Sequence<RowID>, in table: Table, epoch: Epoch) {
    let columns = table.columns
    for row in rows where !hasNull(row, columns) {
      if let slot = directSlot(of: row, columns, slotCount: table.slotCount, epoch: epoch),
        case .direct(_, let cells) = slots
      {
        cells.put(slot, row, epoch: epoch)
        continue
      }
      reserveHashed(columns, epoch: epoch)
      guard case .hashed(let cells, let used) = slots else { continue }
      cells.set(Self.probe(cells, hash(of: row, columns)) { $0 == row }, row, epoch: epoch)
      slots = .hashed(cells, used: used + 1)
    }
  }
}

// MARK: - One row

extension UniqueIndex {
  /// - Returns: The row that has the key already, in which case nothing is entered; else -1.
  private mutating func enter(
    _ row: RowID,
    _ columns: [Column],
    slotCount: Int,
    epoch: Epoch
  ) -> RowID {
    if hasNull(row, columns) { return -1 }
    if let slot = directSlot(of: row, columns, slotCount: slotCount, epoch: epoch),
      case .direct(_, let cells) = slots
    {
      let holder = slot < cells.count ? cells[slot] : Self.empty
      if holder >= 0, holder != row { return holder }
      cells.put(slot, row, epoch: epoch)
      return -1
    }
    reserveHashed(columns, epoch: epoch)
    guard case .hashed(let cells, let used) = slots else { return -1 }
    let slot = Self.probe(cells, hash(of: row, columns)) { other in
      self.columns.allSatisfy { columns[$0].equals(Int(row), otherRow: Int(other)) }
    }
    if cells[slot] >= 0 { return cells[slot] == row ? -1 : cells[slot] }
    cells.set(slot, row, epoch: epoch)
    slots = .hashed(cells, used: used + 1)
    return -1
  }

  private func hasNull(_ row: RowID, _ columns: [Column]) -> Bool {
    for column in self.columns where columns[column].isNull(Int(row)) { return true }
    return false
  }

  private func hash(of row: RowID, _ columns: [Column]) -> UInt64 {
    var hash: UInt64 = 0
    for (position, column) in self.columns.enumerated() {
      let part = columns[column].hash(Int(row))
      hash = position == 0 ? part : Hash.combine(hash, part)
    }
    return hash
  }
}

// MARK: - Slots

extension UniqueIndex {
  /// The slot of the row's key, if it is addressed directly: there already, or the next one.
  private mutating func directSlot(
    of row: RowID,
    _ columns: [Column],
    slotCount: Int,
    epoch: Epoch
  ) -> Int? {
    guard isSingleInteger, case .integers(let keys) = columns[self.columns[0]].cells else {
      return nil
    }
    let key = keys[Int(row)]
    guard reach(key, slotCount: slotCount, epoch: epoch), case .direct(let base, _) = slots else {
      // The keys are no longer dense: the rows are entered into a hash table.
      if case .direct(_, let cells) = slots { rehash(cells, columns, epoch: epoch) }
      return nil
    }
    return Int(key &- base)
  }

  /// Makes the slots before that of the key exist, unless the keys would no longer be dense.
  private mutating func reach(_ key: Int64, slotCount: Int, epoch: Epoch) -> Bool {
    if slots == nil, key.magnitude < 1 << 62 {
      slots = .direct(base: Self.firstSlot(for: key), ChunkedColumn())
    }
    guard case .direct(let base, let cells) = slots else { return false }
    let slot = key &- base
    if slot >= 0, slot <= cells.count { return true }
    guard slot >= 0, slot < Self.slotLimit(slotCount: slotCount) else { return false }
    cells.append(repeating: Self.empty, count: Int(slot) - cells.count, epoch: epoch)
    return true
  }

  /// The key of the first slot if this is the first key.
  static func firstSlot(for key: Int64) -> Int64 { (0...4096).contains(key) ? 0 : key }

  /// As many slots as keys are called dense with.
  static func slotLimit(slotCount: Int) -> Int64 { 4 * Int64(slotCount) + 4096 }

  private mutating func reserveHashed(_ columns: [Column], epoch: Epoch) {
    switch slots {
    case nil: rehash(ChunkedColumn(), columns, epoch: epoch)
    case .direct(_, let cells): rehash(cells, columns, epoch: epoch)
    case .hashed(let cells, let used):
      if (used + 1) * 2 > cells.count { rehash(cells, columns, epoch: epoch) }
    }
  }

  /// Enters the rows of the old slots into a new table, a quarter full.
  private mutating func rehash(
    _ old: ChunkedColumn<Int32>,
    _ columns: [Column],
    epoch: Epoch
  ) {
    var rows: [RowID] = []
    for slot in 0..<old.count where old[slot] >= 0 { rows.append(old[slot]) }
    var capacity = 32
    while capacity < rows.count * 4 { capacity *= 2 }
    let cells = ChunkedColumn<Int32>()
    cells.append(repeating: Self.empty, count: capacity, epoch: epoch)
    for row in rows {
      let slot = Self.probe(cells, hash(of: row, columns)) { _ in false }
      cells.set(slot, row, epoch: epoch)
    }
    slots = .hashed(cells, used: rows.count)
  }
}

extension ChunkedColumn<Int32> {
  /// Stores the row in the slot, which is there or the next one.
  fileprivate func put(_ slot: Int, _ row: RowID, epoch: Epoch) {
    if slot == count { append(row, epoch: epoch) } else { set(slot, row, epoch: epoch) }
  }
}
