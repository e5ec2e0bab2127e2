// SPDX-License-Identifier: Apache-2.0

/// The position of a table in its ``Schema``.
package struct TableID: Sendable, Hashable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

/// The position of a foreign key in its table's ``TableSchema/foreignKeys``.
package struct ForeignKeyID: Sendable, Hashable {
  package let table: TableID
  package let index: Int
  package init(table: TableID, index: Int) {
    self.table = table
    self.index = index
  }
}

/// The position of a unique key in its table's ``TableSchema/uniqueKeys``; 0 is the primary key.
package struct UniqueKeyID: Sendable, Hashable {
  package let table: TableID
  package let index: Int
  package init(table: TableID, index: Int) {
    self.table = table
    self.index = index
  }
}

/// A dense slot of a table, from 0; -1 stands for "no row".
///
/// Stable while a snapshot is held.
package typealias RowID = Int32
