// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// The rows of a table that stay when its dead ones are dropped, and what they are called from then on.
package struct Renumbering: Sendable {
  /// By new row: its old one, ascending, so that the rows keep their order.
  package let oldRows: [RowID]
  /// By old row: its new one, -1 for those that are dropped.
  package let newRows: [RowID]

  /// - Parameters:
  ///   - liveRows: Which stay, ascending.
  ///   - slotCount: How many there were.
  package init(keeping liveRows: [RowID], of slotCount: Int) {
    oldRows = liveRows
    var newRows = [RowID](repeating: -1, count: slotCount)
    for (new, old) in liveRows.enumerated() { newRows[Int(old)] = RowID(new) }
    self.newRows = newRows
  }
}

extension ChunkedColumn<Int32> {
  /// The cells of the rows that stay, as far as the column has them.
  package func keeping(_ rows: Renumbering, epoch: Epoch) -> ChunkedColumn<Int32> {
    let kept = ChunkedColumn()
    for row in rows.oldRows {
      guard Int(row) < count else { break }
      kept.append(self[Int(row)], epoch: epoch)
    }
    return kept
  }

  /// The cells are rows: the same under their new names, -1 for none.
  package func renamed(_ rows: Renumbering, epoch: Epoch) -> ChunkedColumn<Int32> {
    let renamed = ChunkedColumn()
    for position in 0..<count {
      let row = self[position]
      renamed.append(row < 0 ? -1 : rows.newRows[Int(row)], epoch: epoch)
    }
    return renamed
  }
}

extension Column {
  /// A column of the rows that stay, which shares nothing with this one.
  ///
  /// - Complexity: O(rows); texts are not copied.
  package func keeping(_ rows: Renumbering, epoch: Epoch) -> Column {
    var kept = Column(storageClass)
    for start in stride(from: 0, to: rows.oldRows.count, by: chunkCapacity) {
      let part = Array(rows.oldRows[start..<min(rows.oldRows.count, start + chunkCapacity)])
      let values = values(at: .ids(part), isPadded: false)
      kept.append(values, part: part.indices, epoch: epoch)
    }
    if case .texts(_, let pool) = kept.cells { pool.markUsed() }
    return kept
  }

  /// A column of the same rows whose pool has no text that no live row has.
  ///
  /// - Complexity: O(rows); texts are not copied.
  package func withFreshPool(isLive: (RowID) -> Bool, epoch: Epoch) -> Column {
    guard case .texts(let handles, let pool) = cells else { return self }
    let freshPool = StringPool()
    let freshHandles = ChunkedColumn<Int32>()
    for row in 0..<handles.count {
      // Also the others have a handle, so that kernels need not ask first.
      let isUsed = !isNull(row) && isLive(RowID(row))
      let fresh = isUsed ? freshPool.intern(pool[handles[row]], epoch: epoch) : 0
      freshHandles.append(fresh, epoch: epoch)
    }
    if freshPool.stringCount == 0, handles.count > 0 { _ = freshPool.intern("", epoch: epoch) }
    freshPool.markUsed()
    var fresh = self
    fresh.cells = .texts(freshHandles, freshPool)
    return fresh
  }
}
