// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Finds the rows that children's foreign keys refer to.
struct ParentResolver {
  private let parentKey: ParentKey
  var isDeferred: Bool { parentKey.key.isDeferred }
  private let child: Table
  private let parent: Table

  /// - Parameters:
  ///   - position: Which foreign key of the child.
  ///   - child: The table whose rows refer.
  ///   - parent: The table that they refer to.
  init(_ position: Int, child: Table, parent: Table) {
    parentKey = child.keys.parents[position]
    self.child = child
    self.parent = parent
  }

  private var index: UniqueIndex { parent.uniqueIndexes[parentKey.index] }

  /// For each row the parent's row id, -1 if a column of the key is NULL, ``ForeignKeyIndex/noParent`` if there is no
  /// such row.
  func parents(of rows: [RowID]) -> [RowID] {
    guard parentKey.columns.count == 1 else { return rows.map(parent) }
    let keys = child.columns[parentKey.columns[0]].values(at: .ids(rows), isPadded: false)
    return parents(ofKeys: keys, part: rows.indices) ?? rows.map(parent)
  }

  /// The parents of a part of new rows, whose values are also at hand as vectors.
  ///
  /// The row of the vectors' first position is `start`.
  func parents(ofNew vectors: [Vector], part: Range<Int>, from start: Int) -> [RowID] {
    if parentKey.columns.count == 1,
      let parents = parents(ofKeys: vectors[parentKey.columns[0]], part: part)
    {
      return parents
    }
    return part.map { parent(of: RowID(start + $0)) }
  }

  /// The parents of single integer keys; nil for keys of another class.
  private func parents(ofKeys keys: Vector, part: Range<Int>) -> [RowID]? {
    guard case .integers(let cells) = keys.cells else { return nil }
    var parents = index.rows(ofIntegers: cells[part], missing: ForeignKeyIndex.noParent, in: parent)
    if let nulls = keys.nulls {
      for position in part where nulls[position] != 0 { parents[position - part.lowerBound] = -1 }
    }
    return parents
  }

  func parent(of row: RowID) -> RowID {
    for column in parentKey.columns where child.columns[column].isNull(Int(row)) { return -1 }
    let key = parentKey.columns.map { child.columns[$0].value(Int(row)) }
    let found = index.row(of: key, in: parent)
    return found < 0 ? ForeignKeyIndex.noParent : found
  }

  func danglingKey(_ row: RowID, position: Int?) -> KindredError {
    let key = parentKey.key
    return KindredError(
      .foreignKey,
      "no \(parent.schema.name) row has \(parent.names(key.parentColumns)) "
        + child.describe(key.columns, of: row),
      table: child.schema.name,
      columns: key.columns.map { child.schema.columns[$0].name },
      row: position
    )
  }
}
