// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema
import KindredStorage

/// Yields the rows that an index finds for constant keys.
///
/// No input; buffers the row ids found. In row-id order, each row once. A key with a NULL finds
/// nothing.
///
/// - Complexity: O(1) per key, and O(*r* log *r*) for *r* rows found.
final class RowList: Operator {
  private var rows: [RowID]
  private var position = 0

  private init(_ source: SourceID, _ table: TableID, rows: [RowID], probes: Int) {
    self.rows = rows
    super.init(Layout(source, table))
    self.probes = probes
  }

  override func next() throws(KindredError) -> Batch? {
    guard position < rows.count else { return nil }
    let range = position..<min(rows.count, position + batchCapacity)
    position = range.upperBound
    return Batch(count: range.count, rows: [RowVector.ids(rows).slice(range)])
  }

  /// The rows that have one of the keys.
  static func withKeys(
    _ source: SourceID,
    _ key: UniqueKeyID,
    _ keys: [[Value]],
    _ snapshot: Snapshot
  ) -> RowList {
    RowList(source, key.table, rows: rows(key, keys, snapshot), probes: keys.count)
  }

  /// The row ids that have one of the keys, ascending, each once.
  static func rows(_ key: UniqueKeyID, _ keys: [[Value]], _ snapshot: Snapshot) -> [RowID] {
    sortedDistinct(keys.map { row(key, $0, snapshot) })
  }

  /// The rows that refer to a parent that has one of the keys.
  static func children(
    _ source: SourceID,
    _ foreignKey: ForeignKeyID,
    _ keys: [[Value]],
    _ snapshot: Snapshot
  ) -> RowList {
    RowList(source, foreignKey.table, rows: rows(foreignKey, keys, snapshot), probes: keys.count)
  }

  /// The row ids of the rows that refer to a parent that has one of the keys, ascending, each once.
  static func rows(_ foreignKey: ForeignKeyID, _ keys: [[Value]], _ snapshot: Snapshot) -> [RowID] {
    let declaration = snapshot.schema[foreignKey]
    let index = snapshot[foreignKey.table].foreignKeyIndexes[foreignKey.index]
    var rows: [RowID] = []
    var parents: [RowID] = []
    for values in keys {
      let parent = parent(declaration, values, snapshot)
      parents.append(parent)
      // No row has the key, but rows of a deferred foreign key may have it already.
      if parent < 0, index.orphanCount > 0 {
        rows += snapshot[foreignKey.table].orphans(of: foreignKey, having: values)
      }
    }
    for parent in sortedDistinct(parents) {
      var child = index.firstChild(of: parent)
      while child >= 0 {
        rows.append(child)
        child = index.nextChild(after: child)
      }
    }
    return sortedDistinct(rows)
  }

  /// The row that has the key; -1 for none.
  static func row(_ key: UniqueKeyID, _ values: [Value], _ snapshot: Snapshot) -> RowID {
    let table = snapshot[key.table]
    let index = table.uniqueIndexes[key.index]
    if values.count == 1, case .integer(let value) = values[0],
      table.schema.columns[index.columns[0]].type.storageClass == .integer
    {
      return index.row(ofInteger: value, in: table)
    }
    var stored: [Value] = []
    for (column, value) in zip(index.columns, values) {
      guard let value = value.stored(as: table.schema.columns[column].type.storageClass) else {
        return -1
      }
      stored.append(value)
    }
    return index.row(of: stored, in: table)
  }

  /// The row of the parent whose referenced columns have the values: by the unique key over just
  /// those columns, in whatever order it names them.
  private static func parent(
    _ key: ForeignKey,
    _ values: [Value],
    _ snapshot: Snapshot
  ) -> RowID {
    let uniqueKeys = snapshot.schema[key.parent].uniqueKeys
    if let index = uniqueKeys.firstIndex(of: key.parentColumns) {
      return row(UniqueKeyID(table: key.parent, index: index), values, snapshot)
    }
    let wanted = Set(key.parentColumns)
    guard let index = uniqueKeys.firstIndex(where: { Set($0) == wanted }) else { return -1 }
    let ordered = uniqueKeys[index].compactMap { column in
      key.parentColumns.firstIndex(of: column).map { values[$0] }
    }
    return row(UniqueKeyID(table: key.parent, index: index), ordered, snapshot)
  }

  private static func sortedDistinct(_ rows: [RowID]) -> [RowID] {
    if isAscending(rows) { return rows }
    var result: [RowID] = []
    result.reserveCapacity(rows.count)
    for row in rows.sorted() where row >= 0 && row != result.last { result.append(row) }
    return result
  }

  private static func isAscending(_ rows: [RowID]) -> Bool {
    var last: RowID = -1
    for row in rows {
      if row <= last { return false }
      last = row
    }
    return true
  }
}

extension Value {
  /// The value as a cell of the class would hold it; nil for NULL and for what no cell can equal.
  fileprivate func stored(as storageClass: StorageClass) -> Value? {
    switch (storageClass, self) {
    case (.integer, .integer), (.real, .real), (.text, .text): self
    case (.integer, .real(let value)): Int64(exactly: value).map { .integer($0) }
    case (.real, .integer(let value)): Double(exactly: value).map { .real($0) }
    case (.integer, _), (.real, _), (.text, _): nil
    }
  }
}
