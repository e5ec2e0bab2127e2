// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

extension UniqueIndex {
  /// The index of the same key for a table without deleted rows, which shares nothing with this one.
  ///
  /// Keys that are dense by now are addressed directly, whatever they were.
  ///
  /// - Complexity: O(rows).
  func rebuilt(for table: Table, epoch: Epoch) -> UniqueIndex {
    var index = self
    index.slots = isSingleInteger ? Self.directSlots(columns[0], of: table, epoch: epoch) : nil
    // They were unique before.
    _ = index.enter(0..<RowID(table.slotCount), in: table, epoch: epoch)
    return index
  }

  /// Empty slots for all keys of the column; nil if the keys are not dense.
  private static func directSlots(_ column: Int, of table: Table, epoch: Epoch) -> Slots? {
    guard case .integers(let keys) = table.columns[column].cells else { return nil }
    var (low, high) = (Int64.max, Int64.min)
    for row in 0..<table.slotCount where !table.columns[column].isNull(row) {
      low = min(low, keys[row])
      high = max(high, keys[row])
    }
    guard low <= high else { return nil }
    let base = firstSlot(for: low)
    let (span, overflows) = high.subtractingReportingOverflow(base)
    guard !overflows, span < slotLimit(slotCount: table.slotCount) else { return nil }
    let cells = ChunkedColumn<Int32>()
    cells.append(repeating: empty, count: Int(span) + 1, epoch: epoch)
    return .direct(base: base, cells)
  }
}
