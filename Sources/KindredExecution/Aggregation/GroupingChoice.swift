// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

extension Grouping {
  /// The cheapest grouping for the keys.
  ///
  /// - `expectedRows`: how many rows are to be grouped: reading whole columns for their bounds
  ///   must not cost more than that.
  static func make(
    _ keys: [BoundExpression],
    rowDomain slotCount: Int?,
    _ layout: Layout,
    expectedRows: Double
  ) -> Grouping {
    if let slotCount, keys.count == 1 {
      // An array over the whole table must not cost more than the rows do.
      return slotCount < 8192 || expectedRows * 32 >= Double(slotCount)
        ? RowGrouping(keys[0], slotCount: slotCount) : IntegerGrouping(keys[0])
    }
    if let packed = packed(keys, expectedRows) { return packed }
    if keys.count == 1, keys[0].storageClass(in: layout) == .integer {
      return IntegerGrouping(keys[0])
    }
    return GeneralGrouping(keys, layout)
  }

  private static func packed(_ keys: [BoundExpression], _ expectedRows: Double) -> Grouping? {
    var columns: [Column] = []
    var slots: [Int] = []
    for key in keys {
      guard case .stored(let stored) = key, !stored.isPadded else { return nil }
      columns.append(stored.column)
      slots.append(stored.slot)
    }
    guard let packing = KeyPacking(columns, expectedRows: expectedRows) else { return nil }
    return packing.isDense
      ? CodeGrouping(packing, slots: slots) : PackedGrouping(packing, slots: slots)
  }
}
