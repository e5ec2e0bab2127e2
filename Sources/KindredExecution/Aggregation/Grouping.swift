// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Gives each row the number of its group: groups are numbered in the order of their first row.
///
/// NULLs are equal here.
class Grouping {
  private(set) var groupCount = 0

  /// The group of each row.
  ///
  /// - Parameter fresh: Receives the positions of the rows that begin a group, ascending.
  final func assign(_ batch: Batch, fresh: inout [Int32]) throws(KindredError) -> [Int32] {
    let groups = try number(batch, fresh: &fresh)
    groupCount += fresh.count
    return groups
  }

  fileprivate func number(_ batch: Batch, fresh: inout [Int32]) throws(KindredError) -> [Int32] {
    preconditionFailure("not overridden")
  }
}

/// Groups by a row id of one table: an array from row id to group.
final class RowGrouping: Grouping {
  private let key: BoundExpression
  private var groups: RowGroups

  init(_ key: BoundExpression, slotCount: Int) {
    self.key = key
    groups = RowGroups(slotCount: slotCount)
  }

  override func number(_ batch: Batch, fresh: inout [Int32]) throws(KindredError) -> [Int32] {
    groups.assign(try key.rows(batch).ids, newPositions: &fresh)
  }
}

/// Groups by one integer: open addressing.
final class IntegerGrouping: Grouping {
  private let key: BoundExpression
  private let table = IntegerKeyTable()

  init(_ key: BoundExpression) { self.key = key }

  override func number(_ batch: Batch, fresh: inout [Int32]) throws(KindredError) -> [Int32] {
    let vector = try key.values(batch)
    guard case .integers(let cells) = vector.cells else {
      preconditionFailure("a key is not an integer")
    }
    return table.assign(cells, nulls: vector.nulls, newPositions: &fresh)
  }
}

/// Groups by stored columns that are few bits wide together: an array by code, or open addressing.
final class CodeGrouping: Grouping {
  private let packing: KeyPacking
  private let slots: [Int]
  private var dense: RowGroups?
  private let table = IntegerKeyTable()

  init(_ packing: KeyPacking, slots: [Int]) {
    self.packing = packing
    self.slots = slots
    dense = packing.bits <= KeyPacking.denseBits ? RowGroups(slotCount: 1 << packing.bits) : nil
  }

  override func number(_ batch: Batch, fresh: inout [Int32]) throws(KindredError) -> [Int32] {
    let rows = slots.map { batch.rows[$0] }
    if dense != nil {
      return dense?.assign(packing.denseCodes(rows), newPositions: &fresh) ?? []
    }
    return table.assign(packing.codes(rows), nulls: nil, newPositions: &fresh)
  }
}

/// Groups by keys of any classes.
final class GeneralGrouping: Grouping {
  private let keys: [BoundExpression]
  private var table: KeyTable

  init(_ keys: [BoundExpression], _ layout: Layout) {
    self.keys = keys
    table = KeyTable(keys.map { $0.storageClass(in: layout) })
  }

  override func number(_ batch: Batch, fresh: inout [Int32]) throws(KindredError) -> [Int32] {
    table.assign(try keys.vectors(batch), count: batch.count, newPositions: &fresh)
  }
}
