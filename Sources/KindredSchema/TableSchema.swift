// SPDX-License-Identifier: Apache-2.0

/// One column as the engine sees it.
package struct ColumnSchema: Sendable, Hashable {
  package var name: String
  package var type: ColumnType
  package var isNullable: Bool
  /// What a row gets that is given no value for the column, as opposed to NULL; nil for no default.
  package var defaultValue: Value?

  package init(
    _ name: String,
    _ type: ColumnType,
    isNullable: Bool = false,
    defaultValue: Value? = nil
  ) {
    self.name = name
    self.type = type
    self.isNullable = isNullable
    self.defaultValue = defaultValue
  }
}

/// What happens to the rows that refer to a row when that is deleted, or when its key changes.
package enum ReferentialAction: String, Sendable, Hashable, CaseIterable {
  /// Nothing: the statement fails if they refer to no row at its end; at that of the transaction, if the
  /// foreign key is deferred.
  case noAction
  /// The statement fails at once if there are any, also where the foreign key is deferred.
  case restrict
  /// They are deleted too, or take over the new key.
  case cascade
  /// All columns of their foreign key become NULL.
  case setNull
  /// All columns of their foreign key get their defaults, which must refer to a row, or be NULL.
  case setDefault
}

/// A reference from the columns of one table to a unique key of another (or the same) table.
package struct ForeignKey: Sendable, Hashable {
  /// Column positions in the referring table, in the order of the key they refer to.
  package var columns: [Int]
  package var parent: TableID
  /// Column positions in the parent table: exactly one of its unique keys.
  package var parentColumns: [Int]
  package var onDelete: ReferentialAction
  package var onUpdate: ReferentialAction
  /// Whether rows may refer to no row until the transaction ends.
  ///
  /// If not, a query never sees such a row, and the planner relies on it.
  package var isDeferred: Bool

  package init(
    columns: [Int],
    parent: TableID,
    parentColumns: [Int],
    onDelete: ReferentialAction = .noAction,
    onUpdate: ReferentialAction = .noAction,
    isDeferred: Bool = false
  ) {
    self.columns = columns
    self.parent = parent
    self.parentColumns = parentColumns
    self.onDelete = onDelete
    self.onUpdate = onUpdate
    self.isDeferred = isDeferred
  }
}

/// One table: its columns, keys and references.
package struct TableSchema: Sendable, Hashable {
  package var name: String
  package var columns: [ColumnSchema]
  /// Column positions of each unique key.
  ///
  /// The first is the primary key; there always is one.
  package var uniqueKeys: [[Int]]
  package var foreignKeys: [ForeignKey]
  /// The ordered indexes that were asked for.
  package var indexes: [IndexSchema]
  /// The single integer primary-key column whose value the table hands out when none is given.
  package var autoIncrementColumn: Int?

  package init(
    name: String,
    columns: [ColumnSchema],
    uniqueKeys: [[Int]],
    foreignKeys: [ForeignKey] = [],
    indexes: [IndexSchema] = [],
    autoIncrementColumn: Int? = nil
  ) {
    self.name = name
    self.columns = columns
    self.uniqueKeys = uniqueKeys
    self.foreignKeys = foreignKeys
    self.indexes = indexes
    self.autoIncrementColumn = autoIncrementColumn
  }

  package var primaryKey: [Int] { uniqueKeys[0] }

  package func columnIndex(named name: String) -> Int? {
    columns.firstIndex { $0.name == name }
  }

  /// `table.a, b`, for messages.
  package func label(of columns: [Int]) -> String {
    name + "." + columns.map { self.columns[$0].name }.joined(separator: ", ")
  }
}
