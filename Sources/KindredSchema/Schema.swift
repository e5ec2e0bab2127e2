// SPDX-License-Identifier: Apache-2.0

/// All tables of a database.
///
/// Read by storage and by plans; the plain value in which they meet.
package struct Schema: Sendable, Hashable {
  package let tables: [TableSchema]
  /// For each table, the foreign keys of all tables that refer to it.
  package let referrers: [[ForeignKeyID]]
  /// The foreign keys that are checked at the end of a transaction.
  package let deferredKeys: [ForeignKeyID]

  /// Checks the tables top-down and lists every fault in one error.
  package init(validating tables: [TableSchema]) throws(KindredError) {
    let faults = Self.faults(of: tables)
    guard faults.isEmpty else { throw .schema(faults) }
    self.tables = tables
    var referrers = [[ForeignKeyID]](repeating: [], count: tables.count)
    for (tableIndex, table) in tables.enumerated() {
      for (keyIndex, key) in table.foreignKeys.enumerated() {
        referrers[key.parent.index].append(
          ForeignKeyID(table: TableID(tableIndex), index: keyIndex)
        )
      }
    }
    self.referrers = referrers
    deferredKeys = referrers.joined().filter {
      tables[$0.table.index].foreignKeys[$0.index].isDeferred
    }
  }

  package subscript(table: TableID) -> TableSchema { tables[table.index] }

  package subscript(key: ForeignKeyID) -> ForeignKey {
    tables[key.table.index].foreignKeys[key.index]
  }

  package subscript(index: OrderedIndexID) -> IndexSchema {
    tables[index.table.index].indexes[index.index]
  }

  package func table(named name: String) -> TableID? {
    tables.firstIndex { $0.name == name }.map(TableID.init)
  }
}
