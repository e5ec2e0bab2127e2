// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema

extension Snapshot {
  /// What is wrong with the tables, found by brute force: every index against the rows it stands for.
  ///
  /// - Returns: A sentence per fault; none in a sound database.
  /// - Complexity: O(rows × keys) expected.
  package func faults() -> [String] {
    tables.flatMap { table in
      table.countFaults() + table.uniqueFaults() + table.orderFaults() + foreignKeyFaults(of: table)
    }
  }

  /// Traps with the first of the ``faults()``.
  package func checkInvariants() {
    if let fault = faults().first { preconditionFailure("the tables are damaged: \(fault)") }
  }

  private func foreignKeyFaults(of child: Table) -> [String] {
    var faults: [String] = []
    for (position, key) in child.schema.foreignKeys.enumerated() {
      let parent = self[key.parent]
      let index = child.foreignKeyIndexes[position]
      let label = child.schema.label(of: key.columns)
      let resolver = ParentResolver(position, child: child, parent: parent)
      var expected: [RowID: Set<RowID>] = [:]
      for row in child.liveRows {
        let stored = index.parentRows[Int(row)]
        if resolver.parent(of: row) != stored {
          faults.append("\(label): row \(row) has the parent row \(stored)")
        }
        if stored >= 0 { expected[stored, default: []].insert(row) }
      }
      if index.distinctParents != expected.count {
        faults.append("\(label): counts \(index.distinctParents) parents of \(expected.count)")
      }
      let orphans = child.liveRows.filter { index.parentRows[Int($0)] == ForeignKeyIndex.noParent }
      if index.orphanCount != orphans.count || Set(index.orphans) != Set(orphans) {
        faults.append(
          "\(label): the rows \(orphans) have no parent, but the chain is \(index.orphans)"
        )
      }
      for parentRow in 0..<RowID(parent.slotCount) {
        let chain = index.children(of: parentRow)
        if Set(chain) != expected[parentRow] ?? [] || Set(chain).count != chain.count {
          faults.append("\(label): the chain of parent row \(parentRow) is \(chain)")
        }
        if index.childrenBackwards(of: parentRow) != chain.reversed() {
          faults.append("\(label): the chain of parent row \(parentRow) differs backwards")
        }
      }
    }
    return faults
  }
}

extension ForeignKeyIndex {
  /// The children of the parent, last first (as a damaged chain may have no end, not more than there are rows).
  fileprivate func childrenBackwards(of parent: RowID) -> [RowID] {
    var children: [RowID] = []
    var child = Int(parent) < lastRows.count ? lastRows[Int(parent)] : -1
    while child >= 0, Int(child) < previousRows.count, children.count < previousRows.count {
      children.append(child)
      child = previousRows[Int(child)]
    }
    return children
  }
}

extension Table {
  /// The live rows, in row-id order.
  package var liveRows: [RowID] { (0..<RowID(slotCount)).filter(isLive) }

  fileprivate func countFaults() -> [String] {
    var faults: [String] = []
    if liveRows.count != rowCount { faults.append("\(schema.name): counts \(rowCount) rows") }
    for (column, cells) in columns.enumerated() where cells.count != slotCount {
      faults.append("\(schema.label(of: [column])): has \(cells.count) cells of \(slotCount)")
    }
    for index in foreignKeyIndexes where index.parentRows.count != slotCount {
      faults.append("\(schema.name): an adjacency of \(index.parentRows.count) rows")
    }
    return faults
  }

  /// Each ordered index against what it would be if it were made anew: all live rows that pass its tests,
  /// each before the next.
  fileprivate func orderFaults() -> [String] {
    orderedIndexes.compactMap { index in
      let label = schema.label(of: index.parts.map(\.column))
      let rows = index.allRows
      if rows.count != index.rowCount { return "\(label): the index counts \(index.rowCount) rows" }
      let members = liveRows.filter { index.admits($0, of: self) }
      if rows.sorted() != members { return "\(label): the index has not the rows it should have" }
      let wrong = zip(rows, rows.dropFirst()).first { !isBefore($0, $1, index.parts) }
      return wrong.map { "\(label): row \($0) stands before \($1)" }
    }
  }

  private func isBefore(_ row: RowID, _ other: RowID, _ parts: [IndexSchema.Part]) -> Bool {
    for part in parts {
      let (left, right) = (
        columns[part.column].value(Int(row)), columns[part.column].value(Int(other))
      )
      if left != right { return left.sortsBefore(right) != part.isDescending }
    }
    return row < other
  }

  fileprivate func uniqueFaults() -> [String] {
    var faults: [String] = []
    for index in uniqueIndexes {
      var holders: [[Value]: RowID] = [:]
      for row in liveRows {
        let key = index.columns.map { columns[$0].value(Int(row)) }
        if key.contains(where: \.isNull) { continue }
        if let other = holders.updateValue(row, forKey: key) {
          faults.append("\(schema.label(of: index.columns)): rows \(other) and \(row) are equal")
        }
        if index.row(of: key, in: self) != row {
          faults.append("\(schema.label(of: index.columns)): row \(row) is not found by its key")
        }
      }
      for row in 0..<RowID(slotCount) where !isLive(row) {
        let key = index.columns.map { columns[$0].value(Int(row)) }
        if index.row(of: key, in: self) == row {
          faults.append("\(schema.label(of: index.columns)): the deleted row \(row) is found")
        }
      }
    }
    return faults
  }
}
