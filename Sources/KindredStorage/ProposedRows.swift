// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Rows that are to be added only where their keys are free, held as a small table of their own, so that
/// keys which two of them share are found by the same indexes.
struct ProposedRows {
  /// What stands in the way of a row.
  private enum Holder {
    case stored(RowID)
    /// An earlier one of the proposed rows, which is added.
    case proposed(Int)
  }

  private let id: TableID
  private let schema: Schema
  private let vectors: [Vector]
  private let count: Int
  private let epoch = Epoch.fresh()

  init(_ vectors: [Vector], count: Int, of id: TableID, in schema: Schema) {
    self.id = id
    self.schema = schema
    self.vectors = vectors
    self.count = count
  }

  /// The rows at the positions.
  func vectors(at positions: [Int]) -> [Vector] {
    if positions.count == count { return vectors }
    let positions = positions.map(Int32.init)
    return vectors.map { $0.gathered(positions) }
  }

  /// A table of the rows at the positions.
  func table(of positions: [Int]) throws(KindredError) -> Table {
    let table = Table(id, in: schema, epoch: epoch)
    try table.append(vectors(at: positions), part: 0..<positions.count)
    return table
  }

  /// Where each row goes if those whose keys are free are added at the end of the table.
  ///
  /// - Parameters:
  ///   - keys: The unique keys that may be taken.
  ///   - stored: The table.
  /// - Returns: For each row its own row id, or that of the row that has one of its keys.
  /// - Throws: `limit` when a row id or a text does not fit.
  /// - Complexity: O(rows × keys) expected.
  func placement(_ keys: [Int], in stored: Table) throws(KindredError) -> Placement {
    let proposed = try table(of: Array(0..<count))
    var placement = Placement(rows: [], taken: [], addedCount: 0)
    placement.rows.reserveCapacity(count)
    for position in 0..<count {
      switch holder(of: position, keys, in: stored, proposed) {
      case nil:
        placement.rows.append(RowID(stored.slotCount + placement.addedCount))
        placement.addedCount += 1
      case .stored(let row)?:
        placement.rows.append(row)
        placement.taken.append(position)
      case .proposed(let other)?:
        placement.rows.append(placement.rows[other])
        placement.taken.append(position)
      }
    }
    return placement
  }

  /// What holds one of the row's keys; if nothing does, the row holds them from now on.
  private func holder(
    of position: Int,
    _ keys: [Int],
    in stored: Table,
    _ proposed: Table
  ) -> Holder? {
    for key in keys {
      let row = stored.uniqueIndexes[key].row(ofKeyOf: RowID(position), of: proposed, in: stored)
      if row >= 0 { return .stored(row) }
    }
    let row = CollectionOfOne(RowID(position))
    for (number, key) in keys.enumerated() {
      guard let clash = proposed.uniqueIndexes[key].enter(row, in: proposed, epoch: epoch)
      else { continue }
      for entered in keys[..<number] {
        proposed.uniqueIndexes[entered].leave(row, in: proposed, epoch: epoch)
      }
      return .proposed(Int(clash.holder))
    }
    return nil
  }
}

extension UniqueIndex {
  /// The row that has the key of another table's row, -1 for none.
  fileprivate func row(ofKeyOf row: RowID, of other: Table, in table: Table) -> RowID {
    if isSingleInteger, case .integers(let keys) = other.columns[columns[0]].cells {
      if other.columns[columns[0]].isNull(Int(row)) { return -1 }
      return self.row(ofInteger: keys[Int(row)], in: table)
    }
    return self.row(of: columns.map { other.columns[$0].value(Int(row)) }, in: table)
  }
}
