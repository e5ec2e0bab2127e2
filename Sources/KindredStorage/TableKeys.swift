// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// What the keys of a table mean for its writes, worked out once per schema.
final class TableKeys: Sendable {
  /// How each foreign key of the table finds its parent.
  let parents: [ParentKey]
  /// For each column the unique indexes that have it.
  let uniqueIndexes: [[Int]]
  /// For each column the ordered indexes that have it, or test it.
  let orderedIndexes: [[Int]]
  /// For each column the foreign keys that have it.
  let foreignKeys: [[Int]]
  /// For each column the foreign keys of any table that refer to it.
  let referrers: [[ForeignKeyID]]
  /// The column whose keys the table hands out.
  let autoIncrementColumn: Int?

  init(_ id: TableID, in schema: Schema) {
    let table = schema[id]
    autoIncrementColumn = table.autoIncrementColumn
    parents = table.foreignKeys.map { ParentKey($0, in: schema) }
    uniqueIndexes = table.columns.indices.map { column in
      table.uniqueKeys.indices.filter { table.uniqueKeys[$0].contains(column) }
    }
    orderedIndexes = table.columns.indices.map { column in
      table.indexes.indices.filter { index in
        table.indexes[index].parts.contains { $0.column == column }
          || table.indexes[index].tests.contains { $0.column == column }
      }
    }
    foreignKeys = table.columns.indices.map { column in
      table.foreignKeys.indices.filter { table.foreignKeys[$0].columns.contains(column) }
    }
    referrers = table.columns.indices.map { column in
      schema.referrers[id.index].filter { schema[$0].parentColumns.contains(column) }
    }
  }
}

/// A foreign key, and the unique index of its parent that it goes through.
struct ParentKey: Sendable {
  let key: ForeignKey
  /// The position of the parent's unique index.
  let index: Int
  /// The child's columns, in the order of that index.
  let columns: [Int]

  fileprivate init(_ key: ForeignKey, in schema: Schema) {
    self.key = key
    let parent = schema[key.parent]
    let wanted = Set(key.parentColumns)
    // The schema was validated: one of the unique keys has exactly these columns.
    let index = parent.uniqueKeys.firstIndex { Set($0) == wanted } ?? 0
    self.index = index
    columns = parent.uniqueKeys[index].map { column in
      key.columns[key.parentColumns.firstIndex(of: column) ?? 0]
    }
  }
}
