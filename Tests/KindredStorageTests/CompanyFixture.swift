// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import KindredStorage

/// A small schema with every action of foreign keys: departments, people who refer to them in three ways
/// and, deferred, to each other, and badges whose key is a person's.
enum Company {
  static let departments = TableID(0)
  static let people = TableID(1)
  static let badges = TableID(2)

  static func schema() throws -> Schema {
    try Schema(validating: [
      TableSchema(
        name: "departments",
        columns: [ColumnSchema("id", .integer), ColumnSchema("code", .text)],
        uniqueKeys: [[0], [1]],
        indexes: [IndexSchema([.init(1, isDescending: true)])]
      ),
      TableSchema(
        name: "people",
        columns: [
          ColumnSchema("id", .integer), ColumnSchema("departmentID", .integer, isNullable: true),
          ColumnSchema("payerID", .integer, isNullable: true, defaultValue: .integer(0)),
          ColumnSchema("code", .text, isNullable: true),
          ColumnSchema("chiefID", .integer, isNullable: true),
        ],
        uniqueKeys: [[0]],
        foreignKeys: [
          ForeignKey(
            columns: [1],
            parent: departments,
            parentColumns: [0],
            onDelete: .setNull,
            onUpdate: .cascade
          ),
          ForeignKey(
            columns: [2],
            parent: departments,
            parentColumns: [0],
            onDelete: .setDefault,
            onUpdate: .setDefault
          ),
          ForeignKey(
            columns: [3],
            parent: departments,
            parentColumns: [1],
            onDelete: .cascade,
            onUpdate: .setNull
          ),
          ForeignKey(columns: [4], parent: people, parentColumns: [0], isDeferred: true),
        ],
        indexes: [
          IndexSchema([.init(1, isDescending: true), .init(0)]), IndexSchema(columns: [3]),
        ]
      ),
      TableSchema(
        name: "badges",
        columns: [ColumnSchema("personID", .integer), ColumnSchema("label", .text)],
        uniqueKeys: [[0]],
        foreignKeys: [
          ForeignKey(
            columns: [0],
            parent: people,
            parentColumns: [0],
            onDelete: .cascade,
            onUpdate: .cascade
          )
        ],
        indexes: [IndexSchema([.init(0, isDescending: true)])]
      ),
    ])
  }

  /// Refuses people of department 13.
  struct Checker: RowChecker {
    func hasChecks(of table: TableID, reading columns: [Int]?) -> Bool {
      table == people && columns?.contains(1) ?? true
    }

    func failure(
      of rows: [RowID],
      in table: TableID,
      reading columns: [Int]?,
      _ tables: [Table]
    ) -> CheckFailure? {
      let departments = tables[table.index].columns[1]
      return rows.firstIndex { departments.value(Int($0)) == .integer(13) }
        .map { CheckFailure(position: $0, check: "no department 13", columns: [1]) }
    }
  }

  static func store() throws -> DatabaseStore {
    DatabaseStore(schema: try schema(), checker: Checker())
  }
}
