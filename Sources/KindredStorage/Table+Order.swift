// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema

/// How the writes of a table keep its ordered indexes: rows leave before their cells change or go, and
/// enter once they are as they should be.
extension Table {
  /// The ordered indexes that have one of the columns, or test one.
  func orderedIndexes(over columns: [Int]) -> [Int] {
    orderedIndexes.indices.filter { index in
      columns.contains { keys.orderedIndexes[$0].contains(index) }
    }
  }

  func enterOrder(_ rows: some Collection<RowID>, _ indexes: some Sequence<Int>) {
    for index in indexes {
      own(orderedIndex: index)
      if orderedIndexes[index].tests.isEmpty {
        orderedIndexes[index].enter(rows, in: self, epoch: epoch)
      } else {
        let members = rows.filter { orderedIndexes[index].admits($0, of: self) }
        orderedIndexes[index].enter(members, in: self, epoch: epoch)
      }
    }
  }

  func leaveOrder(_ rows: some Collection<RowID>, _ indexes: some Sequence<Int>) {
    for index in indexes {
      own(orderedIndex: index)
      orderedIndexes[index].leave(rows, in: self, epoch: epoch)
    }
  }
}

extension Snapshot {
  package func rowCount(of index: OrderedIndexID, in range: KeyRange) -> Int? {
    let table = self[index.table]
    return table.orderedIndexes[index.index].run(range, in: table).count
  }
}

extension OrderedIndex {
  /// Whether a row of the table, as it is now, belongs to the index.
  func admits(_ row: RowID, of table: Table) -> Bool {
    tests.allSatisfy { $0.passes(table.columns[$0.column].value(Int(row))) }
  }
}
